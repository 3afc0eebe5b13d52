import { TRIGUN } from "../support/edits";
import { expect, test } from "./test";
import { expectSaved, keepSignedIn, open, openWatching, plus, progress, walkToWatching } from "./visit";

const ELSEWHERE = "https://anilist.co/settings/apps";
/** How often one leaves: `make soak` does it for longer. */
const ROUNDS = Number(process.env.LEAVES ?? 4);

test("whoever leaves at any moment while edits are sent finds them sent by the next page, and by another tab", async ({ tab, opened, standin }) => {
  test.setTimeout(600_000);
  // No limit is what is tried here.
  await standin.switch({ rate_limit: false });
  await keepSignedIn(tab, standin);
  await walkToWatching(tab);
  let wanted = (await standin.entry("kaede", TRIGUN.id))!.progress;
  const leave = ["address", "reload", "back", "back"];
  for (let round = 0; round < ROUNDS; round += 1) {
    await progress(tab, TRIGUN.title).expectText(`${wanted} / 26`);
    // Up and down, so that there is always room for more.
    const up = wanted < 20;
    if (up) await plus(tab, TRIGUN.title).click();
    else await tab.get("button", `Decrease progress of ${TRIGUN.title}`).click();
    wanted += up ? 1 : -1;
    await progress(tab, TRIGUN.title).expectText(`${wanted} / 26`);
    // From before the edit rests to its end until after it is answered.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 3_500));
    const how = leave[round % leave.length]!;
    if (how === "reload") await tab.reload();
    else {
      await tab.open(ELSEWHERE);
      await (how === "back" ? tab.back() : walkToWatching(tab));
    }
  }
  await expectSaved(standin, wanted);
  const other = await opened.window.newTab();
  await openWatching(other);
  await plus(other, TRIGUN.title).click();
  await expectSaved(standin, wanted + 1);
});

test("a page that is kept for Back holds no database: everything can be erased elsewhere, and it comes back empty", async ({ tab, opened, standin }) => {
  await keepSignedIn(tab, standin);
  await walkToWatching(tab);
  await plus(tab, TRIGUN.title).click();
  await expectSaved(standin, (await standin.entry("kaede", TRIGUN.id))!.progress);
  const other = await opened.window.newTab();
  await tab.open(ELSEWHERE);
  await open(other, "session");
  await other.get("button", "Erase everything").click();
  await other.get("button", "Erase it all").click();
  await other.get("main").get("button", "Log in with AniList").expectShown();
  await expect.poll(() => other.run(async () => (await indexedDB.databases()).map(({ name }) => name).join())).not.toContain("edits");
  await tab.back();
  await tab.get("button", "Log in with AniList").expectShown();
});
