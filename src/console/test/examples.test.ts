import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { buildSchema } from "graphql";
import { checkDraft } from "../core/check.ts";
import { NAME_PLACEHOLDER, examplesOf, firstDraft } from "../core/examples.ts";

// The tests run from the root of the repository.
const schema = buildSchema(readFileSync("tests/schema/anilist.graphql", "utf8"));
const DOCUMENTS = "src/api/graphql";
const documents = readdirSync(DOCUMENTS).map((file): [string, string] => {
  const text = readFileSync(`${DOCUMENTS}/${file}`, "utf8");
  return [/\b(?:query|mutation) (\w+)/.exec(text)?.[1] ?? file, text];
});

test("every request of the app is an example that fits AniList's schema, with values for what it needs", () => {
  const examples = examplesOf(documents, "kaede");
  assert.equal(examples.length, documents.length);
  for (const { name, draft } of examples) assert.deepEqual(checkDraft(draft, schema).problems, [], `${name}: give it values in core/examples.ts`);
});

test("what is about somebody is about who is signed in, else the place of the name is marked", () => {
  for (const [account, name] of [["kaede", "kaede"], [undefined, NAME_PLACEHOLDER]] as const) {
    const examples = examplesOf(documents, account);
    for (const about of ["ListOwner", "MediaListChunk"])
      assert.ok(examples.find((example) => example.name === about)?.draft.variables.includes(`"${name}"`), about);
  }
});

test("changes are told from reads", () => {
  const changes = examplesOf(documents, undefined).filter(({ mutation }) => mutation);
  assert.ok(changes.length > 0);
  for (const { draft } of changes) assert.match(draft.query, /^mutation /);
});

test("the first one works without a login, and a list without any is empty", () => {
  assert.match(firstDraft(documents).query, /^query Trending/);
  assert.equal(firstDraft([]).query, "");
});
