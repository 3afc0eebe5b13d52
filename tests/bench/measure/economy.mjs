// What travels: bytes before the first row, requests of a fixed journey, changes sent for a hundred quick clicks.
import { chooseTitles, entryWithRoom } from "./data.mjs";
import { ask } from "./probe.mjs";
import { note } from "./stats.mjs";
import { place, visitor } from "./tab.mjs";

const CLICKS = 100;

/** @param {import("./tab.mjs").Visit} visit @param {import("./stats.mjs").Samples} samples */
export async function journey(visit, samples) {
  const { page, server } = visit;
  const { served } = place(page, server);
  const { context, open } = await visitor(visit);
  served.length = 0;
  const tab = await open();
  const first = (await tab.evaluate(() => performance.timeOrigin)) + (await ask(tab, "firstRow"));
  await ask(tab, "wholeList");
  const files = served.filter(({ path, at }) => at <= first && path !== "/graphql" && !path.startsWith("/file/"));
  note(samples, "bytes", files.reduce((sum, { bytes }) => sum + bytes, 0));
  await quiet(tab, served);
  note(samples, "start requests", requests(served).length);

  // The journey: look for something, order it, go to a section, three steps, a look at an entry, come back later.
  await page.filter(tab).fill("hoshi");
  await page.filter(tab).fill("");
  await page.sort(tab, "Score");
  await page.sort(tab, "Title");
  await page.section(tab, "Watching");
  await tab.waitForTimeout(300);
  const titles = await chooseTitles(server, await ask(tab, "titles"), 4);
  for (const title of titles.slice(0, 3)) await tab.getByRole("button", { name: `Increase progress of ${title}`, exact: true }).first().click();
  await page.open(tab, titles[3] ?? "");
  await page.close(tab);
  await quiet(tab, served);
  await tab.close();
  const again = await open();
  await ask(again, "wholeList");
  await quiet(again, served);
  note(samples, "journey requests", requests(served).length);
  note(samples, "journey changes", changes(served));
  await context.close();
}

/** A hundred clicks on one entry. @param {import("./tab.mjs").Visit} visit @param {import("./stats.mjs").Samples} samples */
export async function clicks(visit, samples) {
  const { page, server } = visit;
  const entry = await entryWithRoom(server, CLICKS + 1);
  if (!entry) throw new Error(`no entry has ${CLICKS} episodes left`);
  const { served } = place(page, server);
  const { context, settled } = await visitor(visit);
  const tab = await settled();
  const title = entry.media.title.userPreferred;
  await page.filter(tab).fill(title);
  const button = tab.getByRole("button", { name: `Increase progress of ${title}`, exact: true }).first();
  await button.hover();
  const box = await button.boundingBox();
  if (!box) throw new Error("the button cannot be seen");
  await quiet(tab, served);
  served.length = 0;
  const before = await server.progress(entry.media.id);
  for (let n = 0; n < CLICKS; n += 1) await tab.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await quiet(tab, served);
  note(samples, "clicks requests", requests(served).length);
  note(samples, "clicks changes", changes(served));
  note(samples, "clicks arrived", (await server.progress(entry.media.id)) - before);
  await context.close();
}

/** @param {import("../server/server.mjs").Served[]} served */
const requests = (served) => served.filter(({ path }) => path === "/graphql");
/** @param {import("../server/server.mjs").Served[]} served */
const changes = (served) => requests(served).filter(({ kinds }) => kinds.includes("mutation")).length;

/** Waits until nothing has been asked for six seconds: a page may keep requests apart. */
async function quiet(/** @type {import("playwright-core").Page} */ tab, /** @type {unknown[]} */ served) {
  for (let known = -1, still = 0; still < 6; ) {
    still = served.length === known ? still + 1 : 0;
    known = served.length;
    await tab.waitForTimeout(1000);
  }
}
