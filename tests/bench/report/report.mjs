// The tables of results.md.
import { ACTS, PARTS } from "../measure/profile.mjs";
import { median, quantile } from "../measure/stats.mjs";
import { targets } from "./targets.mjs";

/**
 * @typedef {import("../measure/stats.mjs").Samples} Samples
 * @typedef {{
 *   results: Record<string, Record<string, Samples>>, pages: {name: string, label: string}[], sizes: number[],
 *   middle: number, largest: number, version: string, cores: number, load: number, rounds: number, decode: string, failures: string[],
 * }} Measured
 */

/** @param {number} value @param {number} [digits] */
const fixed = (value, digits = 0) => (Number.isFinite(value) ? value.toFixed(digits) : "–");
/** @param {number} value */
const thousands = (value) => value.toLocaleString("en");

/** @param {string[]} head @param {string[][]} rows */
export const table = (head, rows) => [head, head.map((_, at) => (at ? "--:" : "---")), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** What one page measured in one group. @param {Measured} measured @param {string} group @param {string} page @param {string} measure */
export function samples({ results }, group, page, measure) {
  return results[group]?.[page]?.[measure] ?? [];
}

/** @param {Measured} measured */
export function report(measured) {
  const { results, sizes, middle, largest, version, cores, load, rounds, decode, failures } = measured;
  const parts = [
    "# Speed beside other pages",
    `Written by \`make bench\`; how to read it is at the top of [bench.mjs](bench.mjs). Headless Chromium ${version}, ${cores} cores, load ${fixed(load, 1)} at the start, ${rounds} rounds with the pages taking turns. Times are medians in milliseconds, the worst of 98 % in parentheses. *÷ React* and *÷ Vanilla* compare medians.`,
    "React: React 19, TanStack Virtual, urql. Vue: Vue 3, TanStack Virtual. Vanilla: no framework, windowed by hand, as the limit. All read the same answers; this app reads a small first chunk and then the rest, the others all at once.",
  ];
  /** @param {string} title @param {string} text */
  const part = (title, text) => parts.push(`## ${title}`, text);

  if (failures.length) part("Not measured", failures.map((failure) => `- ${failure}`).join("\n"));
  const judged = targets(measured);
  if (judged.length) part("Targets", table(["measure", "target", "measured", ""], judged.map(({ measure, target, value, met }) => [measure, target, value, met ? "met" : "**missed**"])));

  for (const count of sizes) {
    const group = `start ${count}`;
    if (!results[group]) continue;
    part(
      `Start, ${thousands(count)} entries`,
      compare(measured, group, ["cold", "whole", "warm", "warm whole", "parse"], {
        cold: "cold, first row", whole: "cold, whole list", warm: "warm, first row", "warm whole": "warm, whole list", parse: "parse and index",
      }),
    );
  }
  for (const rate of [1, 4]) {
    const group = `interact ${rate}`;
    if (!results[group]) continue;
    const slower = rate === 1 ? "" : `, processor slowed ${rate} times`;
    const names = { keystroke: "keystroke", search: "search", sort: "sort", section: "section", step: "+1 or −1" };
    part(`To the result, ${thousands(largest)} entries${slower}`, compare(measured, group, Object.keys(names), names));
    const work = Object.fromEntries(Object.entries(names).map(([measure, name]) => [`${measure}, work`, name]));
    part(`To the changed document, not yet painted, ${thousands(largest)} entries${slower}`, compare(measured, group, Object.keys(work), work));
    const next = Object.fromEntries(["keystroke", "section", "step"].map((measure) => [`${measure}, next paint`, names[/** @type {"step"} */ (measure)]]));
    part(`To the next paint (Event Timing; 16 is 16 or less), ${thousands(largest)} entries${slower}`, compare(measured, group, Object.keys(next), next));
  }
  const plain = /** @type {const} */ ([
    ["scroll", `Scroll from top to bottom, ${thousands(largest)} entries`, { tasks: "long tasks", blocked: "their ms", slow: "frames > 50 ms", worst: "longest frame, ms", nodes: "elements at most", blank: "empty looks" }],
    ["economy", `What travels, ${thousands(middle)} entries`, { bytes: "bytes before the first row, without data", "start requests": "requests, start", "journey requests": "requests, journey", "journey changes": "changes sent for 3 steps", "clicks requests": "requests, 100 clicks", "clicks changes": "changes sent for 100 clicks", "clicks arrived": "steps that arrived" }],
    ["lighthouse", `Lighthouse, simulated phone, ${thousands(middle)} entries`, { score: "score", fcp: "FCP", lcp: "LCP", si: "speed index", tbt: "TBT", cls: "CLS" }],
  ]);
  if (results["profile"]) part(`Where the time goes, ${thousands(largest)} entries`, profiles(measured));
  const memory = results["memory"];
  if (memory) {
    part(
      `Memory after ten visits to an entry's dialog, ${thousands(middle)} entries`,
      table(
        ["", "JS heap, MB", "wasm, MB", "nodes", "growth", "more nodes"],
        measured.pages.map(({ name, label }) => {
          const value = (/** @type {string} */ measure) => median(samples(measured, "memory", name, measure));
          return [label, fixed(value("heap") / 1e6, 1), fixed(value("wasm") / 1e6, 1), fixed(value("nodes")), `${fixed(value("growth") * 100, 1)} %`, fixed(value("more nodes"))];
        }),
      ),
    );
  }
  for (const [group, title, names] of plain) {
    if (!results[group]) continue;
    const measures = Object.entries(names);
    part(
      title,
      table(
        ["", ...measures.map(([, name]) => name)],
        measured.pages.map(({ name, label }) => [label, ...measures.map(([measure]) => fixed(median(samples(measured, group, name, measure)), measure === "cls" ? 3 : 0))]),
      ),
    );
  }
  if (decode) parts.push(decode.trim());
  return `${parts.join("\n\n")}\n`;
}

/** What the page's thread spends on one action, by the kind of work, in milliseconds. @param {Measured} measured */
function profiles(measured) {
  const names = { section: "section", search: "search", step: "+1" };
  const rows = ACTS.flatMap((act) =>
    measured.pages.map(({ name, label }) => {
      const ms = PARTS.map((part) => median(samples(measured, "profile", name, `${act}, ${part}`)));
      return [`${names[/** @type {"step"} */ (act)]}, ${label}`, ...ms.map((value) => fixed(value, 1)), fixed(ms.reduce((sum, value) => sum + value, 0), 1)];
    }),
  );
  const text = "From traces of the browser, per action. *Script* is the page's own code with the changes it makes to the document, *other* mostly the covers that come into sight, which the browser loads and decodes.";
  return `${text}\n\n${table(["", ...PARTS, "all"], rows)}`;
}

/** Pages below each other, measures beside each other, with ratios. @param {Measured} measured @param {string} group @param {string[]} measures @param {Record<string, string>} names */
function compare(measured, group, measures, names) {
  const head = ["", ...measures.flatMap((measure) => [names[measure] ?? measure, "÷ React", "÷ Vanilla"])];
  const rows = measured.pages.map(({ name, label }) => [
    label,
    ...measures.flatMap((measure) => {
      const all = samples(measured, group, name, measure);
      const ratio = (/** @type {string} */ other) => fixed(median(all) / median(samples(measured, group, other, measure)), 2);
      return [all.length ? `${fixed(median(all), /parse|work/.test(measure) ? 1 : 0)} (${fixed(quantile(all, 0.98))})` : "–", ratio("react"), ratio("vanilla")];
    }),
  ]);
  return table(head, rows);
}
