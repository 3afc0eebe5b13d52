import type { Page } from "@playwright/test";
import { Console, sentTo } from "../support/console";
import { TRIGUN, expectAllSent, openList, plus, standStill, unsent } from "../support/edits";
import { forgetBudget, keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

// The table of tests/standin/README.md: what is typed in the console's query, and what the app then says. The last one ends the login.
const cases: [sentinel: string, title: string][] = [
  ["rate_limit", "AniList did not answer"],
  ["outage", "AniList did not answer"],
  ["challenge", "AniList did not answer"],
  ["drop_before", "AniList did not answer"],
  ["drop_after", "AniList did not answer"],
  ["rate_limit_cors", "Too many requests"],
  ["outage_cors", "AniList's API is switched off"],
  ["challenge_cors", "AniList's network wants to check your browser"],
  ["validation", "AniList did not accept the values"],
  ["query_error", "AniList did not accept the request"],
  ["forbidden", "AniList did not allow this"],
  ["not_found", "Not found on AniList"],
  ["server_error", "AniList had an error"],
  ["truncate", "AniList's answer could not be read"],
  ["not_json", "AniList's answer could not be read"],
  ["empty", "AniList's answer could not be read"],
  ["invalid_token", "AniList no longer accepts your login"],
];

/** The query that meets a failure in the demo. */
const query = (sentinel: string) => `{ Page(perPage: 2) { media(sort: ID) { id title { romaji } } } } # fault:${sentinel}`;
const problem = (page: Page) => page.getByRole("tabpanel", { name: "Response" });

test("what is typed into the console's query fails as the table says", async ({ app, page, standin, trouble }) => {
  test.setTimeout(180_000);
  trouble.allow(/graphql\.anilist\.co/);
  await keepSignedIn(page, standin, "kaede");
  for (const [sentinel, title] of cases)
    await test.step(`fault:${sentinel}`, async () => {
      // Announced waits and an outage would hold up the next one.
      await forgetBudget(page);
      const console = await Console.open(app);
      await console.send(query(sentinel));
      await expect(problem(page)).toContainText(title);
    });
});

test("typing fault:partial shows the data, and what is missing of it", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await console.send(query("partial"));
  await expect(problem(page)).toContainText("AniList had an error");
  await expect(problem(page)).toContainText("Internal Server Error");
  // One title is null, the other one is there.
  await page.getByRole("button", { name: "Text", exact: true }).click();
  const answer = page.getByRole("textbox", { name: "Answer as text" });
  await expect(answer).toContainText('"romaji": null');
  await expect(answer).toContainText(/"romaji": "/);
});

test("typing fault:stall shows “AniList took too long” after 20 seconds", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await page.clock.install();
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await console.write(query("stall"));
  await console.run.click();
  await expect.poll(async () => (await sentTo(standin)).length).toBe(1);
  await page.clock.runFor(12_000);
  await expect(console.runs.first()).not.toContainText(/done|failed/);
  await page.clock.runFor(9_000);
  await expect(console.runs.first()).toContainText("failed");
  await expect(problem(page)).toContainText("AniList took too long");
});

test("typing fault:hostile:N shows an answer or a failure in words, whatever N is", async ({ app, page, standin, trouble }) => {
  test.setTimeout(120_000);
  trouble.allow(/graphql\.anilist\.co/);
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  for (let seed = 1; seed <= 8; seed += 1) {
    await forgetBudget(page);
    await console.send(query(`hostile:${seed}`));
    await expect(console.runs.first()).toContainText(/done · \d|failed/);
    await expect(problem(page)).toContainText(/\w{3}/);
    await expect(page.locator("#failed")).toBeHidden();
  }
});

test("an outage stops every request for ten minutes, and “Try now” asks at once", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await standin.fail({ operation: "Trending", fault: "outage_cors" });
  await app.open();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("The AniList API has been temporarily disabled");
  await expect(alert).toContainText("Tried again by itself in about 10 min.");
  const before = (await standin.journal("graphql.anilist.co")).length;
  await app.open("requests");
  await expect(page.getByText("AniList’s API is switched off.")).toBeVisible();
  await app.open();
  await expect(alert).toContainText("The AniList API has been temporarily disabled");
  expect((await standin.journal("graphql.anilist.co")).length).toBe(before);
  await alert.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) })).toHaveCount(12);
  await expect(alert).toHaveCount(0);
});

test("a dead token asks for a new login, which comes back to the page one was on, and no edit is lost", async ({ app, anilist, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await keepSignedIn(page, standin, "kaede");
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await page.getByRole("searchbox", { name: "Filter" }).fill("trigun");
  await expect(page).toHaveURL(/animelist\/Watching\?.*trigun/);
  const address = page.url();
  await standin.revoke("kaede");
  await plus(page, TRIGUN.title).click();
  await expect(page.getByText(/AniList no longer accepts the login of kaede/)).toBeVisible();
  await expect(unsent(page)).toHaveCount(1);
  await app.startLogIn();
  await anilist.logInAs("kaede");
  await anilist.approve();
  await app.expectSignedIn("kaede");
  await expect(page.getByText(/AniList no longer accepts/)).toHaveCount(0);
  await expect(plus(page, TRIGUN.title)).toBeVisible();
  expect(page.url()).toBe(address);
  await expectAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))!.progress).toBe(before.progress + 1);
});

test("three tries follow a failure that may pass, and then the person is asked", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await standStill(page);
  await standin.fail({ operation: "Trending", fault: "server_error", times: 0 });
  await app.open();
  const sent = async () => (await standin.journal("graphql.anilist.co")).filter(({ method }) => method === "POST").length;
  for (const tries of [1, 2, 3]) {
    await expect(page.getByRole("alert")).toContainText("Tried again by itself in");
    expect(await sent()).toBe(tries);
    // In small steps: in a large one the next answer may come, and the try after it.
    await expect(async () => {
      await page.clock.runFor(1_000);
      expect(await sent()).toBe(tries + 1);
    }).toPass({ timeout: 20_000, intervals: [100] });
  }
  await expect(page.getByRole("alert")).not.toContainText("Tried again by itself");
  await page.clock.runFor(120_000);
  expect(await sent()).toBe(4);
});

test("when the browser is online again, what failed for want of a network is asked by itself", async ({ app, context, page, trouble }) => {
  trouble.allow(/ERR_INTERNET_DISCONNECTED/);
  await app.open("session");
  await context.setOffline(true);
  await page.getByRole("link", { name: "Home" }).filter({ visible: true }).click();
  await expect(page.getByRole("alert").getByRole("heading")).toHaveText("You are offline");
  await context.setOffline(false);
  await expect(page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) })).toHaveCount(12);
});

test("a soak of hostile answers never stops the app", async ({ app, page, standin, trouble }) => {
  test.setTimeout(180_000);
  trouble.allow(/graphql\.anilist\.co/);
  await standin.fail({ fault: "hostile", seed: 1, times: 0 });
  let answers = 0;
  for (let round = 0; round < 8; round += 1) {
    // Anew each time: one kind of nonsense ends the login, and the limit is not what this is about.
    await keepSignedIn(page, standin, "kaede");
    await forgetBudget(page);
    await app.open();
    await expect(page.locator("#trending")).toBeVisible();
    // All that Home asks for has come to something: an answer, however odd, or a failure in words.
    await expect(page.locator(".skeleton")).toHaveCount(0);
    await expect(page.locator("#failed")).toBeHidden();
    await expect(page.getByRole("link", { name: "Session" }).filter({ visible: true })).toBeVisible();
    answers = (await sentTo(standin)).length;
  }
  expect(answers, "every round asked AniList").toBeGreaterThanOrEqual(8);
});
