import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "graphql";
import { type Document, chosenOperation, isProblem, readDocument, textToSend } from "../core/document.ts";

function read(text: string): Document {
  const document = readDocument(text);
  assert.ok(!isProblem(document));
  return document;
}

test("operations are listed by name, and those of the same name by their line", () => {
  const document = read("query A { a }\n{ b }\nmutation { c }\nquery A { d }\n{ e }");
  assert.deepEqual(
    document.operations.map(({ label }) => label),
    ["A", "Unnamed query", "Unnamed mutation", "A, line 4", "Unnamed query, line 5"],
  );
});

test("the chosen operation is the one of that label, else the first", () => {
  const document = read("query A { a } query B { b }");
  assert.equal(chosenOperation(document, "B")?.label, "B");
  assert.equal(chosenOperation(document, "C")?.label, "A");
  assert.equal(chosenOperation(document, null)?.label, "A");
});

for (const [text, message, line, column] of [
  ["", "There is no operation here yet.", 1, 1],
  ["# only a comment\n\n", "There is no operation here yet.", 1, 1],
  ["fragment F on T { a }", "There is no operation here, only fragments or types.", 1, 1],
  ["query {\n  a(\n}", /Expected/, 3, 1],
  ["query { a", /Expected Name, found <EOF>/, 1, 10],
  ["query { a } ?", /Unexpected character/, 1, 13],
] as const)
  test(`a text that is no document: ${JSON.stringify(text)}`, () => {
    const problem = readDocument(text);
    assert.ok(isProblem(problem));
    assert.equal(problem.weight, "blocks");
    assert.match(problem.message, message instanceof RegExp ? message : new RegExp(`^${message}$`));
    assert.deepEqual([problem.line, problem.column], [line, column]);
  });

test("only the operation and its fragments are sent, each at its place", () => {
  const text = "query A { ...F }\nquery B {\n  b\n}\nfragment F on Q { ...G }\nfragment G on Q { g }\nfragment H on Q { h }\n";
  const document = read(text);
  const sent = textToSend(document, document.operations[0]!.node);
  const definitions = parse(sent).definitions.map((node) => ("name" in node ? node.name?.value : ""));
  assert.deepEqual(definitions, ["A", "F", "G"]);
  assert.equal(sent.indexOf("fragment F"), text.indexOf("fragment F"), "errors of AniList name the same place");
  assert.equal(textToSend(document, document.operations[1]!.node).trim(), "query B {\n  b\n}");
});

test("a document of one operation is sent as it is written", () => {
  const text = "# what\nquery A {\r\n  a # why\n}";
  const document = read(text);
  assert.equal(textToSend(document, document.operations[0]!.node), text);
});
