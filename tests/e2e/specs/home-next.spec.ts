import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe";
import { HOME_KEPT, keepSignedIn, keptOperations } from "../support/kept";
import { expect, test } from "../support/test";

const cards = (page: Page, kind: "Anime" | "Manga") => page.getByRole("table", { name: `${kind} to go on with` }).getByRole("row");
const part = (page: Page, name: string) => page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name, exact: true }) });

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
});

test("episodes that wait come first, then what airs next with its time, and all of it can be seen", async ({ app, page }) => {
  await app.open();
  await expect(cards(page, "Anime")).toHaveCount(12);
  await page.getByRole("button", { name: "Show more (3 left)" }).click();
  await expect(cards(page, "Anime")).toHaveCount(15);
  const texts = await cards(page, "Anime").allInnerTexts();
  const behind = texts.map((text) => text.includes(" behind"));
  expect(behind).toEqual([...behind].sort((a, b) => Number(b) - Number(a)));
  // Sazae-san is up to date: countdown and local time stand together.
  const next = cards(page, "Anime").filter({ hasText: "Sazae-san" });
  await expect(next).toContainText(/Episode 2,890 in .+, \w{3} \d{2}:\d{2}/);
  await expect(page.getByText(/^\d+ with new episodes · 15 in progress$/)).toBeVisible();
  // Behind is who waits for nothing: of what was over long ago something is left.
  const over = cards(page, "Anime").filter({ hasText: "TRIGUN" });
  await expect(over).toContainText("12 left");
  await expect(over).not.toContainText("behind");
});

test("one more in one click", async ({ app, page, standin }) => {
  await app.open();
  const card = cards(page, "Anime").filter({ hasText: "TRIGUN" });
  await card.getByRole("button", { name: "Increase progress of TRIGUN" }).click();
  await expect(card).toContainText("15 / 26");
  await expect.poll(async () => (await standin.entry("kaede", 6))?.progress, { timeout: 15_000 }).toBe(15);
});

test("one more with one key, and along the cards with two others", async ({ app, page, standin }) => {
  await app.open();
  await expect(cards(page, "Anime").first()).toBeVisible();
  await page.keyboard.press("j");
  await expect(cards(page, "Anime").first()).toBeFocused();
  await page.keyboard.press("j");
  const second = cards(page, "Anime").nth(1);
  await expect(second).toBeFocused();
  const link = (await second.getByRole("link").getAttribute("href"))!;
  const media = Number(/edit=(\d+)/.exec(link)![1]);
  const before = (await standin.entry("kaede", media))!.progress;
  await page.keyboard.press("+");
  await expect.poll(async () => (await standin.entry("kaede", media))?.progress, { timeout: 15_000 }).toBe(before + 1);
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
});

test("the last episode asks for a score, and completes", async ({ app, page, standin }) => {
  await standin.edit("kaede", 154587, { progress: 27 });
  await app.open();
  await page.getByRole("button", { name: "Increase progress of Sousou no Frieren" }).click();
  await expect(page.getByRole("dialog", { name: /Sousou no Frieren/ })).toBeVisible();
});

test("manga with chapters and volumes, each one more in one click", async ({ app, page, standin }) => {
  await app.open();
  const card = cards(page, "Manga").filter({ hasText: "DEATH NOTE" });
  await expect(card).toContainText("11 / 108");
  await card.getByRole("button", { name: "Vol. 1 / 12: increase volumes of DEATH NOTE" }).click();
  await expect(card.getByRole("button", { name: "Vol. 2 / 12: increase volumes of DEATH NOTE" })).toBeVisible();
  const id = Number(/edit=(\d+)/.exec((await card.getByRole("link").getAttribute("href"))!)![1]);
  await expect.poll(async () => (await standin.entry("kaede", id))?.progressVolumes, { timeout: 15_000 }).toBe(2);
  await card.getByRole("button", { name: "Increase progress of DEATH NOTE" }).click();
  await expect(card).toContainText("12 / 108");
});

test("what airs is of the whole list, but not what was dropped", async ({ app, page, standin }) => {
  await standin.edit("kaede", 235, { status: "DROPPED" });
  await app.open();
  // One is planned, one is watched, each in the part of its day.
  const airing = page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: /^(Airing today|This week)$/ }) });
  for (const title of ["ONE PIECE", "Sazae-san"]) {
    const row = airing.getByRole("listitem").filter({ hasText: title });
    await expect(row).toHaveCount(1);
    await expect(row).toContainText(/\w{3} \d{2}:\d{2}/);
    await expect(row).toContainText(/Episode [\d,]+ · (in|aired)/);
  }
  await expect(airing.getByRole("listitem").filter({ hasText: "Meitantei Conan" })).toHaveCount(0);
});

test("home takes one request, and asks for nothing but news when it is opened again", async ({ app, page, standin }) => {
  const asked = async () => {
    await expect(cards(page, "Manga").first()).toBeVisible();
    await expect(part(page, "Trending now").getByRole("listitem").first()).toBeVisible();
    const seen = (await standin.journal("graphql.anilist.co")).filter(({ method }) => method === "POST");
    return seen.map(({ operation }) => operation);
  };
  await app.open();
  expect(await asked()).toEqual([expect.stringMatching(/Viewer/)]);
  await expect(page.getByText("Updated just now").first()).toBeVisible();
  // What is on screen is written a little later.
  await expect.poll(() => keptOperations(page)).toEqual(HOME_KEPT);
  await standin.forget();
  await app.open();
  // Unread notifications are never kept.
  await expect.poll(asked).toEqual(["Viewer"]);
});

test("home has no finding of axe", async ({ app, page }) => {
  await app.open();
  await expect(cards(page, "Manga").first()).toBeVisible();
  await expectAccessible(page);
});
