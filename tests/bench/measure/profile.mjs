// Where the time of an action goes, from a trace of the browser: what the page's own code took, and what its document costs.
import { chooseTitles } from "./data.mjs";
import { ask } from "./probe.mjs";
import { note } from "./stats.mjs";
import { visitor } from "./tab.mjs";

const CATEGORIES = ["-*", "devtools.timeline", "v8.execute", "blink", "disabled-by-default-devtools.timeline"];

/** How the browser calls its work, by the kind it is of. The first that fits. @type {[string, RegExp][]} */
const KINDS = [
  ["garbage", /GC|V8\.GC/],
  ["style", /UpdateLayoutTree|StyleRecalc|Document::updateStyle|ParseAuthorStyleSheet|InvalidateStyle/i],
  ["layout", /^Layout$|LayoutTree|performLayout|IntersectionObserver/],
  ["paint", /Paint|Layerize|Commit|Composite|RasterTask|UpdateLayer|HitTest/],
  ["script", /FunctionCall|Evaluate|RunMicrotasks|EventDispatch|TimerFire|FireAnimationFrame|v8\.|V8\.|wasm/i],
];
/** The parts a profile has, in the order they are shown. "other" is mostly covers: loading and decoding them. */
export const PARTS = ["script", "style", "layout", "paint", "garbage", "other"];
/** What is profiled. */
export const ACTS = ["section", "search", "step"];

/** @type {("All" | "Watching" | "Completed")[]} */
const SECTIONS = ["Completed", "Watching", "All", "Watching", "All", "Completed", "All"];
const SEARCHES = ["hoshi no", "winter", "sekai", ""];

/** @param {import("./tab.mjs").Visit} visit @param {import("./stats.mjs").Samples} samples */
export async function profile(visit, samples) {
  const { context, settled } = await visitor(visit);
  const tab = await settled();
  const { page, browser } = visit;
  /** @param {string} what @param {(() => Promise<unknown>)[]} acts */
  const traced = async (what, acts) => {
    await browser.startTracing(tab, { categories: CATEGORIES });
    for (const act of acts) {
      await act();
      await tab.waitForTimeout(250);
    }
    const trace = JSON.parse((await browser.stopTracing()).toString("utf8"));
    for (const [kind, ms] of Object.entries(byKind(trace.traceEvents))) note(samples, `${what}, ${kind}`, ms / acts.length);
  };
  await page.sort(tab, "Title");
  await traced("section", SECTIONS.map((section) => () => page.section(tab, section)));
  await traced("search", SEARCHES.map((text) => () => page.filter(tab).fill(text)));
  await page.section(tab, "Watching");
  await tab.waitForTimeout(300);
  const titles = await chooseTitles(visit.server, await ask(tab, "titles"), 5);
  await traced("step", titles.map((title) => () => tab.getByRole("button", { name: `Increase progress of ${title}`, exact: true }).first().click()));
  await context.close();
}

/** @typedef {{ph: string, name: string, pid: number, tid: number, ts: number, dur?: number, args?: any}} TraceEvent */

/** Milliseconds that the page's thread spent on each kind of work. Of nested events each counts without those inside it. @param {TraceEvent[]} events */
function byKind(events) {
  const names = events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  const sums = new Map(names.map((main) => [main, 0]));
  const on = (/** @type {TraceEvent} */ main) => events.filter(({ ph, pid, tid, dur }) => ph === "X" && dur !== undefined && pid === main.pid && tid === main.tid);
  for (const main of names) sums.set(main, on(main).reduce((sum, { dur = 0 }) => sum + dur, 0));
  // The tab that did something is the one with the most work.
  const [busiest] = [...sums].sort((a, b) => b[1] - a[1])[0] ?? [];
  /** @type {Record<string, number>} */
  const parts = Object.fromEntries(PARTS.map((kind) => [kind, 0]));
  if (!busiest) return parts;
  const own = on(busiest).sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  /** @type {{end: number, kind: string}[]} */
  const open = [];
  for (const { name, ts, dur = 0 } of own) {
    while (open.length && /** @type {{end: number}} */ (open.at(-1)).end <= ts) open.pop();
    const around = open.at(-1)?.kind;
    const kind = KINDS.find(([, pattern]) => pattern.test(name))?.[0] ?? around ?? "other";
    if (around) parts[around] = (parts[around] ?? 0) - dur / 1000;
    parts[kind] = (parts[kind] ?? 0) + dur / 1000;
    open.push({ end: ts + dur, kind });
  }
  return parts;
}
