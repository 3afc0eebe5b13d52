// What the app is to reach, and whether it does.
import { median, quantile } from "../measure/stats.mjs";
import { samples } from "./report.mjs";

/** @typedef {{measure: string, target: string, value: string, met: boolean}} Judged */

/** @param {import("./report.mjs").Measured} measured @returns {Judged[]} */
export function targets(measured) {
  /** @type {Judged[]} */
  const judged = [];
  /** @param {string} group @param {string} page @param {string} measure */
  const at = (group, page, measure) => median(samples(measured, group, page, measure));
  /** @param {string} measure @param {string} target @param {number} value @param {(value: number) => boolean} fits @param {number} [digits] @param {string} [unit] */
  const judge = (measure, target, value, fits, digits = 2, unit = "") => {
    if (Number.isFinite(value)) judged.push({ measure, target, value: value.toFixed(digits) + unit, met: fits(value) });
  };
  /** @param {string} name @param {number} ratio @param {number} most @param {string} beside */
  const atMost = (name, ratio, most, beside) => judge(name, `≤ ${most.toFixed(1)} × ${beside}`, ratio, (value) => value <= most);

  for (const count of measured.sizes) {
    const group = `start ${count}`;
    const name = `${count.toLocaleString("en")} entries`;
    atMost(`cold start to the first row, ${name}`, at(group, "app", "cold") / at(group, "react", "cold"), 1, "React");
    atMost(`cold start to the first row, ${name}`, at(group, "app", "cold") / at(group, "vanilla", "cold"), 1.5, "Vanilla");
    atMost(`warm start to the first row, ${name}`, at(group, "app", "warm") / at(group, "react", "cold"), 0.5, "React cold");
    atMost(`parse and index, ${name}`, at(group, "app", "parse") / at(group, "vanilla", "parse"), 1, "JSON.parse and Map");
  }
  const names = { keystroke: "keystroke", step: "+1", sort: "sort", search: "search", section: "status switch" };
  for (const rate of [1, 4]) {
    const group = `interact ${rate}`;
    for (const [measure, name] of Object.entries(names)) {
      const label = `${name} to the result at ${rate}×`;
      atMost(label, at(group, "app", measure) / at(group, "react", measure), 1, "React");
      atMost(label, at(group, "app", measure) / at(group, "vanilla", measure), 1.2, "Vanilla");
      const worst = (/** @type {string} */ page) => quantile(samples(measured, group, page, measure), 0.98);
      judge(`${label}, p98`, "≤ React's", worst("app") / worst("react"), (value) => value <= 1);
    }
  }
  const tasks = at("scroll", "vanilla", "tasks");
  judge("long tasks while scrolling", `≤ Vanilla's (${tasks})`, at("scroll", "app", "tasks"), (value) => value <= tasks, 0);
  judge("elements while scrolling", "≤ 600", at("scroll", "app", "nodes"), (value) => value <= 600, 0);
  judge("memory after ten dialogs", "≤ 5 %", at("memory", "app", "growth") * 100, (value) => value <= 5, 1, " %");
  judge("bytes before the first row", "≤ 300,000", at("economy", "app", "bytes"), (value) => value <= 300_000, 0);
  judge("changes sent for 100 quick clicks", "1", at("economy", "app", "clicks changes"), (value) => value === 1, 0);
  judge("Lighthouse, simulated phone", "≥ 90", at("lighthouse", "app", "score"), (value) => value >= 90, 0);
  judge("Lighthouse, CLS", "≤ 0.01", at("lighthouse", "app", "cls"), (value) => value <= 0.01, 3);
  return judged;
}
