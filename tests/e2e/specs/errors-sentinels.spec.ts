import type { Page } from "@playwright/test";
import { Console } from "../support/console";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

// The table of the README: what is typed in the console's query, and what the app then says.
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
  ["invalid_token", "AniList no longer accepts your login"],
  ["forbidden", "AniList did not allow this"],
  ["not_found", "Not found on AniList"],
  ["server_error", "AniList had an error"],
  ["truncate", "AniList's answer could not be read"],
  ["not_json", "AniList's answer could not be read"],
  ["empty", "AniList's answer could not be read"],
  ["partial", "AniList had an error"],
];

/** The query that meets a failure in the demo. */
const query = (sentinel: string) => `{ Page(perPage: 2) { media(search: "fault:${sentinel}") { id title { romaji } } } }`;
const problem = (page: Page) => page.getByRole("tabpanel", { name: "Response" });

for (const [sentinel, title] of cases)
  test(`typing fault:${sentinel} shows “${title}”`, async ({ app, page, standin, trouble }) => {
    trouble.allow(/graphql\.anilist\.co/);
    await keepSignedIn(page, standin, "kaede");
    const console = await Console.open(app);
    await console.send(query(sentinel));
    await expect(problem(page)).toContainText(title);
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

test("a dead token asks for a new login, which comes back to the page one was on", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await keepSignedIn(page, standin, "kaede");
  await standin.revoke("kaede");
  await app.open("requests");
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).click();
  await expect(page.getByText(/AniList no longer accepts/).first()).toBeVisible();
});

test("three tries follow a failure that may pass, and then the person is asked", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await page.clock.install();
  await standin.fail({ operation: "Trending", fault: "server_error", times: 0 });
  await app.open();
  const sent = async () => (await standin.journal("graphql.anilist.co")).filter(({ method }) => method === "POST").length;
  for (const tries of [1, 2, 3]) {
    await expect(page.getByRole("alert")).toContainText("Tried again by itself in");
    await expect.poll(sent).toBe(tries);
    await page.clock.runFor(12_000);
  }
  await expect.poll(sent).toBe(4);
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
  test.setTimeout(120_000);
  trouble.allow(/graphql\.anilist\.co/);
  await standin.fail({ fault: "hostile", seed: 1, times: 0 });
  for (let round = 0; round < 20; round += 1) {
    await page.evaluate(() => localStorage.clear()).catch(() => undefined);
    await app.open();
    await expect(page.locator("#trending")).toBeVisible();
    await expect(page.locator("#failed")).toBeHidden();
  }
});
