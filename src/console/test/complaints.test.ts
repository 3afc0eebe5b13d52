import assert from "node:assert/strict";
import { test } from "node:test";
import type { Complaint } from "../bridge.ts";
import { checkDraft } from "../core/check.ts";
import { complaintProblems } from "../core/complaints.ts";

const QUERY = `mutation Save($score: Float, $n: String = "x") {
  a: SaveMediaListEntry(mediaId: 1, score: $score, notes: $n) { id }
  b: SaveMediaListEntry(mediaId: 2, progress: 5) { id }
  c: SaveMediaListEntry(mediaId: 3, progress: 6) { id }
}`;
const VARIABLES = '{\n  "score": 500\n}';

/** Text, line and column, what is marked there, and what is said, of each problem that comes of a complaint. */
function placed(complaint: Partial<Complaint>, query = QUERY, variables = VARIABLES): [string, string, string, string][] {
  const draft = { query, variables, operation: null };
  const said: Complaint = { message: "No.", field: null, places: [], ...complaint };
  return complaintProblems([said], draft, checkDraft(draft, null)).map(({ where, line, column, from, to, message }) => {
    const text = where === "query" ? query : variables;
    return [where, `${line}:${column}`, text.slice(from, to), message];
  });
}

test("a complaint about a place stands at that place, one without a place nowhere", () => {
  assert.deepEqual(placed({ places: [[2, 6]] }), [["query", "2:6", "SaveMediaListEntry", "No."]]);
  assert.deepEqual(placed({ places: [[1, 15], [3, 3]] }), [["query", "1:15", "$score", "No."], ["query", "3:3", "b", "No."]]);
  assert.deepEqual(placed({}), []);
});

test("a complaint about an argument stands at the variable that holds it", () => {
  assert.deepEqual(placed({ field: "score", places: [[2, 3]] }), [["variables", "2:3", '"score"', "score: No."]]);
});

test("and at the argument when its value stands in the query, or is the variable's default", () => {
  assert.deepEqual(placed({ field: "progress", places: [[4, 3]] }), [["query", "4:37", "progress: 6", "progress: No."]]);
  assert.deepEqual(placed({ field: "notes" }), [["query", "2:52", "notes: $n", "notes: No."]]);
});

test("when AniList does not say which field it was, every one that has the argument may be it", () => {
  assert.deepEqual(placed({ field: "progress" }).map(([, place]) => place), ["3:37", "4:37"]);
});

test("an argument that is not there is complained of at the place", () => {
  assert.deepEqual(placed({ field: "status", places: [[3, 3]] }), [["query", "3:3", "b", "status: No."]]);
  assert.deepEqual(placed({ field: "status" }), []);
});

test("places outside the text are the nearest inside it", () => {
  for (const place of [[99, 1], [1, 9999], [0, 0], [-3, -7]] as [number, number][]) assert.equal(placed({ places: [place] }).length, 1);
  assert.deepEqual(placed({ places: [[99, 99]] }, "{\r\n  a }", ""), [["query", "2:6", "", "No."]]);
});

test("arguments in fragments are found, too", () => {
  const query = "mutation M { ...F }\nfragment F on Mutation { SaveMediaListEntry(progress: 5) { id } }";
  assert.deepEqual(placed({ field: "progress" }, query), [["query", "2:45", "progress: 5", "progress: No."]]);
});
