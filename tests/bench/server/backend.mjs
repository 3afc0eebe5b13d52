// AniList as the pages of the bench reach it: the stand-in, with its answers remembered. A page must not be measured by how
// long a program built for correctness takes to answer, so an answer that is known is sent at once, compressed already, to
// every page alike. After a change nothing is remembered until `reset`.
import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { BACKEND_ORIGIN } from "./standin.mjs";
import { retitle } from "./titles.mjs";

/**
 * @typedef {{status: number, headers: Record<string, string>, body: Buffer}} Answer
 * @typedef {{method: string, path: string, headers: import("node:http").IncomingHttpHeaders, body: Buffer}} Call
 */

const PASSED_ON = ["content-type", "authorization", "cookie", "referer", "accept"];
const DROPPED = new Set(["connection", "content-length", "transfer-encoding", "date", "keep-alive"]);

/** @param {Awaited<ReturnType<import("./standin.mjs").startStandin>>} standin */
export function backend(standin) {
  /** @type {Map<string, Answer>} */
  const known = new Map();
  let changed = false;

  /** Asks the stand-in. @param {Call} call @param {string} origin @returns {Promise<Answer>} */
  async function ask({ method, path, headers, body }, origin) {
    const passed = PASSED_ON.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]]));
    const response = await forward(standin.origin + path, method, Object.fromEntries(passed), body);
    const isText = /text|json|svg|javascript/.test(response.headers["content-type"] ?? "");
    let content = response.body;
    if (isText) {
      let text = content.toString("utf8");
      if (path === "/graphql") text = retitled(text);
      content = Buffer.from(text.replaceAll(BACKEND_ORIGIN, origin));
    }
    const location = response.headers["location"];
    if (location) response.headers["location"] = location.replace(BACKEND_ORIGIN, origin);
    return compressed({ ...response, body: content }, isText);
  }

  return {
    /** @param {Call} call @param {string} origin Where the page stands. */
    async api(call, origin) {
      const text = call.body.toString("utf8");
      const isMutation = operations(text).includes("mutation");
      const key = `${origin} ${call.headers.authorization ?? ""} ${text}`;
      const answer = (changed ? undefined : known.get(key)) ?? (await ask(call, origin));
      if (isMutation) changed = true;
      else if (!changed && answer.status === 200) known.set(key, answer);
      return answer;
    },
    /** Anything else of AniList's: its pages, pictures of people. @param {Call} call @param {string} origin */
    other: (call, origin) => ask(call, origin),
    /** Undoes all changes. */
    async reset() {
      if (!changed) return;
      await standin.reset();
      changed = false;
    },
  };
}

/** What kinds of operation a request holds. @param {string} body @returns {string[]} */
export function operations(body) {
  try {
    const { query } = /** @type {{query: string}} */ (JSON.parse(body));
    return query.match(/\b(?:query|mutation)\b(?=[^"{]*\{)/g) ?? [];
  } catch {
    return [];
  }
}

/** @param {string} text */
function retitled(text) {
  try {
    const answer = JSON.parse(text);
    retitle(answer);
    return JSON.stringify(answer);
  } catch {
    return text;
  }
}

/** @param {{status: number, headers: Record<string, string>, body: Buffer}} answer @param {boolean} isText @returns {Answer} */
export function compressed({ status, headers, body }, isText) {
  if (!isText) return { status, headers, body };
  return { status, headers: { ...headers, "content-encoding": "gzip", vary: "Accept-Encoding" }, body: gzipSync(body) };
}

/**
 * `fetch` would not send a `Host` of ours, nor show a redirect.
 * @param {string} url @param {string} method @param {Record<string, string>} headers @param {Buffer} body
 * @returns {Promise<{status: number, headers: Record<string, string>, body: Buffer}>}
 */
function forward(url, method, headers, body) {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { ...headers, host: new URL(BACKEND_ORIGIN).host }, agent: false }, async (response) => {
      const parts = [];
      for await (const part of response) parts.push(part);
      const kept = Object.entries(response.headers).filter(([name]) => !DROPPED.has(name));
      const flat = kept.map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : String(value)]);
      resolve({ status: response.statusCode ?? 502, headers: Object.fromEntries(flat), body: Buffer.concat(parts) });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
