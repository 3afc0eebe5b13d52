import { TRIGUN, expectAllSent, freeze, mutations, openList, plus, row } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await standin.edit("kaede", TRIGUN.id, { status: "CURRENT", progress: 25, scoreRaw: 0, startedAt: { year: 2026, month: 1 }, completedAt: { year: 0 } });
});

test("the last episode asks for the score and the dates, and completes it", async ({ app, page, standin }) => {
  await page.clock.install();
  await openList(app);
  // An edit rests for two seconds: by the clock of a machine that has much to do, that may be over before the dialog is.
  await freeze(page);
  await plus(page, TRIGUN.title).click();
  const finish = page.getByRole("dialog", { name: "Finished TRIGUN?" });
  const today = await page.evaluate(() => new Date().toISOString().slice(0, 10));
  await expect(finish.getByRole("textbox", { name: "Score" })).toBeFocused();
  await expect(finish.getByRole("textbox", { name: "Started" })).toHaveValue("2026-01");
  await expect(finish.getByRole("textbox", { name: "Completed" })).toHaveValue(today);
  await finish.getByRole("textbox", { name: "Score" }).fill("300");
  await finish.getByRole("button", { name: "Complete", exact: true }).click();
  await expect(finish.getByRole("textbox", { name: "Score" })).toHaveAccessibleDescription(/^A score is/);
  await finish.getByRole("textbox", { name: "Score" }).fill("91");
  await finish.getByRole("textbox", { name: "Started" }).fill("2026-02-03");
  await page.keyboard.press("Enter");
  await expect(finish).toHaveCount(0);
  await page.clock.resume();
  await expectAllSent(page);
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toMatchObject({
    status: "COMPLETED",
    progress: 26,
    scoreRaw: 91,
    startedAt: 20260203,
    completedAt: Number(today.replaceAll("-", "")),
  });
  expect(await mutations(standin)).toHaveLength(1);
});

test("whoever does not want that keeps the episode alone", async ({ app, page, standin }) => {
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await page.getByRole("dialog", { name: "Finished TRIGUN?" }).getByRole("button", { name: "Not now" }).click();
  await expect(row(page, TRIGUN.title)).toContainText("26 / 26");
  await expectAllSent(page);
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toMatchObject({ status: "CURRENT", progress: 26, completedAt: null });
});
