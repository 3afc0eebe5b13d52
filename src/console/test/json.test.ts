import assert from "node:assert/strict";
import { test } from "node:test";
import { indentJson } from "../core/indent.ts";
import { walkJson } from "../core/json.ts";

for (const text of ['{"a": 1, "b": [true, null, -1.5e3, "x\\u00e9"]}', "[]", "{}", '"x"', "0", " \n{ } \t"])
  test(`JSON is JSON: ${text}`, () => assert.equal(walkJson(text).error, null));

for (const [text, offset, message] of [
  ["{", 1, /A name is expected here, but the text ends here/],
  ['{"a" 1}', 5, /colon/],
  ['{"a": 1 "b": 2}', 8, /comma or \}/],
  ['{"a": 1,}', 7, /Nothing follows this comma/],
  ["{a: 1}", 1, /A name is expected/],
  ["{'a': 1}", 1, /double quotes/],
  ['{"a": CURRENT}', 6, /“CURRENT” is no JSON value/],
  ['{"a": "x\ny"}', 6, /not ended on its line/],
  ['{"a": 01}', 7, /comma or \}/],
  ["[1, 2", 5, /comma or \]/],
  ["{} x", 3, /Nothing more/],
  ['{"a": 1, "a": 2}', 9, /twice/],
  ['{"a": }', 6, /A value is expected/],
  ["[".repeat(1000), 501, /nested too deeply/],
] as const)
  test(`not JSON, and where: ${JSON.stringify(text.slice(0, 20))}`, () => {
    const { error } = walkJson(text);
    assert.ok(error);
    assert.match(error.message, message);
    assert.equal(error.offset, offset);
  });

test("what the engine takes is taken, and what it refuses is refused", () => {
  const parts = ["{", "}", "[", "]", ",", ":", '"a"', "1", "-", "0.5", "1e9", "true", "nul", " ", "\n", '"\\', '\\u12"'];
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 20_000; round += 1) {
    const text = Array.from({ length: 1 + random(7) }, () => parts[random(parts.length)]).join("");
    let valid = true;
    try {
      JSON.parse(text);
    } catch {
      valid = false;
    }
    const { error } = walkJson(text);
    // A name that stands twice is JSON; here it is a mistake.
    if (!error?.message.includes("twice")) assert.equal(error === null, valid, text);
    if (error) assert.ok(error.offset >= 0 && error.offset <= text.length, text);
  }
});

test("the outermost names have their places", () => {
  const { names } = walkJson('{ "a": {"b": 1}, "c": [] }');
  assert.deepEqual([...names], [["a", { from: 2, to: 5 }], ["c", { from: 17, to: 20 }]]);
});

test("indenting keeps every value as it was written", () => {
  const text = '{"id":9007199254740993,"a":[],"b":{},"t":"x: [1, {\\"y\\"}] ","n":[1.10,{"k":null}],"id":2}';
  const indented = indentJson(text);
  assert.equal(indented.replace(/\n */g, "").replaceAll('": ', '":'), text);
  assert.equal(indentJson('{"a":[1,2]}'), JSON.stringify({ a: [1, 2] }, null, 2));
  assert.equal(indentJson("<html>"), "<html>");
});
