import type { Page } from "@playwright/test";
import { keepSignedIn, keptOperations } from "../support/kept";
import { rows, shown, titles } from "../support/list";
import type { Standin } from "../support/standin";
import { expect, test } from "../support/test";

// Seven of ten are anime: as many as AniList gives of one list.
test.use({ entries: 15_714 });

const ANIME = "user/kaede/animelist";
const ALL = 11_000;

const nodes = (page: Page) => page.evaluate(() => document.querySelectorAll("*").length);

async function openWhole(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole("status").filter({ hasText: /^11,000 entries$/ })).toBeVisible({ timeout: 60_000 });
}

/** What was asked of AniList. */
async function asked(standin: Standin): Promise<(string | null)[]> {
  const seen = await standin.journal("graphql.anilist.co");
  return seen.filter(({ method }) => method === "POST").map(({ operation }) => operation);
}

test("11,000 entries come in six requests at most, the first rows before the rest", async ({ app, page, standin }) => {
  test.setTimeout(120_000);
  await keepSignedIn(page, standin, "kaede");
  await standin.fail({ fault: "delay", ms: 1 }, { fault: "delay", ms: 4_000, times: 0 });
  await app.open(ANIME);
  await expect(rows(page).first()).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: /· reading part 1 of 22$/ })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: /^11,000 entries$/ })).toBeVisible({ timeout: 60_000 });
  expect((await asked(standin)).length).toBeLessThanOrEqual(6);
  const parts = await page.evaluate(() => performance.getEntriesByName("parse+index", "measure").length);
  expect(parts).toBe(23);
});

test("a large list that is kept is there without asking", async ({ app, page, standin }) => {
  test.setTimeout(120_000);
  await keepSignedIn(page, standin, "kaede");
  await openWhole(page, app.base + ANIME);
  // What is on screen is written a little later.
  await expect.poll(async () => (await keptOperations(page)).filter((operation) => operation === "MediaListChunk").length).toBe(22);
  await standin.forget();
  await openWhole(page, app.base + ANIME);
  expect(await asked(standin)).toEqual([]);
});

test("a list of which reading ended early is read in few requests", async ({ app, page, standin }) => {
  test.setTimeout(120_000);
  await keepSignedIn(page, standin, "kaede");
  await standin.fail({ fault: "delay", ms: 1 }, { fault: "stall", times: 4 });
  await app.open(ANIME);
  await expect.poll(async () => (await asked(standin)).length).toBe(5);
  await standin.forget();
  await openWhole(page, app.base + ANIME);
  expect((await asked(standin)).length).toBeLessThanOrEqual(5);
});

test("what went together and was lost is asked together again", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  test.setTimeout(120_000);
  await keepSignedIn(page, standin, "kaede");
  await standin.fail({ fault: "delay", ms: 1 }, { fault: "server_error", times: 4 });
  await openWhole(page, app.base + ANIME);
  // The first chunk, four requests that fail, and the same four.
  expect((await asked(standin)).length).toBe(9);
});

test("Home of a large list reads what is current alone, when it is opened and when it is read anew", async ({ app, page, standin }) => {
  test.setTimeout(120_000);
  await keepSignedIn(page, standin, "kaede");
  const anew = page.getByRole("button", { name: "Refresh anime" });
  const parts = async () => (await asked(standin)).flatMap((operation) => operation?.split("_") ?? []).filter((part) => part === "MediaListChunk").length;
  await app.open();
  await expect(anew).toHaveAttribute("aria-disabled", "false");
  await expect(page.getByRole("row").first()).toBeVisible();
  // The first 50 of either kind, and then all of them in chunks of 500. The whole list has 22.
  const chunks = await parts();
  expect(chunks).toBeGreaterThan(2);
  expect(chunks).toBeLessThan(15);
  await expect(page.getByRole("button", { name: "Refresh manga" })).toHaveAttribute("aria-disabled", "false");
  await standin.forget();
  await anew.click();
  await expect.poll(parts).toBeGreaterThan(0);
  await expect(anew).toHaveAttribute("aria-disabled", "false");
  expect(await parts()).toBeLessThan(chunks);
});

test("only what is in sight is drawn, and rows know their place", async ({ app, page, standin }) => {
  test.setTimeout(120_000);
  await keepSignedIn(page, standin, "kaede");
  await openWhole(page, app.base + ANIME);
  const table = page.getByRole("table", { name: "List" });
  const count = Number(await table.getAttribute("aria-rowcount"));
  expect(count).toBeGreaterThan(ALL);
  for (const part of [0, 0.2, 0.5, 0.9, 1]) {
    await page.evaluate((part) => scrollTo(0, document.body.scrollHeight * part), part);
    await expect.poll(() => rows(page).first().isVisible()).toBe(true);
    expect(await nodes(page)).toBeLessThanOrEqual(600);
    // In one look: lines take over each other's elements while the list scrolls.
    const look = () => table.evaluate((table) => [...table.querySelectorAll("[role=row]")].map((row) => Number(row.getAttribute("aria-rowindex"))));
    // It is drawn anew a frame after it was scrolled.
    if (part === 1) await expect.poll(async () => (await look()).at(-1)).toBe(count);
    const places = await look();
    expect(places.length).toBeGreaterThan(8);
    expect(places).toEqual(places.map((_, at) => places[0]! + at));
  }
});

test("a word, an order and a section are answered over all of it", async ({ app, page, standin }) => {
  test.setTimeout(120_000);
  await keepSignedIn(page, standin, "kaede");
  await openWhole(page, app.base + ANIME);
  await page.getByRole("combobox", { name: "Sort" }).selectOption({ label: "Title" });
  await page.getByRole("button", { name: "One list" }).click();
  const first = await titles(page);
  expect(first).toEqual([...first].sort((a, b) => a.localeCompare(b, "en", { sensitivity: "base" })));
  await page.getByRole("searchbox", { name: "Filter" }).pressSequentially("frieren");
  await expect.poll(() => shown(page)).toBeLessThan(ALL / 10);
  expect(await shown(page)).toBeGreaterThan(0);
  await page.getByRole("searchbox", { name: "Filter" }).fill("");
  await expect.poll(() => shown(page)).toBe(ALL);
});

test("other countries and adult works are found among many", async ({ app, page, standin }) => {
  test.setTimeout(120_000);
  await keepSignedIn(page, standin, "kaede");
  await openWhole(page, app.base + ANIME);
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  await page.getByRole("group", { name: "Country" }).getByRole("checkbox", { name: "South Korea" }).check();
  await expect(page).toHaveURL(/country=KR/);
  await expect.poll(() => shown(page)).toBeLessThan(ALL);
  const korean = await shown(page);
  expect(korean).toBeGreaterThan(0);
  await page.getByRole("group", { name: "Country" }).getByRole("checkbox", { name: "China" }).check();
  await expect.poll(() => shown(page)).toBeGreaterThan(korean);
});
