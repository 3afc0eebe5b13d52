// A stand-in for AniList with a list of a given size.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** What the stand-in takes for the origin it is reached by; the server in front puts the page's own in its place. */
export const BACKEND_ORIGIN = "http://bench.invalid";
/** The app's client. */
export const CLIENT_ID = "2000";

/**
 * How many entries kaede must have in all for that many anime: two of seven are manga.
 * @type {Record<number, number>}
 */
const ENTRIES = { 500: 710, 5000: 7102, 11000: 15625 };

/**
 * @param {{program: string, site: string, count: number}} options
 */
export async function startStandin({ program, site, count }) {
  const entries = String(ENTRIES[count] ?? count);
  const child = spawn(program, ["demo", "--site", site, "--port", "0", "--entries", entries], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`The stand-in ended with ${code}`))),
  ]);
  const origin = `http://127.0.0.1:${new URL(line.split(" ").at(-1)).port}`;

  /** @param {string} what @param {object} body */
  async function control(what, body) {
    // A connection that was kept may be closed just when it is used again, after a measure of half a minute.
    const headers = { connection: "close" };
    const response = await fetch(`${origin}/_standin/${what}`, { method: "POST", body: JSON.stringify(body), headers });
    if (!response.ok) throw new Error(`/_standin/${what}: ${await response.text()}`);
    return response.json();
  }

  /** @type {string | undefined} */
  let redirect;
  async function reset() {
    await control("reset", {});
    // A limit would be measured instead of the pages. It is off for all of them.
    await control("switches", { rate_limit: false });
    if (redirect) await control("client", { id: CLIENT_ID, name: "Bench", redirect });
  }
  return {
    origin,
    reset,
    /** Tells where logins come back to. @param {string} url */
    async register(url) {
      redirect = url;
      await reset();
    },
    /** A token without a login. @param {string} user @returns {Promise<string>} */
    async token(user) {
      const { access_token: token } = await control("token", { user, client_id: CLIENT_ID });
      return token;
    },
    /** Progress as AniList has it. @param {number} mediaId @returns {Promise<number>} */
    async progress(mediaId) {
      const response = await fetch(`${origin}/_standin/entry?user=kaede&media_id=${mediaId}`);
      return (await response.json()).entry?.progress;
    },
    stop: () => child.kill(),
  };
}
