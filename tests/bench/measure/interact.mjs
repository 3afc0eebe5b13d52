// What a person does in a list, and when it is on the screen.
import { chooseTitles, typed } from "./data.mjs";
import { ask } from "./probe.mjs";
import { note } from "./stats.mjs";
import { visitor } from "./tab.mjs";

const PASTED = ["hoshi no", "winter", "sekai", ""];
/** Clicks on different entries, each once up and once down. */
const STEPS = 5;
/** @type {("Title" | "Score" | "Last updated")[]} */
const SORTS = ["Score", "Last updated", "Title", "Score", "Title"];
/** @type {("All" | "Watching" | "Completed")[]} */
const SECTIONS = ["Completed", "Watching", "All", "Watching", "All"];

/** Slowdowns of the processor. */
export const RATES = [1, 4];

/** @param {import("./tab.mjs").Visit} visit @param {Record<number, import("./stats.mjs").Samples>} byRate */
export async function interact(visit, byRate) {
  const { context, settled } = await visitor(visit);
  const tab = await settled();
  const devtools = await context.newCDPSession(tab);
  for (const rate of RATES) {
    await devtools.send("Emulation.setCPUThrottlingRate", { rate });
    await session(tab, visit, (byRate[rate] ??= {}));
  }
  await context.close();
}

/**
 * @param {import("playwright-core").Page} tab
 * @param {import("./tab.mjs").Visit} visit
 * @param {import("./stats.mjs").Samples} samples
 */
async function session(tab, { page, server }, samples) {
  /** @param {string} measure @param {() => Promise<unknown>} act @param {string} [title] */
  const timed = async (measure, act, title) => {
    await ask(tab, "arm", title);
    await act();
    const times = await ask(tab, "result");
    note(samples, measure, times?.result);
    note(samples, `${measure}, work`, times?.work);
    note(samples, `${measure}, next paint`, times?.next);
    if (!times) note(samples, `${measure}, without result`, 1);
  };

  const filter = page.filter(tab);
  await page.sort(tab, "Title");
  await filter.click();
  const text = await typed(server);
  for (const letter of text) await timed("keystroke", () => tab.keyboard.press(letter));
  for (const _ of text) await timed("keystroke", () => tab.keyboard.press("Backspace"));
  for (const text of PASTED) await timed("search", () => filter.fill(text));
  for (const sort of SORTS) await timed("sort", () => page.sort(tab, sort));
  for (const section of SECTIONS) await timed("section", () => page.section(tab, section));

  await page.section(tab, "Watching");
  await tab.waitForTimeout(300);
  const titles = await chooseTitles(server, await ask(tab, "titles"), STEPS);
  for (const step of ["Increase", "Decrease"]) {
    for (const title of titles) {
      const button = tab.getByRole("button", { name: `${step} progress of ${title}`, exact: true }).first();
      await timed("step", () => button.click(), title);
    }
  }
  await page.section(tab, "All");
  await tab.waitForTimeout(300);
}
