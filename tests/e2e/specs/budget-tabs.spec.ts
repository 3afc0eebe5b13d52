import { Console, sentTo } from "../support/console";
import { App, ORIGIN } from "../support/app";
import { expect, test } from "../support/test";
import type { Page } from "@playwright/test";

/** Most of these times, in milliseconds, within any minute. */
function mostInAMinute(times: number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  return Math.max(...sorted.map((start) => sorted.filter((time) => time >= start && time < start + 60_000).length));
}

/** Runs `count` requests that no two of are the same, without waiting for any. */
async function storm(console: Console, count: number, from: number): Promise<void> {
  await console.query.fill("query Storm($page: Int) { Page(page: $page, perPage: 1) { media { id } } }");
  for (let index = 0; index < count; index += 1) {
    await console.variables.fill(JSON.stringify({ page: from + index }));
    await console.variables.press("Control+Enter");
  }
  await expect(console.runs).toHaveCount(count);
}

const waiting = (page: Page) => page.getByRole("list", { name: "Runs" }).getByText(/waiting for AniList/i).first();

test("a storm of sixty requests from two tabs keeps to the limit together, and completes", async ({ app, context, page, standin }) => {
  // Two full minutes of budget and the beginning of a third.
  test.setTimeout(300_000);
  const first = await Console.open(app);
  const secondPage = await context.newPage();
  const second = await Console.open(new App(secondPage, ORIGIN));
  await storm(first, 30, 1);
  await storm(second, 30, 31);
  await expect(waiting(page)).toBeVisible();
  for (const console of [first, second])
    await expect(console.runs.filter({ hasText: /done/ })).toHaveCount(30, { timeout: 200_000 });
  const sent = await sentTo(standin);
  const wanted = new Set(sent.filter(({ json }) => json.query.includes("Storm")).map(({ json }) => json.variables["page"]));
  expect(wanted.size).toBe(60);
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

test("after a refusal nothing is sent for a minute, in any tab, and the view says what it waits for", async ({ app, context, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await page.clock.install();
  await standin.fail({ operation: "Trending", fault: "rate_limit_cors" });
  await app.open();
  await expect(page.getByRole("alert").getByRole("heading")).toHaveText("Too many requests");
  await expect(page.getByRole("alert")).toContainText("Tried again by itself in about");
  const before = (await sentTo(standin)).length;
  const other = await context.newPage();
  await other.goto(ORIGIN);
  await expect(other.getByText(/Waiting for AniList’s limit, about \d+ s/)).toBeVisible();
  expect((await sentTo(standin)).length).toBe(before);
});
