import assert from "node:assert/strict";
import { test } from "node:test";
import { kindName, searchSchema, typesOf } from "../core/explore.ts";
import { schema } from "./schema.ts";

const found = (words: string) => searchSchema(schema, words).map(({ type, part }) => (part === null ? type : `${type}.${part}`));

test("the roots come first, and what describes the schema itself not at all", () => {
  const names = typesOf(schema).map(({ name }) => name);
  assert.deepEqual(names.slice(0, 3), ["Query", "Mutation", "Boolean"]);
  assert.ok(!names.some((name) => name.startsWith("__")));
});

test("a search looks into types, fields, arguments, values and descriptions; names first", () => {
  assert.equal(found("media")[0], "Media");
  assert.ok(found("media").includes("Mutation.SaveMediaListEntry(mediaId)"));
  assert.ok(found("completed").includes("Status.COMPLETED"));
  assert.deepEqual(found("anime"), ["Media"], "by its description");
  assert.deepEqual(found("mutation progress"), ["Mutation.SaveMediaListEntry(progress)"]);
  assert.deepEqual(found("day year"), ["Day.year"]);
  assert.ok(!found("SaveMediaListEntry").includes("Mutation.SaveMediaListEntry(status)"), "an argument is no hit for its field's name");
  assert.ok(found("SaveMediaListEntry status").includes("Mutation.SaveMediaListEntry(status)"));
  assert.deepEqual(found("zzz"), []);
  assert.deepEqual(found("  "), []);
});

test("kinds have GraphQL's own names", () => {
  const kinds = ["Media", "Day", "Status", "Thing", "Found", "Int"].map((name) => kindName(schema.getType(name)!));
  assert.deepEqual(kinds, ["type", "input", "enum", "interface", "union", "scalar"]);
});
