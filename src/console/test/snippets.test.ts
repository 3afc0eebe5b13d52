import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { SNIPPETS, TOKEN_PLACEHOLDER, type Sendable, bodyOf, curl, fetchSnippet, rust } from "../core/snippets.ts";

const TRICKY = 'query A($t: String) { a(t: "`${x}` \\\\ \\" \'q\' $1 続き 🦊") }\n# "## JSON\nJSON';
const request: Sendable = {
  api: "https://graphql.anilist.co",
  query: TRICKY,
  variables: { t: "it's `here` ${y} \\ \"#\"", n: [1, null] },
  signedIn: true,
};
const sent = JSON.parse(bodyOf(request.query, request.variables)) as object;

test("curl: a shell gives it exactly this body", () => {
  const script = `curl() { printf '%s\\n' "$@" >&2; cat; }\n${curl(request)}`;
  const body = execFileSync("sh", ["-c", script], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  assert.deepEqual(JSON.parse(body), sent);
});

test("fetch: a script engine sends exactly this body", async () => {
  const seen: [string, RequestInit][] = [];
  const fake = (url: string, init: RequestInit) => {
    seen.push([url, init]);
    return Promise.resolve({ status: 200, json: () => Promise.resolve({}) });
  };
  const run = new Function("fetch", "console", `return (async () => { ${fetchSnippet(request)} })()`) as (...args: unknown[]) => Promise<void>;
  await run(fake, { log() {} });
  const [url, init] = seen[0]!;
  assert.equal(url, request.api);
  assert.deepEqual(JSON.parse(init.body as string), sent);
  assert.equal((init.headers as Record<string, string>)["Authorization"], `Bearer ${TOKEN_PLACEHOLDER}`);
});

test("Rust: the strings are raw and hold the same text", () => {
  const strings = [...rust(request).matchAll(/r(#*)"([^]*?)"\1(?=[;)])/g)].map((match) => match[2]);
  assert.equal(strings[0], TRICKY);
  assert.deepEqual(JSON.parse(strings[1]!), request.variables);
  assert.equal(strings[2], request.api);
});

test("Rust: the language's own formatter reads it and has nothing to change", () => {
  const requests = [request, { ...request, signedIn: false }, { ...request, query: "{ Viewer { id } }", variables: {} }];
  for (const input of requests.map(rust)) assert.equal(execFileSync("rustfmt", ["--edition", "2024"], { input, encoding: "utf8" }), input);
});

test("the token's place is marked only for who is signed in", () => {
  for (const [name, write] of SNIPPETS) {
    assert.equal(write(request).split(TOKEN_PLACEHOLDER).length - 1, 1, name);
    assert.ok(!write({ ...request, signedIn: false }).includes("Authorization"), name);
  }
});
