import { TRIGUN, expectAllSent, openList, plus, row } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
});

test("the list of keys is found without a key, and names them all", async ({ app, page }) => {
  await app.open("user/kaede/animelist/Watching");
  await page.getByRole("button", { name: "Keyboard" }).filter({ visible: true }).click();
  const keys = page.getByRole("dialog", { name: "Keyboard and rules" });
  for (const key of ["j", "k", "Enter", "+", "−", "x", "Space", "f", "/", "?", "Ctrl K", "⌘ K", "Esc"])
    await expect(keys.locator("kbd").getByText(key, { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(keys).toHaveCount(0);
  await page.keyboard.press("?");
  await expect(keys).toBeVisible();
});

test("single keys are switched off and on, and both are remembered", async ({ app, page }) => {
  const single = page.getByRole("checkbox", { name: /^Single keys do something/ });
  await app.open("session");
  await single.uncheck();
  await page.reload();
  await expect(single).not.toBeChecked();
  await page.getByRole("heading", { level: 1 }).click();
  for (const key of ["/", "?", "j"]) await page.keyboard.press(key);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // With Ctrl it is no single key.
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Search" })).toBeVisible();
  await page.keyboard.press("Escape");
  await single.check();
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard and rules" })).toBeVisible();
});

test("a single key that is typed is a letter", async ({ app, page }) => {
  await openList(app);
  const filter = page.getByRole("searchbox", { name: "Filter" });
  await filter.fill("");
  await filter.pressSequentially("j/?x");
  await expect(filter).toHaveValue("j/?x");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("without the automatic rules a first episode is an episode and nothing else", async ({ app, page, standin }) => {
  await standin.edit("kaede", TRIGUN.id, { status: "PLANNING", progress: 0, startedAt: { year: 0 } });
  await app.open("session");
  await page.getByRole("checkbox", { name: /^Status and dates follow progress/ }).uncheck();
  await openList(app, "Planning");
  await plus(page, TRIGUN.title).click();
  await expect(row(page, TRIGUN.title)).toContainText("1 / 26");
  await expectAllSent(page);
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toMatchObject({ status: "PLANNING", progress: 1, startedAt: null });
});
