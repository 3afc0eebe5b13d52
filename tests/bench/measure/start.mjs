// From nothing, or from what an earlier visit left, to the first row of the list.
import { note } from "./stats.mjs";
import { ask } from "./probe.mjs";
import { visitor } from "./tab.mjs";

/** @param {import("./tab.mjs").Visit} visit @param {import("./stats.mjs").Samples} samples */
export async function start(visit, samples) {
  const { context, open } = await visitor(visit);
  const tab = await open();
  note(samples, "cold", await ask(tab, "firstRow"));
  note(samples, "whole", await ask(tab, "wholeList"));
  // What a page keeps for the next visit it may write when the list is there.
  await tab.waitForTimeout(1500);
  const { ms, parts } = await ask(tab, "parsed");
  note(samples, "parse", parts ? ms : undefined);
  note(samples, "parse parts", parts);
  await tab.close();

  const again = await open();
  note(samples, "warm", await ask(again, "firstRow"));
  note(samples, "warm whole", await ask(again, "wholeList"));
  await context.close();
}
