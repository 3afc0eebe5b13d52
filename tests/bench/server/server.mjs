// One origin for each page and size of list: the page's files, and AniList's API, logins and pictures behind them, all with
// the same compression and headers as GitHub Pages and AniList have them.
import { createServer } from "node:http";
import { readFile, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { backend, compressed, operations } from "./backend.mjs";
import { CLIENT_ID, startStandin } from "./standin.mjs";
import { covers } from "./titles.mjs";

/**
 * @typedef {{path: string, bytes: number, at: number, kinds: string[]}} Served Kinds are those of GraphQL operations.
 * @typedef {{origin: string, served: Served[]}} Place
 */

/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".wasm": "application/wasm", ".svg": "image/svg+xml", ".png": "image/png", ".webmanifest": "application/manifest+json" };
/** What stands where AniList's site does; the rest is the page's. */
const ANILISTS = /^\/(api\/v2\/oauth|file\/anilistcdn|settings|graphql)\b/;

/** Files of a built page, compressed once. @param {string} directory @param {string} origin */
async function files(directory, origin) {
  /** @type {Map<string, import("./backend.mjs").Answer>} */
  const all = new Map();
  for (const name of await readdir(directory, { recursive: true })) {
    const type = TYPES[extname(name)];
    if (!type) continue;
    let body = await readFile(join(directory, name));
    if (name.endsWith(".html")) body = Buffer.from(configured(body.toString("utf8"), origin));
    const headers = { "content-type": type, "cache-control": "max-age=600", "access-control-allow-origin": "*", vary: "Accept-Encoding" };
    all.set(`/${name}`, compressed({ status: 200, headers, body }, !name.endsWith(".png")));
  }
  for (const [path, picture] of covers) {
    const headers = { "content-type": "image/svg+xml", "cache-control": "public, max-age=31536000" };
    all.set(path, compressed({ status: 200, headers, body: Buffer.from(picture) }, true));
  }
  return all;
}

/** Points the app's settings at this origin, as a host does. @param {string} html @param {string} origin */
function configured(html, origin) {
  const settings = { "anilist-client-id": CLIENT_ID, "anilist-authorize-url": `${origin}/api/v2/oauth/authorize`, "anilist-api-url": `${origin}/graphql` };
  for (const [name, content] of Object.entries(settings)) {
    html = html.replace(new RegExp(`<meta name="?${name}"? content=("[^"]*"|[^>\\s]*)>`), `<meta name="${name}" content="${content}">`);
  }
  return html;
}

/**
 * @param {{program: string, site: string, count: number, pages: Record<string, string>}} options
 * `pages` are directories by name; the page `app` is the one that people log in to.
 */
export async function serve({ program, site, count, pages }) {
  const standin = await startStandin({ program, site, count });
  const anilist = backend(standin);
  /** @type {Record<string, Place>} */
  const places = {};
  /** @type {import("node:http").Server[]} */
  const servers = [];
  for (const [name, directory] of Object.entries(pages)) {
    /** @type {Served[]} */
    const served = [];
    const server = createServer(async (request, response) => {
      const parts = [];
      for await (const part of request) parts.push(part);
      const call = { method: request.method ?? "GET", path: request.url ?? "/", headers: request.headers, body: Buffer.concat(parts) };
      try {
        const { status, headers, body } = await answer(call);
        response.writeHead(status, { ...headers, "content-length": body.length });
        response.end(body);
        const kinds = call.path === "/graphql" ? operations(call.body.toString("utf8")) : [];
        served.push({ path: call.path, bytes: body.length, at: Date.now(), kinds });
      } catch (error) {
        response.writeHead(502).end(String(error));
      }
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const address = /** @type {import("node:net").AddressInfo} */ (server.address());
    const origin = `http://localhost:${address.port}`;
    const known = await files(directory, origin);
    const start = /** @type {import("./backend.mjs").Answer} */ (known.get("/index.html"));

    /** @param {import("./backend.mjs").Call} call */
    const answer = async (call) => {
      if (call.path === "/graphql") return anilist.api(call, origin);
      const path = new URL(call.path, origin).pathname;
      if (!known.has(path) && ANILISTS.test(path)) return anilist.other(call, origin);
      // GitHub Pages would answer a deep address with the same page as status 404, which Lighthouse takes for a failure.
      return known.get(path) ?? known.get(`${path}.html`) ?? start;
    };
    places[name] = { origin, served };
    servers.push(server);
  }
  const app = places["app"];
  await standin.register(`${(app ?? Object.values(places)[0])?.origin}/`);
  return {
    count,
    places,
    token: () => standin.token("kaede"),
    progress: standin.progress,
    reset: () => anilist.reset(),
    close() {
      for (const server of servers) server.close();
      standin.stop();
    },
  };
}
/** @typedef {Awaited<ReturnType<typeof serve>>} Server */
