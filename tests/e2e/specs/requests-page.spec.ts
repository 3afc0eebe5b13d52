import type { Page } from "@playwright/test";
import { ORIGIN } from "../support/app";
import { TRIGUN, openList, plus, unsent } from "../support/edits";
import { keepSignedIn, keptOperations, keyOf } from "../support/kept";
import { sentTo } from "../support/console";
import { expect, test } from "../support/test";

const meter = (page: Page) => page.getByRole("link", { name: /^Requests: (on hold, )?\d+ left of \d+ this minute/ }).filter({ visible: true });
const rows = (page: Page) => page.getByRole("region", { name: "The last 100 requests of this tab" }).getByRole("row");
const shelf = (page: Page) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) });
const panel = (page: Page, name: string) => page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name, exact: true }) });

/** Plants what the tabs of this browser share about the budget, from now on. */
function plantBudget(page: Page, budget: (now: number) => object): Promise<void> {
  return page.evaluate(([key, text]) => localStorage.setItem(key!, text!), [keyOf("budget"), JSON.stringify(budget(Date.now()))]);
}

test("the meter tells what is used, what is left and when it comes back, counting down, and leads to the page that tells more", async ({ app, page }) => {
  await page.clock.install();
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  await expect(meter(page)).toHaveText("24 left");
  const name = /^Requests: 24 left of 25 this minute, 1 used, the next comes back in about (55|60) s$/;
  await expect(meter(page)).toHaveAccessibleName(name);
  await expect(meter(page), "those who see it can read it, too").toHaveAttribute("title", name);
  await page.clock.runFor(20_000);
  await expect(meter(page)).toHaveAccessibleName(/, the next comes back in about (30|35|40) s$/);
  await meter(page).click();
  await expect(page).toHaveURL(`${ORIGIN}requests`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Requests");
  await expect(panel(page, "Budget")).toContainText(/Used this minute\s*1 of 25\s*Left\s*24\s*Next one back\s*in about (25|30|35|40) s/);
  await page.clock.runFor(20_000);
  await expect(panel(page, "Budget")).toContainText(/Next one back\s*in about (5|6|7|8|9|10|15|20) s/);
  await expect(panel(page, "Waiting and under way")).toContainText("Nothing.");
  await page.clock.runFor(25_000);
  await expect(panel(page, "Budget")).toContainText(/0 of 25\s*Left\s*25\s*Next one back\s*all are there/);
  await expect(meter(page)).toHaveAccessibleName("Requests: 25 left of 25 this minute, 0 used");
});

test("while AniList is switched off the meter says so, and the page lets one try now", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await page.clock.install();
  await standin.fail({ operation: "Trending", fault: "outage_cors" });
  await app.open();
  await expect(meter(page)).toHaveText("on hold");
  await expect(meter(page)).toHaveAccessibleName(/, none go while AniList’s API is switched off, it is asked again in about 10 min$/);
  await meter(page).click();
  await expect(panel(page, "Budget")).toContainText(/It is asked again in about 10 min, at \d/);
  await page.clock.runFor(4.5 * 60_000);
  await expect(panel(page, "Budget")).toContainText("It is asked again in about 6 min");
  await expect(meter(page)).toHaveAccessibleName(/asked again in about 6 min$/);
  await panel(page, "Budget").getByRole("button", { name: "Try now" }).click();
  await expect(panel(page, "Budget")).not.toContainText("switched off");
  await expect(meter(page)).toHaveText(/^\d+ left$/);
  await page.getByRole("link", { name: "Home" }).filter({ visible: true }).click();
  await expect(shelf(page)).toHaveCount(12);
});

test("after a refusal the meter and the page count the silence down", async ({ app, page }) => {
  await page.clock.install();
  await app.open("requests");
  await plantBudget(page, (now) => ({ silent_until: now + 60_000 }));
  await expect(meter(page)).toHaveAccessibleName(/, none go, because AniList refused, for about (55|60) s$/);
  await page.clock.runFor(30_000);
  await expect(panel(page, "Budget")).toContainText(/After AniList’s refusal, the next one goes\s*in about (20|25|30) s/);
  await page.clock.runFor(35_000);
  await expect(meter(page)).toHaveText("25 left");
});

for (const [why, budget, line] of [
  ["the limit", (now: number) => ({ next: 25, sent: Array.from({ length: 25 }, (_, slot) => [slot, now, now]) }), "waits for AniList’s limit"],
  ["a refusal", (now: number) => ({ silent_until: now + 60_000 }), "waits, because AniList refused"],
] as const)
  test(`what waits is listed with its reason: ${why}`, async ({ app, page, standin }) => {
    await keepSignedIn(page, standin, "kaede");
    await page.clock.install();
    await openList(app);
    await plantBudget(page, budget);
    await standin.forget();
    await plus(page, TRIGUN.title).click();
    await expect(unsent(page)).toHaveCount(1);
    await meter(page).click();
    const waiting = panel(page, "Waiting and under way").getByRole("listitem");
    await page.clock.runFor(5_000);
    await expect(waiting).toHaveText(new RegExp(`^EntriesNow ?${line}`));
    await expect(panel(page, "Budget").getByRole("status")).toHaveText(/^Waiting for AniList’s limit, about \d+ s$/);
    expect(await sentTo(standin)).toEqual([]);
    // It goes when its time has come, although its page was left.
    await page.clock.runFor(62_000);
    await expect.poll(async () => (await sentTo(standin)).length).toBeGreaterThan(0);
  });

test("what was answered from this browser is listed with its age, and can be forgotten", async ({ app, page, standin }) => {
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  // What is on screen is written a little later.
  await expect.poll(() => keptOperations(page)).toEqual(["Trending"]);
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  await meter(page).click();
  await expect(rows(page).nth(1)).toContainText(/^Trending.*kept, from just now.*kB$/);
  await expect(panel(page, "Since this page was opened")).toContainText(/Requests sent\s*0.*Answered from this browser\s*1/);
  const answers = panel(page, "Kept answers");
  await expect(answers).toContainText(/Answers\s*1\s*Size\s*\d+\.\d kB/);
  await expect(answers).toContainText("Kept in this browser’s database until you log out or newer ones need the room.");
  await answers.getByRole("button", { name: "Forget them" }).click();
  await answers.getByRole("button", { name: "Cancel" }).click();
  await expect(answers).toContainText(/Answers\s*1/);
  await answers.getByRole("button", { name: "Forget them" }).click();
  await expect(answers.getByText("Forget every kept answer? AniList is asked again when you need them.")).toBeVisible();
  await answers.getByRole("button", { name: "Forget", exact: true }).click();
  await expect(answers).toContainText(/Answers\s*0\s*Size\s*0 bytes/);
  await expect.poll(() => keptOperations(page)).toEqual([]);
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  expect(await sentTo(standin)).toHaveLength(2);
});

// SECURITY.md: T7
test("every request is listed with time, size and status, and with no token", async ({ app, page, standin }) => {
  const token = await keepSignedIn(page, standin, "kaede");
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  await meter(page).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).nth(1)).toContainText(/Viewer \+ .*Trending.* MediaListChunk ×2.*status 200.*\d ms.*kB/);
  await expect(panel(page, "Since this page was opened")).toContainText(/Saved by asking together\s*[1-9]/);
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
  expect(sent?.json.query).toMatch(/^query Viewer_\w*Trending\w*_MediaListChunk_MediaListChunk\(/);
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
