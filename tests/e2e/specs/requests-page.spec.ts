import type { Page } from "@playwright/test";
import { ORIGIN } from "../support/app";
import { keepSignedIn, keyOf } from "../support/kept";
import { sentTo } from "../support/console";
import { expect, test } from "../support/test";

const meter = (page: Page) => page.getByRole("link", { name: /^Requests: \d+ of \d+ left this minute/ }).filter({ visible: true });
const rows = (page: Page) => page.getByRole("region", { name: "The last 100 requests of this tab" }).getByRole("row");
const shelf = (page: Page) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) });
const panel = (page: Page, name: string) => page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name, exact: true }) });

test("the meter tells what is left and when it comes back, and leads to the page that tells more", async ({ app, page }) => {
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  await expect(meter(page)).toHaveAccessibleName(/^Requests: 24 of 25 left this minute, the next comes back in about \d+ s$/);
  await meter(page).click();
  await expect(page).toHaveURL(`${ORIGIN}requests`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Requests");
  await expect(panel(page, "Budget")).toContainText("1 of 25");
  await expect(panel(page, "Waiting and under way")).toContainText("Nothing.");
});

// SECURITY.md: T7
test("every request is listed with time, size and status, and with no token", async ({ app, page, standin }) => {
  const token = await keepSignedIn(page, standin, "kaede");
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  await meter(page).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).nth(1)).toContainText(/Trending \+ Viewer.*status 200.*\d ms.*kB/);
  await expect(panel(page, "Since this page was opened")).toContainText(/Saved by asking together\s*1/);
  const shown = await page.evaluate(() => document.documentElement.outerHTML);
  for (const part of [token, ...token.split(".")]) expect(shown).not.toContain(part);
});

test("home costs one request, however many parts it has", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  await expect(page.getByRole("heading", { level: 1, name: "kaede", exact: true })).toBeVisible();
  const [sent, ...more] = await sentTo(standin);
  expect(more).toEqual([]);
  expect(sent?.json.query).toMatch(/^query Trending_Viewer/);
});

test("what is withdrawn before it is sent costs nothing", async ({ app, page, standin }) => {
  // A minute of silence, as after a refusal.
  await page.addInitScript(([key]) => localStorage.setItem(key!, JSON.stringify({ silent_until: Date.now() + 60_000 })), [keyOf("budget")]);
  await app.open();
  await expect(page.getByText(/Waiting for AniList’s limit, about \d+ s/)).toBeVisible();
  await meter(page).click();
  await expect(panel(page, "Waiting and under way")).toContainText("Nothing.");
  await page.getByRole("link", { name: "Home" }).filter({ visible: true }).click();
  await expect(page.getByText(/Waiting for AniList’s limit, about \d+ s/)).toBeVisible();
  await meter(page).click();
  expect(await sentTo(standin)).toEqual([]);
});

test("a request under way is aborted when its page is left", async ({ app, page, standin }) => {
  await standin.fail({ operation: "Trending", fault: "stall" });
  const aborted = page.waitForEvent("requestfailed");
  await app.open();
  await expect.poll(async () => (await sentTo(standin)).length).toBe(1);
  await meter(page).click();
  expect((await aborted).failure()?.errorText).toBe("net::ERR_ABORTED");
  await expect(rows(page).nth(1)).toContainText("Aborted");
});
