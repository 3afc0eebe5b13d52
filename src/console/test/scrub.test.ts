import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";

/** The inline script of every page, as it is written. The tests are run from the top of the repository. */
const SCRIPT = readFileSync("src/shell/scrub.js", "utf8");
const ORIGIN = "https://tsuzuki.test";

interface Seen {
  /** What the address was made into; null when it was left alone. */
  readonly address: string | null;
  /** What was handed on to the app. */
  readonly kept: string | null;
  readonly reloads: number;
}

/** Runs the script in a page of this address, up to where it waits for the page to be parsed. */
function open(address: string): Seen {
  const { origin, pathname, search, hash } = new URL(address, ORIGIN);
  const seen = { address: null as string | null, kept: null as string | null, reloads: 0 };
  const page: Record<string, unknown> = {
    URL,
    document: { baseURI: `${ORIGIN}/`, readyState: "loading", addEventListener() {} },
    location: { origin, pathname, search, hash, href: address, reload: () => (seen.reloads += 1), replace: (to: string) => (seen.address = to) },
    history: { replaceState: (_: unknown, __: string, to: string) => (seen.address = to) },
    sessionStorage: { getItem: () => null, removeItem() {}, setItem: (_: string, text: string) => (seen.kept = text) },
    addEventListener() {},
    stop() {},
  };
  page["self"] = page["top"] = page;
  runInContext(SCRIPT, createContext(page));
  return seen;
}

/** Everything somebody may write in the place of this name. */
function spellings(name: string): string[] {
  const byte = (letter: string) => `%${letter.charCodeAt(0).toString(16).padStart(2, "0")}`;
  const encoded = [...name].map((letter, index) => name.slice(0, index) + byte(letter) + name.slice(index + 1));
  const all = [...name].map(byte).join("");
  const words = [...encoded, all, all.toUpperCase(), all.replaceAll("%", "%25"), all.replaceAll("%", "%2525"), all.replaceAll("%", "%25252525")];
  const cases = [name.toUpperCase(), name[0]!.toUpperCase() + name.slice(1)];
  const before = ["/", "!", "!/", "//", "%2F", "%252f", "%20", "%20%20", "%21", "%3F", "%23", "%26", "+", "%09", "%0a", "%e2%80%8b", "?/", "&/", "/?/", "..", "(", "#"];
  const spaced = ["%20", "%2520", "%00", "%0d%0a"].map((space) => name + space);
  return [...words, ...cases, ...spaced, ...before.flatMap((mark) => [mark + name, mark + name.toUpperCase(), mark + all])];
}

test("an answer as AniList writes it is taken out of the address and handed on", () => {
  for (const mark of ["#", "?", "#a=b&", "?a=b&"])
    for (const pair of ["access_token=canary", "access_token=canary&token_type=bearer&state=x", "error=access_denied", "state=x&error=y"]) {
      const answer = mark + pair;
      assert.deepEqual(open(`/${answer}`), { address: `${ORIGIN}/`, kept: answer, reloads: 1 }, answer);
    }
});

test("whatever resembles an answer is taken out of the address and never handed on", () => {
  let count = 0;
  for (const name of ["access_token", "error", "state"])
    for (const spelling of spellings(name))
      for (const equals of name === "access_token" ? ["=", "%3D", "%253d"] : ["="])
        for (const mark of ["#", "?", "#a=b&", "?a=b;", "?sort=score#"]) {
          const address = `/session${mark}${spelling}${equals}canary&token_type=bearer`;
          const { address: clean, kept } = open(address);
          const { search, hash } = new URL(address, ORIGIN);
          const rest = [search, hash].filter((part) => !part.includes("canary"));
          assert.equal(clean, `${ORIGIN}/session${rest.join("")}`, address);
          // A second mark before the word is read as none by AniList's own answers too.
          assert.equal(kept === "unlike", !new RegExp(`[#?&]${name}=`).test(address), `${address}: ${kept}`);
          count += 1;
        }
  assert.ok(count > 2_000, String(count));
});

test("a token behind a regular state is not handed on either", () => {
  for (const token of ["%61ccess_token", "/access_token", "ACCESS_TOKEN", "access%5Ftoken"])
    assert.deepEqual(open(`/#state=x&${token}=canary`), { address: `${ORIGIN}/`, kept: "unlike", reloads: 1 }, token);
});

test("what is the app's own stays in the address", () => {
  for (const address of [
    "/",
    "/?search=token#top",
    "/user/kaede/animelist?q=state%3D1&sort=score",
    "/user/kaede/animelist?q=the%20error=1&closed=~a",
    "/user/kaede/animelist/State?edit=6#state",
    "/?mistake=1&estate=2&terror=3#errors",
    "/?q=access_token",
    "/?q=100%&x=%E7%B6%9A%2",
    "/#" + "%25".repeat(20_000) + "20",
  ])
    assert.deepEqual(open(address), { address: null, kept: null, reloads: 0 }, address.slice(0, 80));
});

test("the other half of an address that held an answer stays", () => {
  for (const [address, clean, kept] of [
    ["/a?sort=score#access_token=canary&state=x", "/a?sort=score", "#access_token=canary&state=x"],
    ["/a?error=access_denied#import", "/a#import", "?error=access_denied"],
    ["/a?edit=6&q=100%#/access_token=canary", "/a?edit=6&q=100%", "unlike"],
    ["/a?%61ccess_token=canary#top", "/a#top", "unlike"],
    ["/a?access_token=canary#state=x", "/a", "?access_token=canary#state=x"],
  ])
    assert.deepEqual(open(address!), { address: ORIGIN + clean, kept, reloads: 1 }, address);
});
