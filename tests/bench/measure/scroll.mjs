// From the top of the list to its end, a step each frame.
import { ask } from "./probe.mjs";
import { note } from "./stats.mjs";
import { visitor } from "./tab.mjs";

/** Ten seconds at 60 frames a second; at 11,000 entries 18 rows pass by in each. */
export const FRAMES = 600;

/** @param {import("./tab.mjs").Visit} visit @param {import("./stats.mjs").Samples} samples */
export async function scroll(visit, samples) {
  const { context, settled } = await visitor(visit);
  const tab = await settled();
  const result = await ask(tab, "scroll", FRAMES);
  for (const [measure, value] of Object.entries(result)) note(samples, measure, value);
  await context.close();
}
