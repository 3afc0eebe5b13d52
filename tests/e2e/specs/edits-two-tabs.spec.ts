import { App, ORIGIN } from "../support/app";
import { TRIGUN, expectAllSent, freeze, mutations, openList, plus, row, unsent } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await page.clock.install();
});

test("an edit of one tab is seen in the other, and sent once", async ({ app, context, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  const other = await context.newPage();
  await openList(app);
  await openList(new App(other, ORIGIN));
  await freeze(page);
  await plus(page, TRIGUN.title).click();
  const wanted = `${before.progress + 1} / 26`;
  for (const tab of [page, other]) {
    await expect(row(tab, TRIGUN.title)).toContainText(wanted);
    await expect(row(tab, TRIGUN.title).getByRole("link", { name: "TRIGUN not sent yet" })).toBeVisible();
    await expect(unsent(tab)).toHaveText("1 unsent edit");
  }
  await page.clock.resume();
  for (const tab of [page, other]) {
    await expectAllSent(tab);
    await expect(row(tab, TRIGUN.title)).toContainText(wanted);
  }
  expect(await mutations(standin)).toHaveLength(1);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
});

test("two fields are changed in two tabs, of which one has read the list later: each stands on what was seen", async ({ app, context, page, standin }) => {
  const other = await context.newPage();
  await openList(app);
  await openList(new App(other, ORIGIN));
  await standin.edit("kaede", TRIGUN.id, { progress: 20 });
  await other.getByRole("button", { name: "Refresh list" }).click();
  await expect(row(other, TRIGUN.title)).toContainText("20 / 26");
  await freeze(page);
  await row(page, TRIGUN.title).getByRole("button", { name: /^Score of/ }).click();
  await page.getByRole("textbox", { name: /^Score of/ }).fill("93");
  await page.keyboard.press("Enter");
  await expect(row(other, TRIGUN.title).getByRole("button", { name: /^Score of TRIGUN: 93/ })).toBeVisible();
  await plus(other, TRIGUN.title).click();
  await expect(row(other, TRIGUN.title)).toContainText("21 / 26");
  await page.clock.resume();
  await expectAllSent(other);
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toMatchObject({ progress: 21, scoreRaw: 93 });
});

test("clicks in both tabs add up", async ({ app, context, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  const other = await context.newPage();
  await openList(app);
  await openList(new App(other, ORIGIN));
  await freeze(page);
  await plus(page, TRIGUN.title).click();
  await expect(row(other, TRIGUN.title)).toContainText(`${before.progress + 1} / 26`);
  await plus(other, TRIGUN.title).click();
  await expect(row(page, TRIGUN.title)).toContainText(`${before.progress + 2} / 26`);
  await page.clock.resume();
  for (const tab of [page, other]) await expectAllSent(tab);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 2);
  // And on top of what the other tab has saved.
  await plus(other, TRIGUN.title).click();
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))!.progress).toBe(before.progress + 3);
  await expectAllSent(page);
  await expect(row(page, TRIGUN.title)).toContainText(`${before.progress + 3} / 26`);
});

test("a tab that is closed while it sends loses nothing, and the other one finds out", async ({ app, context, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  const closed = await context.newPage();
  await openList(app);
  await openList(new App(closed, ORIGIN));
  await standin.fail({ operation: "SaveEntry", fault: "stall" });
  await plus(closed, TRIGUN.title).click();
  await expect.poll(() => mutations(standin)).toHaveLength(1);
  await closed.close();
  await expect(unsent(page)).toHaveText("1 unsent edit");
  await page.clock.runFor(70_000);
  await expectAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
  await expect(row(page, TRIGUN.title)).toContainText(`${before.progress + 1} / 26`);
});

test("a tab that is closed before it sends leaves the edit to the other one", async ({ app, context, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  const closed = await context.newPage();
  await openList(app);
  await openList(new App(closed, ORIGIN));
  await freeze(page);
  await plus(closed, TRIGUN.title).click();
  await expect(unsent(page)).toHaveText("1 unsent edit");
  await closed.close();
  await page.clock.resume();
  await expectAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
  expect(await mutations(standin)).toHaveLength(1);
});

test("what is undone in one tab is undone in the other", async ({ app, context, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  // With a clock that stands still, one byte would not tell one change from the next.
  await page.addInitScript(() => {
    const random = crypto.getRandomValues.bind(crypto);
    crypto.getRandomValues = (bytes) => {
      random(bytes);
      if (bytes instanceof Uint8Array) bytes[0] = 7;
      return bytes;
    };
  });
  const other = await context.newPage();
  await openList(app);
  await openList(new App(other, ORIGIN));
  await freeze(page);
  await plus(page, TRIGUN.title).click();
  await expect(unsent(other)).toHaveCount(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expectAllSent(other);
  await expect(row(other, TRIGUN.title)).toContainText(`${before.progress} / 26`);
});
