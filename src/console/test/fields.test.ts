import assert from "node:assert/strict";
import { test } from "node:test";
import { isProblem, readDocument } from "../core/document.ts";
import { countFields } from "../core/fields.ts";

function count(text: string, operation = 0): number {
  const read = readDocument(text);
  assert.ok(!isProblem(read));
  return countFields(read, read.operations[operation]!.node);
}

for (const [name, text, expected] of [
  ["one field", "{ a }", 1],
  ["fields in fields", "{ a { b { c } d } }", 4],
  ["aliases count each", "{ x: a y: a z: a { b } }", 4],
  ["an inline fragment is not a field", "{ a { ... on T { b c } } }", 3],
  ["a fragment counts wherever it is spread", "{ a { ...F } b { ...F } } fragment F on T { c d }", 6],
  ["fragments in fragments", "{ ...A } fragment A on Q { a { ...B } } fragment B on T { b ...C } fragment C on T { c }", 3],
  ["a fragment of itself ends", "{ ...A } fragment A on Q { a { ...A } }", 1],
  ["an unknown fragment counts nothing", "{ a { ...Nope } }", 1],
  ["__typename is a field", "{ __typename }", 1],
] as const)
  test(`fields: ${name}`, () => assert.equal(count(text), expected));

test("fields are those of the operation alone", () => {
  const text = "query A { a } query B { a b ...F } fragment F on Q { c }";
  assert.equal(count(text, 0), 1);
  assert.equal(count(text, 1), 3);
});

test("fragments that double at each level are counted at once", () => {
  const levels = Array.from({ length: 40 }, (_, level) => `fragment F${level} on T { ...F${level + 1} x { ...F${level + 1} } }`);
  assert.ok(count(`{ ...F0 } ${levels.join(" ")} fragment F40 on T { a }`) > 1e12);
});
