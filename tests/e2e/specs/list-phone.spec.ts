import { expectAccessible } from "../support/axe";
import { keepSignedIn } from "../support/kept";
import { rows, titles } from "../support/list";
import { watchShifts } from "../support/shifts";
import { expect, test } from "../support/test";

const ANIME = "user/kaede/animelist";

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
});

for (const view of ["Detailed", "Compact", "Covers"])
  test(`${view}: nothing is wider than a phone, and plus is large enough for a finger`, async ({ app, page }) => {
    await app.open(`${ANIME}/Watching`);
    await page.getByRole("button", { name: view, exact: true }).tap();
    await expect(rows(page).first()).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    const title = (await titles(page))[0]!;
    const plus = page.getByRole("button", { name: `Increase progress of ${title}`, exact: true });
    const box = (await plus.boundingBox())!;
    expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24);
    expect(box.x + box.width).toBeLessThanOrEqual(360);
    const progress = page.getByRole("button", { name: new RegExp(`^Progress of ${title}`) });
    const before = Number.parseInt(await progress.innerText(), 10);
    await plus.tap();
    await expect(progress).toHaveText(new RegExp(`^${before + 1}\\b`));
  });

test("the list is in sight when it opens, and sections scroll sideways", async ({ app, page }) => {
  await app.open(ANIME);
  await expect(rows(page).first()).toBeInViewport();
  const last = page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: /^Rainy Sundays/ });
  await last.scrollIntoViewIfNeeded();
  await last.tap();
  await expect(page).toHaveURL(/\/Rainy%20Sundays$/);
});

test("nothing moves while a list comes", async ({ page, app, standin }) => {
  const shifted = await watchShifts(page);
  // The first rows and the rest come as they do over a network: one after the other.
  await standin.fail({ operation: "MediaListChunk", fault: "delay", times: 0, ms: 300 });
  await app.open("user/ren/animelist");
  await expect(rows(page).first()).toBeVisible();
  await expect(page.getByText(/^Updated just now/)).toBeVisible();
  expect(await shifted()).toBeLessThan(0.01);
});

test("a list that there is not has no tools", async ({ app, page, trouble }) => {
  trouble.allow(/404/);
  await app.open("user/nobody-at-all/animelist");
  await expect(page.getByRole("alert")).toContainText("Not found on AniList");
  await expect(page.getByRole("searchbox", { name: "Filter" })).toBeHidden();
  await expect(page.getByRole("navigation", { name: "Sections" })).toBeHidden();
});

test("the chosen section is in sight, wherever it stands in the row", async ({ app, page }) => {
  const section = (name: string) => page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: new RegExp(`^${name}`) });
  await app.open(`${ANIME}/Rainy%20Sundays`);
  await expect(section("Rainy Sundays")).toBeInViewport({ ratio: 0.9 });
  await expect(section("All")).not.toBeInViewport();
  await app.open(`${ANIME}/Planning`);
  await expect(section("Planning")).toBeInViewport({ ratio: 0.9 });
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
});

test("filters are set on a phone", async ({ app, page }) => {
  await app.open(ANIME);
  await page.getByRole("button", { name: "Filters", exact: true }).tap();
  await page.getByRole("group", { name: "Format" }).getByRole("checkbox", { name: "Movie" }).tap();
  await expect(page).toHaveURL(/format=MOVIE/);
  await expectAccessible(page);
});

test("long and foreign titles keep to their row", async ({ app, page, standin }) => {
  const long = "Iron-Blooded ".repeat(12).trim();
  const arabic = "مغامرات الفضاء 24";
  const others = { TRIGUN: long, NANA: arabic, "Toradora!": "続・とても長い題名の物語".repeat(6) };
  await page.route("https://graphql.anilist.co/", async (route) => {
    const response = await route.fetch({ url: `https://127.0.0.1:${standin.port}/`, headers: { ...(await route.request().allHeaders()), host: "graphql.anilist.co" } });
    let body = await response.text();
    for (const [title, other] of Object.entries(others)) body = body.replaceAll(`"userPreferred":"${title}"`, `"userPreferred":"${other}"`);
    await route.fulfill({ response, body });
  });
  await app.open(`${ANIME}/Watching`);
  for (const title of Object.values(others)) await expect(page.getByRole("link", { name: title, exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: arabic, exact: true })).toHaveAttribute("dir", "auto");
  // What is still on its way must not outlive the test.
  await page.unrouteAll({ behavior: "wait" });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});
