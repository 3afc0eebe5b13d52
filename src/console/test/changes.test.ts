import assert from "node:assert/strict";
import { test } from "node:test";
import { changesOf, inWords } from "../core/changes.ts";
import { chosenOperation, isProblem, readDocument } from "../core/document.ts";
import type { Variables } from "../core/variables.ts";
import { schema } from "./schema.ts";

function changes(query: string, variables: Variables = {}) {
  const read = readDocument(query);
  assert.ok(!isProblem(read));
  return changesOf(read, chosenOperation(read, null)!, variables, schema);
}
const brief = (query: string, variables: Variables = {}) =>
  changes(query, variables).map((change) => `${change.field}(${change.arguments.map(({ name, value }) => `${name}: ${value}`).join(", ")})`);

test("every root field with the values that will be sent", () => {
  const query = `mutation Save($media: Int, $status: Status = COMPLETED, $progress: Int, $dates: [Day]) {
    first: SaveMediaListEntry(mediaId: $media, status: $status, progress: $progress, notes: "a \\"b\\"", dates: $dates) { id }
    DeleteMediaListEntry(id: 7) __typename
  }`;
  assert.deepEqual(brief(query, { media: 21, dates: [{ year: 2024, month: null }] }), [
    'SaveMediaListEntry(mediaId: 21, status: COMPLETED, notes: "a \\"b\\"", dates: [{year: 2024, month: null}])',
    "DeleteMediaListEntry(id: 7)",
  ]);
  assert.deepEqual(brief(query, { status: null, progress: 0 })[0], 'SaveMediaListEntry(status: null, progress: 0, notes: "a \\"b\\"")');
});

test("fragments at the root are looked into", () => {
  const query = "mutation { ...F ... on Mutation { DeleteMediaListEntry(id: 2) } } fragment F on Mutation { DeleteMediaListEntry(id: 1) ...F }";
  assert.deepEqual(brief(query), ["DeleteMediaListEntry(id: 1)", "DeleteMediaListEntry(id: 2)"]);
});

test("what is skipped for certain is not listed", () => {
  const query = `mutation M($yes: Boolean, $no: Boolean) {
    a: DeleteMediaListEntry(id: 1) @skip(if: $yes) b: DeleteMediaListEntry(id: 2) @include(if: $no)
    c: DeleteMediaListEntry(id: 3) @skip(if: $no) d: DeleteMediaListEntry(id: 4) @include(if: true) }`;
  assert.deepEqual(brief(query, { yes: true, no: false }), ["DeleteMediaListEntry(id: 3)", "DeleteMediaListEntry(id: 4)"]);
  assert.equal(brief(query).length, 4, "what cannot be told is listed");
});

test("words and descriptions", () => {
  const [change] = changes("mutation { SaveMediaListEntry(id: 1) { id } }");
  assert.equal(change?.words, "Save media list entry");
  assert.equal(change?.description, "Create or change a list entry");
  assert.equal(change?.arguments[0]?.description, "Of the entry");
  assert.equal(inWords("ToggleLikeV2"), "Toggle like v2");
  assert.equal(inWords("toggle_URLThing"), "Toggle url thing");
});
