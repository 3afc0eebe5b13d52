// Measures this app beside pages that do the same job with React, with Vue and without a framework, in one headless
// Chromium, and writes results.md. `make bench` builds everything and runs it whole; by hand, after that:
//
//   node tests/bench/bench.mjs --rounds 2 --only start,scroll --pages app,vanilla --sizes 11000
//
// How to read it
// - The pages take turns, and each round begins with another page, so what the machine does besides hits all of them. Look
//   at the ratios: absolute times are those of one machine on one day.
// - All pages get the same answers from the same kind of server, compressed alike. There is no delay and no limit of
//   requests: what is measured is the page, not AniList. Lists are kaede's of the stand-in (tests/standin).
// - "First row" is the frame that shows a button "Increase progress of …"; "whole list" the one where aria-rowcount says
//   that all entries are there. A visitor is signed in and has neither cache nor database; a returning one has what the
//   first visit left.
// - "To the result" is from the event (key, click, change) to the frame that shows the changed list. "Next paint" is what
//   Event Timing reports for the interaction, as in INP: a page may paint the letter first and the list later. Event Timing
//   counts in steps of 8 ms and reports nothing below 16.
// - Frames come every 16.7 ms, so whatever takes less than one frame looks alike "to the result". "To the changed document"
//   leaves out the wait for the frame, style, layout and paint: it compares the work of the pages' own code.
// - p98 is the worst of few samples; only the medians compare well.
//
// How it is built: server/ answers, pages/ says how each page is used, measure/ does the measuring, report/ writes it down,
// peers/ are the pages for comparison. decode/ is a benchmark of its own, of the decoder alone.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { clicks, journey } from "./measure/economy.mjs";
import { interact } from "./measure/interact.mjs";
import { lighthouse } from "./measure/lighthouse.mjs";
import { memory } from "./measure/memory.mjs";
import { profile } from "./measure/profile.mjs";
import { scroll } from "./measure/scroll.mjs";
import { start } from "./measure/start.mjs";
import { app } from "./pages/app.mjs";
import { react } from "./pages/react.mjs";
import { vanilla } from "./pages/vanilla.mjs";
import { vue } from "./pages/vue.mjs";
import { buildPeers } from "./peers/build.mjs";
import { report } from "./report/report.mjs";
import { serve } from "./server/server.mjs";

const GROUPS = ["start", "interact", "profile", "scroll", "memory", "economy", "lighthouse"];
const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "7" },
    only: { type: "string", default: GROUPS.join() },
    pages: { type: "string", default: "app,react,vue,vanilla" },
    sizes: { type: "string", default: "500,5000,11000" },
    site: { type: "string", default: "dist" },
    program: { type: "string", default: "target/debug/examples/standin" },
    work: { type: "string", default: "target/bench" },
    decode: { type: "string" },
    out: { type: "string" },
  },
});
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost"];
const rounds = Number(options.rounds);
// Of what varies little, or takes long, fewer rounds tell enough.
const fewer = Math.min(rounds, 3);
const pages = [app, react, vue, vanilla].filter(({ name }) => options.pages.split(",").includes(name));
const groups = options.only.split(",");
const sizes = options.sizes.split(",").map(Number);
const middle = sizes.includes(5000) ? 5000 : /** @type {number} */ (sizes[0]);
const largest = Math.max(...sizes);

const peers = join(options.work, "peers");
await buildPeers(peers);
const directories = Object.fromEntries(pages.map(({ name }) => [name, name === "app" ? options.site : join(peers, name)]));
const executable = process.env["CHROMIUM"] ?? execFileSync("sh", ["-c", "command -v chromium chromium-browser google-chrome | head -n 1"], { encoding: "utf8" }).trim();
const browser = await chromium.launch({ executablePath: executable, args: FLAGS });

/** @typedef {import("./measure/stats.mjs").Samples} Samples */
/** Samples by what was measured (`start 5000`, `interact 1`), then by page. @type {Record<string, Record<string, Samples>>} */
const results = {};
/** @param {string} what @param {string} page */
const samplesOf = (what, page) => ((results[what] ??= {})[page] ??= {});

const begun = Date.now();
/** @param {string} text */
const say = (text) => console.error(`${String(Math.round((Date.now() - begun) / 1000)).padStart(5)} s  ${text}`);

/** What could not be measured, and why. One page that lacks something must not cost the run. @type {Set<string>} */
const failures = new Set();

/**
 * Every page once a round, each time in another order, and each with a list that nobody has changed.
 * @param {import("./server/server.mjs").Server} server @param {string} group @param {number} count @param {(page: typeof app) => Promise<void>} act
 */
async function interleaved(server, group, count, act) {
  for (let round = 0; round < count; round += 1) {
    for (let turn = 0; turn < pages.length; turn += 1) {
      const page = /** @type {typeof app} */ (pages[(round + turn) % pages.length]);
      say(`${group}, round ${round + 1}, ${page.label}`);
      try {
        await act(page);
      } catch (error) {
        const [why] = String(error).split("\n");
        say(`failed: ${error}`);
        failures.add(`${group}, ${page.label}: ${why}`);
        await Promise.all(browser.contexts().map((context) => context.close()));
      }
      await server.reset();
    }
  }
}

const program = options.program;
/** @type {{rounds: number, load: number}} */
const environment = { rounds, load: loadavg()[0] ?? 0 };
for (const count of sizes) {
  const server = await serve({ program, site: options.site, count, pages: directories });
  try {
    const signedIn = new Map();
    for (const page of pages) signedIn.set(page.name, await page.signIn(browser, server));
    /** @param {typeof app} page */
    const visit = (page) => ({ browser, page, server, state: signedIn.get(page.name) });
    // Answers are known, and programs in memory, before anything counts.
    for (const page of pages) await start(visit(page), {});

    if (groups.includes("start")) {
      await interleaved(server, `start, ${count} entries`, rounds, (page) => start(visit(page), samplesOf(`start ${count}`, page.name)));
    }
    if (groups.includes("interact") && count === largest) {
      await interleaved(server, `interact, ${count} entries`, rounds, async (page) => {
        /** @type {Record<number, Samples>} */
        const byRate = { 1: samplesOf("interact 1", page.name), 4: samplesOf("interact 4", page.name) };
        await interact(visit(page), byRate);
      });
    }
    if (groups.includes("profile") && count === largest) {
      await interleaved(server, `profile, ${count} entries`, fewer, (page) => profile(visit(page), samplesOf("profile", page.name)));
    }
    if (groups.includes("scroll") && count === largest) {
      await interleaved(server, `scroll, ${count} entries`, fewer, (page) => scroll(visit(page), samplesOf("scroll", page.name)));
    }
    if (groups.includes("memory") && count === middle) {
      await interleaved(server, `memory, ${count} entries`, fewer, (page) => memory(visit(page), samplesOf("memory", page.name)));
    }
    if (groups.includes("economy") && count === middle) {
      await interleaved(server, `journey, ${count} entries`, 1, (page) => journey(visit(page), samplesOf("economy", page.name)));
      await interleaved(server, `clicks, ${count} entries`, 1, (page) => clicks(visit(page), samplesOf("economy", page.name)));
    }
    if (groups.includes("lighthouse") && count === middle) {
      await interleaved(server, `lighthouse, ${count} entries`, fewer, (page) => lighthouse({ page, server, chromium: executable, flags: FLAGS.slice(0, -1) }, samplesOf("lighthouse", page.name)));
    }
  } finally {
    server.close();
  }
}
const version = browser.version();
await browser.close();
say("done");

const decode = options.decode ? await readFile(options.decode, "utf8") : "";
const text = report({ results, pages: pages.map(({ name, label }) => ({ name, label })), sizes, middle, largest, version, cores: cpus().length, decode, failures: [...failures], ...environment });
await mkdir(options.work, { recursive: true });
await writeFile(join(options.work, "samples.json"), JSON.stringify(results, null, 1));
if (options.out) await writeFile(options.out, text);
else console.log(text);
