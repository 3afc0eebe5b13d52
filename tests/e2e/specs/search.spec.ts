import { Editor } from "../support/editor";
import { TRIGUN, expectAllSent, openList, row } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { rows } from "../support/list";
import { expect, test } from "../support/test";

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
});

test("a title is found by its name, added by keyboard alone, and stands in the list", async ({ app, page, standin }) => {
  if (await standin.entry("kaede", 4181)) await standin.edit("kaede", 4181, { delete: true });
  await openList(app, "Planning");
  await page.keyboard.press("/");
  const search = page.getByRole("dialog", { name: "Search" });
  await expect(search.getByRole("combobox", { name: "Search AniList" })).toBeFocused();
  await page.keyboard.type("after story");
  const found = search.getByRole("option", { name: /^CLANNAD: After Story/ });
  await expect(found).toBeVisible();
  await expect(found).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  const editor = new Editor(page, "CLANNAD: After Story");
  await editor.expectOpen();
  await expect(search).toHaveCount(0);
  await expect(editor.save).toHaveText("Add to list");
  await expect(editor.status).toHaveValue("PLANNING");
  await editor.saveAndClose();
  await expect(page.getByRole("status").filter({ hasText: "CLANNAD: After Story: added" })).toBeVisible();
  await expect(row(page, "CLANNAD: After Story")).toBeVisible();
  await expectAllSent(page);
  await expect.poll(() => standin.entry("kaede", 4181)).toMatchObject({ status: "PLANNING", progress: 0 });
});

test("one's own are found at once, with where one is in them", async ({ app, page, standin }) => {
  await standin.edit("kaede", TRIGUN.id, { status: "CURRENT", progress: 14 });
  await openList(app);
  await page.keyboard.press("Control+k");
  const search = page.getByRole("dialog", { name: "Search" });
  const box = search.getByRole("combobox", { name: "Search AniList" });
  await expect(box).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.type("trigun");
  const own = search.getByRole("group", { name: "On your lists" }).getByRole("option");
  await expect(own).toHaveCount(1);
  await expect(own).toContainText("Watching 14 / 26");
  await expect(box).toHaveAttribute("aria-expanded", "true");
  // The same work is not listed a second time once AniList has answered.
  await expect(search.getByRole("status").filter({ hasText: /^\d+ titles?$/ })).toBeVisible();
  await expect(search.getByRole("option", { name: /TRIGUN/ })).toHaveCount(1);
  await own.click();
  await new Editor(page, TRIGUN.title).expectOpen();
});

test("arrows go round, and say where they are", async ({ app, page }) => {
  await app.open("session");
  await page.getByRole("button", { name: "Search" }).filter({ visible: true }).click();
  const search = page.getByRole("dialog", { name: "Search" });
  await expect(search.getByRole("combobox", { name: "Search AniList" })).toBeFocused();
  await page.keyboard.type("naruto");
  const options = search.getByRole("option");
  await expect(options).toHaveCount(2);
  const box = search.getByRole("combobox");
  const chosen = () => search.getByRole("option", { selected: true });
  await expect(chosen()).toHaveAttribute("id", (await box.getAttribute("aria-activedescendant"))!);
  await page.keyboard.press("ArrowDown");
  await expect(options.nth(1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowDown");
  await expect(options.nth(0)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowUp");
  await expect(options.nth(1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(search).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Search" }).filter({ visible: true })).toBeFocused();
});

test("what stands for nothing is said to be nothing, and a failure what it is", async ({ app, page, trouble }) => {
  trouble.allow(/status of 403/);
  await app.open("session");
  await page.keyboard.press("/");
  const search = page.getByRole("dialog", { name: "Search" });
  await expect(search.getByRole("combobox", { name: "Search AniList" })).toBeFocused();
  await page.keyboard.type("no such title anywhere");
  await expect(search.getByRole("status").filter({ hasText: "0 titles" })).toBeVisible();
  await search.getByRole("combobox").fill("fault:outage_cors");
  await expect(search.getByRole("alert")).toBeVisible();
});

test("on a phone the search is a button, and fills the screen", async ({ app, page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await app.open("user/kaede/animelist/Watching");
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole("button", { name: "Search" }).filter({ visible: true }).click();
  const search = page.getByRole("dialog", { name: "Search" });
  expect(await search.boundingBox()).toMatchObject({ x: 0, y: 0, height: 740 });
  await search.getByRole("combobox").fill("trigun");
  await search.getByRole("option", { name: /TRIGUN/ }).click();
  const editor = new Editor(page, TRIGUN.title);
  await editor.expectOpen();
  expect(await editor.dialog.boundingBox()).toMatchObject({ x: 0, y: 0, height: 740 });
  // The way out is in sight without scrolling.
  await expect(editor.save).toBeInViewport();
});
