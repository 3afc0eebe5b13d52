import { ORIGIN } from "../support/app";
import { TRIGUN } from "../support/edits";
import { expect, test } from "./test";
import { keepSignedIn, open, openWatching, plus, progress } from "./visit";

test("a login through AniList's pages comes back to a clean address", async ({ tab }) => {
  await open(tab);
  await tab.get("main").get("button", "Log in with AniList").click();
  await tab.get("button", /^Log in as kaede/).click();
  await tab.get("button", "Approve").click();
  await tab.get("heading", "kaede").expectShown();
  expect((await tab.address()).href).toBe(ORIGIN);
});

test("one more episode is sent", async ({ tab, standin }) => {
  await keepSignedIn(tab, standin);
  const before = (await standin.entry("kaede", TRIGUN.id))!.progress;
  await openWatching(tab);
  await plus(tab, TRIGUN.title).click();
  await progress(tab, TRIGUN.title).expectText(`${before + 1} / 26`);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))!.progress).toBe(before + 1);
});
