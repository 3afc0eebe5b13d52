import { Console, sentTo } from "../support/console";
import { App, ORIGIN } from "../support/app";
import { freeze } from "../support/edits";
import { expect, test } from "../support/test";
import type { Page } from "@playwright/test";

/** Most of these times, in milliseconds, within any minute. */
function mostInAMinute(times: number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  return Math.max(...sorted.map((start) => sorted.filter((time) => time >= start && time < start + 60_000).length));
}

/** Runs `count` requests that no two of are the same, without waiting for any. */
async function storm(console: Console, count: number, from: number): Promise<void> {
  await console.fill(console.query, "query Storm($page: Int) { Page(page: $page, perPage: 1) { media { id } } }");
  for (let index = 0; index < count; index += 1) {
    await console.fill(console.variables, JSON.stringify({ page: from + index }));
    await console.variables.press("Control+Enter");
  }
  await expect(console.runs).toHaveCount(count);
}

const waiting = (page: Page) => page.getByRole("list", { name: "Runs" }).getByText(/waiting for AniList/i).first();

test("a storm of forty requests from two tabs keeps to the limit together, and completes", async ({ app, context, standin }) => {
  // A full minute of budget and the beginning of a second.
  test.setTimeout(300_000);
  const first = await Console.open(app);
  const secondPage = await context.newPage();
  const second = await Console.open(new App(secondPage, ORIGIN));
  await storm(first, 20, 1);
  await storm(second, 20, 21);
  await expect(waiting(secondPage)).toBeVisible();
  for (const console of [first, second])
    await expect(console.runs.filter({ hasText: /done/ })).toHaveCount(20, { timeout: 200_000 });
  const sent = await sentTo(standin);
  const wanted = new Set(sent.filter(({ json }) => json.query.includes("Storm")).map(({ json }) => json.variables["page"]));
  expect(wanted.size).toBe(40);
  expect(sent.every(({ status }) => status === 200)).toBe(true);
  expect(mostInAMinute(sent.map(({ at }) => at))).toBeLessThanOrEqual(30);
});

test("a tab that is closed in the middle of its requests holds the other one up for nothing", async ({ app, context, standin }) => {
  const closed = await context.newPage();
  await standin.fail({ operation: "Trending", fault: "stall" });
  await closed.goto(ORIGIN);
  await expect.poll(async () => (await sentTo(standin)).length).toBe(1);
  await closed.close();
  await app.open();
  await expect(app.page.getByRole("listitem").filter({ has: app.page.getByRole("heading", { level: 3 }) })).toHaveCount(12);
});

const shelf = (page: Page) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) });

test("after a refusal nothing is sent for a minute, in any tab, the view says what it waits for, and then all go on", async ({ app, context, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await page.clock.install();
  await standin.fail({ operation: "Trending", fault: "rate_limit_cors" });
  await app.open();
  await expect(page.getByRole("alert").getByRole("heading")).toHaveText("Too many requests");
  await expect(page.getByRole("alert")).toContainText("Tried again by itself in about");
  const sent = async () => (await sentTo(standin)).length;
  expect(await sent()).toBe(1);
  const other = await context.newPage();
  await other.goto(ORIGIN);
  await expect(other.getByText(/Waiting for AniList’s limit, about \d+ s/)).toBeVisible();
  await page.clock.runFor(45_000);
  await expect(other.getByText(/Waiting for AniList’s limit, about (\d|10|15) s/)).toBeVisible();
  expect(await sent(), "within the minute").toBe(1);
  await page.clock.runFor(20_000);
  for (const tab of [page, other]) {
    await expect(shelf(tab)).toHaveCount(12);
    await expect(tab.getByRole("alert")).toHaveCount(0);
  }
  expect(await sent(), "one for each tab").toBe(3);
});

test("a failure without a reason counts as the limit after five requests in a minute, and is waited out", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await page.clock.install();
  const console = await Console.open(app);
  await storm(console, 4, 1);
  await expect(console.runs.filter({ hasText: /done/ })).toHaveCount(4);
  // The fifth is refused as AniList does it: in a way that no page can tell from a broken network.
  await standin.fail({ operation: "Trending", fault: "rate_limit" });
  await page.getByRole("link", { name: "Home" }).filter({ visible: true }).click();
  const alert = page.getByRole("alert");
  await expect(alert.getByRole("heading")).toHaveText("AniList did not answer");
  await expect(alert).toContainText(/Tried again by itself in about (50|55|60) s\./);
  await expect(page.getByRole("link", { name: /none go, because AniList refused, for about \d+ s$/ }).filter({ visible: true })).toBeVisible();
  const trending = async () => (await sentTo(standin)).filter(({ operation }) => operation === "Trending").length;
  await page.clock.runFor(45_000);
  expect(await trending(), "within the minute").toBe(1);
  await page.clock.runFor(20_000);
  await expect(shelf(page)).toHaveCount(12);
  expect(await trending()).toBe(2);
});

test("a failure without a reason while little was sent is tried again after 2, 8 and 30 seconds", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await page.clock.install();
  await app.open("session");
  await freeze(page);
  await standin.fail({ operation: "Trending", fault: "rate_limit", times: 0 });
  await page.getByRole("link", { name: "Home" }).filter({ visible: true }).click();
  const alert = page.getByRole("alert");
  const sent = async () => (await sentTo(standin)).length;
  for (const [index, seconds] of [2, 8, 30].entries()) {
    await expect(alert).toContainText(`Tried again by itself in about ${seconds} s.`);
    await page.clock.runFor(seconds * 1000 - 100);
    expect(await sent(), `${seconds} s after the failure`).toBe(index + 1);
    await page.clock.runFor(200);
    await expect.poll(sent).toBe(index + 2);
  }
  await expect(alert.getByRole("heading")).toHaveText("AniList did not answer");
  await expect(alert).not.toContainText("Tried again by itself");
  await page.clock.runFor(120_000);
  expect(await sent()).toBe(4);
});
