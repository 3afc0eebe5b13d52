import type { Page } from "@playwright/test";
import { SUB_PATH, App } from "../support/app";
import { account, keepAccounts, keepSignedIn } from "../support/kept";
import { rows, shown, titles } from "../support/list";
import { expect, test } from "../support/test";

const ANIME = "user/kaede/animelist";

/** The parts of the list with their counts, as the page offers them. */
async function sections(page: Page): Promise<[string, number][]> {
  const links = page.getByRole("navigation", { name: "Sections" }).getByRole("link");
  const texts = await links.allInnerTexts();
  return texts.map((text) => {
    const [, name, count] = /^(.*?)\s+([\d,]+)$/s.exec(text)!;
    return [name!, Number(count!.replaceAll(",", ""))];
  });
}

const WHOLE: [string, number][] = [
  ["All", 51],
  ["Watching", 11],
  ["Rewatching", 4],
  ["Completed", 20],
  ["Paused", 3],
  ["Dropped", 4],
  ["Planning", 8],
  ["Favourites", 8],
  ["Rainy Sundays", 11],
];

test("sections stand in their owner's order, and counts follow the filter", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await app.open(ANIME);
  await expect.poll(() => sections(page)).toEqual(WHOLE);
  await page.getByRole("searchbox", { name: "Filter" }).fill("shin");
  await expect.poll(async () => Object.fromEntries(await sections(page))).toMatchObject({ All: 5, Watching: 1, Rewatching: 1, Completed: 2, Planning: 0, "Rainy Sundays": 2 });
});

test("an entry that only a custom list holds is there, and nothing is there twice", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await page.setViewportSize({ width: 1280, height: 5_000 });
  await app.open(ANIME);
  await expect.poll(() => shown(page)).toBe(51);
  await expect(rows(page)).toHaveCount(51);
  const all = await titles(page);
  expect(new Set(all).size).toBe(51);
  expect(all).toContain("Shin Seiki Evangelion Movie: Air/Magokoro wo, Kimi ni");
  await app.open(`${ANIME}/Paused`);
  await expect.poll(() => shown(page)).toBe(3);
  expect(await titles(page)).not.toContain("Shin Seiki Evangelion Movie: Air/Magokoro wo, Kimi ni");
});

test("a custom list has the address it has at AniList", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await app.open(`${ANIME}/Rainy%20Sundays?sort=title`);
  await expect.poll(() => titles(page)).toHaveLength(11);
  await expect(page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: /^Rainy Sundays/ })).toHaveAttribute("aria-current", "page");
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: /^Favourites/ }).click();
  await expect(page).toHaveURL(/\/animelist\/Favourites\?sort=title$/);
  await expect.poll(() => titles(page)).toHaveLength(8);
});

test("a section that does not exist says so, and the others are one click away", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await app.open(`${ANIME}/No%20such%20list`);
  const said = page.getByRole("region", { name: "There is no list called “No such list” here" });
  await expect(said.getByRole("link")).toHaveText(WHOLE.map(([name]) => name));
  await said.getByRole("link", { name: "Rainy Sundays" }).click();
  await expect(page).toHaveURL(/\/animelist\/Rainy%20Sundays$/);
  await expect(rows(page)).toHaveCount(11);
  await expect(said).toHaveCount(0);
});

test("a section written in another way is this section, and the address is put right", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  for (const [written, right, entries] of [
    ["watching?sort=title", "Watching?sort=title", 11],
    ["RAINY_sundays", "Rainy%20Sundays", 11],
    ["favourites?edit=6", "Favourites?edit=6", 8],
  ] as const) {
    await app.open(`${ANIME}/${written}`);
    await expect(page).toHaveURL(`${app.base}${ANIME}/${right}`);
    await expect.poll(() => shown(page)).toBe(entries);
  }
  await expect(page.getByRole("dialog", { name: "TRIGUN" })).toBeVisible();
});

test("sections join to one list, sorted as a whole", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await app.open(`${ANIME}?sort=score`);
  await expect(page.getByRole("button", { name: /^Watching/, expanded: true })).toBeVisible();
  await page.getByRole("button", { name: "One list" }).click();
  await expect(page).toHaveURL(/merged=yes/);
  await expect.poll(async () => (await titles(page)).slice(0, 3)).toEqual(["Nodame Cantabile", "AKIRA", "Mob Psycho 100"]);
  await expect(page.getByRole("button", { name: /^Watching/, expanded: true })).toHaveCount(0);
});

test("an owner who splits what is completed by format has one section of it", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await app.open("user/ren/animelist");
  await expect(rows(page).first()).toBeVisible();
  const names = (await sections(page)).map(([name]) => name);
  expect(names.filter((name) => name.startsWith("Completed"))).toEqual(["Completed"]);
  // Titles are in the language of whoever reads, and nothing of it can be changed.
  await expect(page.getByRole("button", { name: /^(Increase|Decrease|Progress|Score)/ })).toHaveCount(0);
  await app.open("user/ren/animelist/Completed%20Movie");
  await expect.poll(() => shown(page)).toBeGreaterThan(0);
});

test("a list nobody has filled says what to do", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "new");
  await app.open("user/new/animelist");
  await expect(page.getByText("Nothing is on this list yet. Search for a title, and put it there.")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "0 entries" })).toBeVisible();
  await app.open("user/kaede/animelist");
  await expect.poll(() => shown(page)).toBe(50);
  // What is private is its owner's.
  await page.getByRole("searchbox", { name: "Filter" }).fill("howl");
  await expect(page.getByText("No entry is like that.")).toBeVisible();
});

test("a list without a login, and a user who does not exist", async ({ app, page }) => {
  await app.open("user/ren/mangalist");
  await expect(rows(page).first()).toBeVisible();
  await app.open("user/nobody-at-all/animelist");
  await expect(page.getByRole("alert")).toBeVisible();
});

test("lists stand below a sub-path too", async ({ page, standin }) => {
  const app = new App(page, SUB_PATH);
  await keepAccounts(page, [await account(standin, "kaede", "1002")], SUB_PATH);
  await app.open(`${ANIME}/Watching`);
  await expect.poll(() => shown(page)).toBe(11);
  await page.getByRole("searchbox", { name: "Filter" }).fill("nana");
  await expect(page).toHaveURL(`${SUB_PATH}${ANIME}/Watching?q=nana`);
  await expect.poll(() => titles(page)).toEqual(["NANA"]);
  await page.getByRole("button", { name: "Increase progress of NANA" }).click();
  await expect(page.getByRole("button", { name: "Progress of NANA: 18 / 47" })).toBeVisible();
  await expect.poll(async () => (await standin.entry("kaede", 877))?.progress, { timeout: 15_000 }).toBe(18);
  await page.getByRole("link", { name: "NANA", exact: true }).click();
  await expect(page).toHaveURL(`${SUB_PATH}${ANIME}/Watching?q=nana&edit=877`);
  await page.keyboard.press("Escape");
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: /^All/ }).click();
  await expect(page).toHaveURL(`${SUB_PATH}${ANIME}?q=nana`);
  await page.reload();
  await expect.poll(() => titles(page)).toEqual(["NANA"]);
});
