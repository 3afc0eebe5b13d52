import assert from "node:assert/strict";
import { test } from "node:test";
import { type Entry, MAX_ENTRIES, mayBeKept, readHistory, searchHistory, withEntry, withoutEntry } from "../core/history.ts";

const entry = (query: string, at = 1): Entry => ({ at, operation: "A", query, variables: "" });

test("the newest 50 are kept, and the same request once", () => {
  let history: Entry[] = [];
  for (let number = 0; number < 60; number += 1) history = withEntry(history, entry(`{ f${number} }`, number));
  assert.equal(history.length, MAX_ENTRIES);
  assert.equal(history[0]?.query, "{ f59 }");
  history = withEntry(history, entry("{ f30 }", 99));
  assert.deepEqual([history.length, history[0]?.query, history[0]?.at], [MAX_ENTRIES, "{ f30 }", 99]);
  assert.equal(withoutEntry(history, entry("{ f30 }")).length, MAX_ENTRIES - 1);
});

test("nothing that looks like a token is kept", () => {
  const token = `eyJ${"a".repeat(20)}.eyJ${"b".repeat(20)}.${"c-_".repeat(20)}`;
  assert.ok(!mayBeKept("{ a }", `{"t": "${token}"}`));
  assert.deepEqual(withEntry([], { ...entry("{ a }"), variables: token }), []);
  assert.ok(mayBeKept("{ eyJust.a.b }"));
  assert.ok(!mayBeKept("x".repeat(50_000)));
});

test("whatever is stored, a list comes of it", () => {
  const good = entry("{ a }");
  for (const [stored, expected] of [
    [null, []],
    ["", []],
    ["{", []],
    ["{}", []],
    ["null", []],
    [JSON.stringify([good, null, 1, { at: "x" }, { ...good, at: 1e300 }, { ...good, query: 5 }]), [good]],
    [JSON.stringify(Array(80).fill(good)), Array(MAX_ENTRIES).fill(good)],
  ] as const)
    assert.deepEqual(readHistory(stored), expected);
});

test("a search finds all words in any order and case", () => {
  const history = [entry("{ Media }"), { ...entry("{ Viewer }"), variables: '{"media": 1}' }];
  assert.equal(searchHistory(history, " MEDIA ").length, 2);
  assert.equal(searchHistory(history, "1 viewer").length, 1);
  assert.equal(searchHistory(history, "").length, 2);
  assert.equal(searchHistory(history, "nope").length, 0);
});
