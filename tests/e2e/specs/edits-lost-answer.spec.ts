import { TRIGUN, freeze, mutations, openList, plus, row, runUntilAllSent, unsent, waiting } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

test.beforeEach(async ({ page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await keepSignedIn(page, standin, "kaede");
  await page.clock.install();
});

test("a change that arrived, of which the answer was lost, is not made twice", async ({ app, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await standin.fail({ operation: "SaveEntry", fault: "drop_after" });
  await plus(page, TRIGUN.title).click();
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))!.progress).toBe(before.progress + 1);
  await unsent(page).click();
  await expect(waiting(page, TRIGUN.title)).toContainText("Sent, but not answered. AniList is asked whether it arrived in");
  // Until then AniList might still do it; an answer of before says nothing.
  await runUntilAllSent(page);
  expect(await mutations(standin)).toHaveLength(1);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
  // It stands in the history as any other.
  await page.getByRole("link", { name: "history" }).click();
  await expect(page.getByRole("listitem").getByText(`Episodes: ${before.progress} → ${before.progress + 1}`)).toBeVisible();
});

test("a change that did not arrive is sent once more", async ({ app, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await standin.fail({ operation: "SaveEntry", fault: "drop_before" });
  await plus(page, TRIGUN.title).click();
  await expect.poll(() => mutations(standin)).toHaveLength(1);
  await expect(unsent(page)).toHaveCount(1);
  await runUntilAllSent(page);
  expect(await mutations(standin)).toHaveLength(2);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
});

for (const fault of ["truncate", "partial", "not_json", "server_error"] as const)
  test(`after ${fault} the entry is read before anything is repeated`, async ({ app, page, standin }) => {
    const before = (await standin.entry("kaede", TRIGUN.id))!;
    await openList(app);
    await standin.fail({ operation: "SaveEntry", fault });
    await plus(page, TRIGUN.title).click();
    await expect.poll(() => mutations(standin)).toHaveLength(1);
    await runUntilAllSent(page);
    await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
    const applied = fault === "truncate" || fault === "partial";
    expect(await mutations(standin)).toHaveLength(applied ? 1 : 2);
    await expect(row(page, TRIGUN.title)).toContainText(`${before.progress + 1} / 26`);
  });

test("a device that sleeps for an hour between reading and writing reads again, and overwrites nothing", async ({ app, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await freeze(page);
  const readings = async () => (await standin.journal("graphql.anilist.co")).filter(({ operation }) => operation === "EntriesNow").length;
  await standin.fail({ operation: "EntriesNow", fault: "delay", ms: 1_500 });
  await plus(page, TRIGUN.title).click();
  await page.clock.runFor(2_500);
  await expect.poll(readings).toBe(1);
  // The lid is closed, and another device goes on.
  await standin.edit("kaede", TRIGUN.id, { progress: before.progress + 5 });
  await page.clock.fastForward(3_600_000);
  await expect(async () => {
    await page.clock.runFor(2_000);
    await expect(unsent(page)).toHaveText("1 unsent edit1 needs you", { timeout: 500 });
  }).toPass({ timeout: 20_000 });
  expect(await readings()).toBeGreaterThan(1);
  expect(await mutations(standin)).toEqual([]);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 5);
});

test("what is changed while the answer is out is sent on top, once that is known", async ({ app, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await standin.fail({ operation: "SaveEntry", fault: "drop_after" });
  await plus(page, TRIGUN.title).click();
  await expect.poll(() => mutations(standin)).toHaveLength(1);
  await plus(page, TRIGUN.title).click();
  await expect(row(page, TRIGUN.title)).toContainText(`${before.progress + 2} / 26`);
  await runUntilAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 2);
  expect(await mutations(standin)).toHaveLength(2);
});

test("a change that arrived as the network went is no conflict with what is changed afterwards", async ({ app, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await standin.fail({ operation: "SaveEntry", fault: "drop_after" });
  // When the connection breaks, the browser knows already that it has no network.
  await page.evaluate(() => Object.defineProperty(navigator, "onLine", { get: () => false }));
  await plus(page, TRIGUN.title).click();
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))!.progress).toBe(before.progress + 1);
  await unsent(page).click();
  await expect(waiting(page, TRIGUN.title)).toContainText("Sent, but not answered. AniList is asked whether it arrived in");
  // A page that is opened anew is online again.
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await expect(row(page, TRIGUN.title)).toContainText(`${before.progress + 2} / 26`);
  await runUntilAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 2);
  expect(await mutations(standin)).toHaveLength(2);
});
