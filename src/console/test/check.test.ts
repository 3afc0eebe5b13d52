import assert from "node:assert/strict";
import { test } from "node:test";
import { checkDraft } from "../core/check.ts";
import { variablesSkeleton } from "../core/variables.ts";
import { schema } from "./schema.ts";

const check = (query: string, variables = "", operation: string | null = null, withSchema = true) =>
  checkDraft({ query, variables, operation }, withSchema ? schema : null);
const told = (...args: Parameters<typeof check>) =>
  check(...args).problems.map(({ weight, where, line, message }) => `${weight} ${where} ${line}: ${message}`);

test("a request that is right has no problems", () => {
  const checked = check("query P($n: Int!) { Page(perPage: $n) { media { id } } }", '{"n": 5}');
  assert.deepEqual(checked.problems, []);
  assert.equal(checked.fields, 3);
  assert.equal(checked.operation?.label, "P");
});

test("syntax and JSON block, each at its line", () => {
  assert.deepEqual(told("{\n  Page(\n}", '{\n "a"\n}'), [
    'blocks query 3: Expected Name, found "}".',
    "blocks variables 3: A colon is expected after a name.",
  ]);
});

test("variables are one object", () => {
  for (const text of ["[]", "1", "null", '"x"']) assert.match(told("{ Viewer { id } }", text)[0]!, /^blocks variables 1: Variables are one JSON object/);
});

test("what the schema does not have would be refused, at its place", () => {
  const [problem] = check("{\n  Viewer {\n    nmae\n  }\n}").problems;
  assert.equal(problem?.weight, "refused");
  assert.deepEqual([problem?.line, problem?.column, problem?.to], [3, 5, problem!.from + 4]);
  assert.match(problem!.message, /Cannot query field "nmae" on type "User". Did you mean "name"\?/);
});

test("without a schema only what needs none is checked", () => {
  assert.deepEqual(told("{ Viewer { nmae } }", "", null, false), []);
  assert.deepEqual(told("query A($id: Int!) { Media(id: $id) { id } }", '{"di": 1}', null, false), [
    "refused variables 1: $id of the type Int! needs a value.",
    "hint variables 1: The operation has no variable $di.",
  ]);
});

test("variables are checked against their types, at their names", () => {
  const query = "query P($n: Int!, $s: [Sort], $d: Int = 3) { Page(perPage: $n, page: $d) { media(sort: $s) { id } } }";
  const brief = told(query, '{\n  "n": "x",\n  "s": ["UP"]\n}').map((text) => text.replace(/( got invalid value "\w+").*/, "$1"));
  assert.deepEqual(brief, [
    'refused variables 2: Variable "$n" got invalid value "x"',
    'refused variables 3: Variable "$s" got invalid value "UP"',
  ]);
  assert.deepEqual(told(query, ""), ["refused variables 1: $n of the type Int! needs a value."]);
});

test("what is wrong in another operation is a hint", () => {
  const query = "query A { Viewer { id } }\nquery B { Viewer { nope } }";
  assert.match(told(query, "", "A")[0]!, /^hint query 2/);
  assert.match(told(query, "", "B")[0]!, /^refused query 2/);
  assert.deepEqual(told("{ Viewer { id } } query B { Viewer { id } } fragment F on User { id }"), [], "neighbours are not sent");
});

test("what is deprecated is a hint", () => assert.match(told("{ old }")[0]!, /^hint query 1: The field Query.old is deprecated/));

test("more than 500 fields block, 500 do not", () => {
  const query = (fields: number) => `query Big { ${Array.from({ length: fields }, (_, index) => `f${index}: old`).join(" ")} }`;
  assert.equal(check(query(500), "", null, false).problems.length, 0);
  const [problem] = check(query(501), "", null, false).problems;
  assert.equal(problem?.weight, "blocks");
  assert.match(problem!.message, /Big selects 501 fields, AniList answers at most 500/);
});

test("a skeleton of variables has what is needed and nothing else", () => {
  const skeleton = (query: string) => variablesSkeleton(check(query, "", null, false).operation!.node);
  assert.equal(skeleton("query A($a: Int) { a }"), "");
  assert.deepEqual(JSON.parse(skeleton("query A($a: Int!, $b: String!, $c: [Int!]!, $d: Int! = 2, $t: MediaType!) { a }")), {
    a: 1,
    b: "",
    c: [],
    t: "ANIME",
  });
});
