import { expectAccessible } from "../support/axe";
import { keepSignedIn } from "../support/kept";
import { rows, shown, titles } from "../support/list";
import { expect, test } from "../support/test";

const ANIME = "user/kaede/animelist";

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
});

test("one's list opens with every status and custom list, and counts", async ({ app, page }) => {
  await app.open(ANIME);
  await expect(page.getByRole("heading", { level: 1, name: "Anime" })).toBeVisible();
  const sections = page.getByRole("navigation", { name: "Sections" }).getByRole("link");
  await expect(sections.first()).toHaveText(/^All\s*\d+/);
  for (const name of ["Watching", "Rewatching", "Completed", "Paused", "Dropped", "Planning", "Rainy Sundays"])
    await expect(sections.filter({ hasText: new RegExp(`^${name}`) })).toHaveCount(1);
  await expect(rows(page).first()).toBeVisible();
  // Nothing twice: "All" has each entry once.
  const shown = await titles(page);
  expect(new Set(shown).size).toBe(shown.length);
});

test("a section stands at the site's own address, and is chosen without losing the page", async ({ app, page }) => {
  await app.open(`${ANIME}/Watching`);
  const watching = await titles(page);
  expect(watching.length).toBeGreaterThan(3);
  await page.getByRole("searchbox", { name: "Filter" }).focus();
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: /^Dropped/ }).click();
  await expect(page).toHaveURL(/\/animelist\/Dropped$/);
  await expect.poll(() => titles(page)).not.toEqual(watching);
  await page.goBack();
  await expect.poll(() => titles(page)).toEqual(watching);
});

test("typing filters by every title, and counts follow", async ({ app, page }) => {
  await app.open(ANIME);
  await page.getByRole("searchbox", { name: "Filter" }).fill("nana");
  await expect.poll(() => titles(page)).toEqual(["NANA"]);
  await expect(page).toHaveURL(/[?&]q=nana|text=nana/);
  await expect(page.getByRole("status").filter({ hasText: /^1 of \d+ entries/ })).toBeVisible();
  await page.reload();
  await expect.poll(() => titles(page)).toEqual(["NANA"]);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect.poll(async () => (await titles(page)).length).toBeGreaterThan(5);
  await expect(page.getByRole("searchbox", { name: "Filter" })).toHaveValue("");
});

test("the order is chosen, both ways, and stands in the address", async ({ app, page }) => {
  await app.open(`${ANIME}/Completed`);
  await page.getByRole("combobox", { name: "Sort" }).selectOption({ label: "Title" });
  await expect(page).toHaveURL(/sort=title/);
  const up = await titles(page);
  expect(up).toEqual([...up].sort((a, b) => a.localeCompare(b, "en", { sensitivity: "base" })));
  await page.getByRole("button", { name: /^Order/ }).click();
  await expect.poll(async () => (await titles(page))[0]).not.toBe(up[0]);
});

test("filters by format, flag and genre join, and a link restores them", async ({ app, page }) => {
  await app.open(ANIME);
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByRole("group", { name: "Format" }).getByRole("checkbox", { name: "Movie" }).check();
  await expect(page).toHaveURL(/format=/);
  const movies = await shown(page);
  expect(movies).toBeGreaterThan(0);
  await page.getByRole("combobox", { name: "Genre to add" }).fill("Drama");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Remove Drama" })).toBeVisible();
  const both = await shown(page);
  await page.getByRole("button", { name: "With Drama: make it without" }).click();
  await expect(page.getByRole("button", { name: "Without Drama: make it with" })).toBeVisible();
  const without = await shown(page);
  expect(both + without).toBe(movies);
  const address = page.url();
  await app.open("session");
  await page.goto(address);
  await expect.poll(() => shown(page)).toBe(without);
});

test("a view is saved, opened again and forgotten", async ({ app, page }) => {
  await app.open(`${ANIME}/Completed?sort=score`);
  await page.getByRole("button", { name: "Save this view" }).click();
  await page.getByRole("textbox", { name: "Name of the view" }).fill("The best");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Forget this view" })).toBeVisible();
  await app.open(ANIME);
  await page.getByRole("combobox", { name: "Saved views" }).selectOption({ label: "The best" });
  await expect(page).toHaveURL(/\/Completed\?sort=score$/);
  await page.getByRole("button", { name: "Forget this view" }).click();
  await expect(page.getByRole("combobox", { name: "Saved views" })).toHaveCount(0);
});

test("progress goes up and down in place, and is typed", async ({ app, page, standin }) => {
  await app.open(`${ANIME}/Watching`);
  const title = (await titles(page))[0]!;
  const row = rows(page).filter({ hasText: title });
  const progress = row.getByRole("button", { name: /^Progress of/ });
  const before = Number((await progress.innerText()).split("/")[0]!.replace(/\D/g, ""));
  await page.getByRole("button", { name: `Increase progress of ${title}`, exact: true }).click();
  await expect(progress).toHaveText(new RegExp(`^${before + 1} /`));
  await page.getByRole("button", { name: `Decrease progress of ${title}`, exact: true }).click();
  await expect(progress).toHaveText(new RegExp(`^${before} /`));
  await progress.click();
  await page.getByRole("textbox", { name: `Progress of ${title}` }).fill("2");
  await page.keyboard.press("Enter");
  await expect(progress).toHaveText(/^2 \//);
  const id = Number(new URL((await row.getByRole("link").getAttribute("href"))!, page.url()).searchParams.get("edit"));
  await expect.poll(async () => (await standin.entry("kaede", id))?.progress, { timeout: 15_000 }).toBe(2);
});

test("a score is typed in place, in one's own scale", async ({ app, page, standin }) => {
  await app.open(`${ANIME}/Watching`);
  const title = (await titles(page))[0]!;
  const row = rows(page).filter({ hasText: title });
  await row.getByRole("button", { name: /^Score of/ }).click();
  await page.getByRole("textbox", { name: new RegExp(`^Score of ${title}`) }).fill("140");
  await page.keyboard.press("Enter");
  await expect(row.getByRole("alert")).toHaveText(/^A score is/);
  await page.getByRole("textbox", { name: new RegExp(`^Score of ${title}`) }).fill("77");
  await page.keyboard.press("Enter");
  await expect(row.getByRole("button", { name: `Score of ${title}: 77` })).toBeVisible();
  const id = Number(new URL((await row.getByRole("link").getAttribute("href"))!, page.url()).searchParams.get("edit"));
  await expect.poll(async () => (await standin.entry("kaede", id))?.scoreRaw, { timeout: 15_000 }).toBe(77);
});

test("every row is reached by keyboard, and changed there", async ({ app, page }) => {
  await app.open(ANIME);
  await expect(rows(page).first()).toBeVisible();
  const total = Number(await page.getByRole("table", { name: "List" }).getAttribute("aria-rowcount"));
  const seen = new Set<string>();
  for (let step = 0; step < total; step += 1) {
    await page.keyboard.press("j");
    const row = page.locator("[role=row]:focus");
    seen.add((await row.getAttribute("aria-rowindex"))!);
  }
  const headings = total - seen.size;
  expect(headings).toBeGreaterThan(3);
  expect(headings).toBeLessThan(12);
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/[?&]edit=\d+/);
});

test("single keys are left alone by those who switched them off", async ({ app, page }) => {
  await page.addInitScript(() => localStorage.setItem("tsuzuki:/:preferences", "no-shortcuts"));
  await app.open(ANIME);
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press("j");
  await expect(page.locator("[role=row]:focus")).toHaveCount(0);
});

test("sections are shut and opened, and the address remembers", async ({ app, page }) => {
  await app.open(ANIME);
  const heading = page.getByRole("button", { name: /^Watching/, expanded: true });
  await heading.click();
  await expect(page.getByRole("button", { name: /^Watching/, expanded: false })).toBeVisible();
  await expect(page).toHaveURL(/closed=CURRENT/);
  await page.reload();
  await expect(page.getByRole("button", { name: /^Watching/, expanded: false })).toBeVisible();
});

test("three ways to draw it", async ({ app, page }) => {
  await app.open(`${ANIME}/Completed`);
  const names = await titles(page);
  for (const view of ["Compact", "Covers", "Detailed"]) {
    await page.getByRole("button", { name: view, exact: true }).click();
    await expect(page.getByRole("button", { name: view, exact: true })).toHaveAttribute("aria-pressed", "true");
    expect((await titles(page)).slice(0, 3)).toEqual(names.slice(0, 3));
  }
});

test("where one was comes back with Back", async ({ app, page }) => {
  await page.setViewportSize({ width: 1000, height: 500 });
  await app.open(ANIME);
  await expect(rows(page).first()).toBeVisible();
  await page.mouse.wheel(0, 1500);
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(1500);
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Session" })).toBeVisible();
  await page.goBack();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(1500);
});

test("somebody else's list is read and not changed", async ({ app, page }) => {
  await app.open("user/ren/animelist");
  await expect(page.getByRole("heading", { level: 1, name: "ren’s anime" })).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Increase progress/ })).toHaveCount(0);
});

test("a user who does not exist is said not to", async ({ app, page }) => {
  await app.open("user/nobody-at-all/animelist");
  await expect(page.getByRole("alert")).toBeVisible();
});

test("lists have no finding of axe", async ({ app, page }) => {
  for (const path of [ANIME, `${ANIME}/Completed?view=compact`, `${ANIME}?view=covers`, "user/ren/mangalist"]) {
    await app.open(path);
    await expect(rows(page).first()).toBeVisible();
    if (path === ANIME) await page.getByRole("button", { name: "Filters" }).click();
    await expectAccessible(page);
  }
});
