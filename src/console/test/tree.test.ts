import assert from "node:assert/strict";
import { test } from "node:test";
import { PAGE, childrenOf, grouped, isFoldable, kindOf, startsOpen, summaryOf } from "../core/tree.ts";

test("what a value is called", () => {
  for (const [value, summary, kind, foldable] of [
    [{ a: 1 }, "{ 1 field }", "many", true],
    [[1, 2], "[ 2 items ]", "many", true],
    [new Array(11000).fill(0), "[ 11,000 items ]", "many", true],
    [[], "[]", "many", false],
    [{}, "{}", "many", false],
    ['a "b"', '"a \\"b\\""', "text", false],
    [1.5, "1.5", "number", false],
    [null, "null", "word", false],
    [true, "true", "word", false],
  ] as const) {
    assert.equal(summaryOf(value), summary);
    assert.equal(kindOf(value), kind);
    assert.equal(isFoldable(value), foldable);
  }
});

test("numbers have their thousands apart", () => {
  for (const [number, text] of [[0, "0"], [999, "999"], [1000, "1,000"], [1340, "1,340"], [1234567, "1,234,567"]] as const) assert.equal(grouped(number), text);
});

test("children come a page at a time, with their names", () => {
  const branch = { key: null, value: Array.from({ length: 250 }, (_, index) => index), level: 1 };
  assert.equal(childrenOf(branch).length, PAGE);
  assert.deepEqual(childrenOf(branch, 200).at(-1), { key: "249", value: 249, level: 2 });
  assert.deepEqual(childrenOf({ key: null, value: { a: 1, b: 2 }, level: 3 }).map(({ key, level }) => [key, level]), [["a", 4], ["b", 4]]);
  assert.deepEqual(childrenOf({ key: null, value: 5, level: 1 }), []);
});

test("the first levels start unfolded, long lists do not", () => {
  assert.ok(startsOpen({ key: null, value: Array(50).fill(0), level: 1 }));
  assert.ok(startsOpen({ key: "a", value: [1], level: 3 }));
  assert.ok(!startsOpen({ key: "a", value: Array(50).fill(0), level: 3 }));
  assert.ok(!startsOpen({ key: "a", value: [1], level: 5 }));
});
