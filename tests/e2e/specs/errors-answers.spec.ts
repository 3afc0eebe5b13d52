import type { Page } from "@playwright/test";
import { ORIGIN } from "../support/app";
import { standStill } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import type { Fault } from "../support/standin";
import { expect, test } from "../support/test";

test.beforeEach(({ trouble }) => trouble.allow(/graphql\.anilist\.co/));

const problem = (page: Page) => page.getByRole("alert");

/** The shelf has come. */
async function expectTrending(page: Page): Promise<void> {
  await expect(page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) })).toHaveCount(12);
  await expect(problem(page)).toHaveCount(0);
}

// One of each kind that a page shows differently. Which answer is which failure is proved by `contract.rs` and
// `decode/failures.rs`, that each says what, why and what next by `src/error/tests.rs`, and that a browser hands on what it
// was answered, for every failure of the stand-in, by errors-sentinels.spec.ts.
const answers: [fault: Fault["fault"], title: string, cause: string, next: string][] = [
  ["rate_limit", "AniList did not answer", "limit of requests a minute, an outage, your network", "Wait a minute, then try again."],
  ["outage_cors", "AniList's API is switched off", "AniList refuses requests at the moment", "Your login stays."],
  ["challenge_cors", "AniList's network wants to check your browser", "a page of AniList itself", "Open anilist.co in another tab"],
  ["truncate", "AniList's answer could not be read", "The answer broke off in the middle.", "Try again in a moment."],
];

for (const [fault, title, cause, next] of answers)
  test(`${fault} is shown as “${title}” with cause and next step, and Retry works`, async ({ app, page, standin }) => {
    // Until further notice: when a connection that was used before breaks, the browser itself asks once more.
    await standin.fail({ operation: "Trending", fault, times: 0 });
    await standStill(page);
    await app.open();
    await expect(problem(page).getByRole("heading")).toHaveText(title);
    await expect(problem(page)).toContainText(cause);
    await expect(problem(page)).toContainText(next);
    await expect(problem(page)).not.toContainText(/offline|undefined|CORS|null/);
    await standin.reset();
    await problem(page).getByRole("button", { name: fault === "outage_cors" ? "Try now" : "Retry" }).click();
    await expectTrending(page);
  });

test("a slow answer is waited for", async ({ app, page, standin }) => {
  await standin.fail({ operation: "Trending", fault: "delay", ms: 1_500 });
  await app.open();
  await expectTrending(page);
});

test("an answer that does not come is given up after 20 seconds, and Retry works", async ({ app, page, standin }) => {
  await standStill(page);
  await standin.fail({ operation: "Trending", fault: "stall" });
  await app.open();
  await expect.poll(async () => (await standin.journal("graphql.anilist.co")).filter((seen) => seen.operation === "Trending").length).toBe(1);
  await page.clock.runFor(19_000);
  await expect(problem(page)).toHaveCount(0);
  await page.clock.runFor(1_000);
  await expect(problem(page).getByRole("heading")).toHaveText("AniList took too long");
  await problem(page).getByRole("button", { name: "Retry" }).click();
  await expectTrending(page);
});

test("offline is called offline, and only then", async ({ app, context, page, standin }) => {
  await standin.fail({ operation: "Trending", fault: "challenge_cors" });
  await app.open();
  await expect(problem(page)).toBeVisible();
  await context.setOffline(true);
  await problem(page).getByRole("button", { name: "Retry" }).click();
  await expect(problem(page).getByRole("heading")).toHaveText("You are offline");
  await expect(problem(page)).toContainText("Check your connection, then try again.");
  // With the network back it is asked by itself.
  await context.setOffline(false);
  await expectTrending(page);
});

test("a GraphQL error about the query says that trying again will not help", async ({ app, page }) => {
  const headers = { "access-control-allow-origin": "*", "content-type": "application/json" };
  const errors = [{ message: 'Cannot query field "x" on type "Media".', status: 400 }];
  await page.route("https://graphql.anilist.co/", (route) => route.fulfill({ status: 400, headers, body: JSON.stringify({ data: null, errors }) }));
  await app.open();
  await expect(problem(page)).toContainText("A mistake in this app");
  await expect(problem(page)).toContainText('Cannot query field "x" on type "Media".');
  await expect(problem(page).getByRole("button", { name: "Retry" })).toHaveCount(0);
});

// SECURITY.md: T7
test("the report of a failure names operation, kind and status, and no token", async ({ app, context, page, standin }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: ORIGIN });
  const token = await keepSignedIn(page, standin, "kaede");
  await standin.fail({ operation: "Trending", fault: "server_error", times: 0 });
  await app.open();
  // Both parts of the page failed together; asked again on their own, only one does.
  await expect(problem(page)).toHaveCount(1);
  await problem(page).getByRole("button", { name: "Copy report" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toBeAttached();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toMatch(/^Tsuzuki [\d.]+\nOperation: Trending\nKind: Server\nStatus: 500\n$/);
  expect(report).not.toContain(token);
});

test("one failing part of a page leaves the other alone", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await standin.fail({ operation: "Viewer", fault: "server_error", times: 0 });
  await app.open();
  // They are asked together, and on their own once that has failed.
  await expect(page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) })).toHaveCount(12);
  await expect(problem(page)).toHaveCount(1);
  await standin.reset();
  await problem(page).getByRole("button", { name: "Retry" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "kaede", exact: true })).toBeVisible();
});

// That no answer of any shape stops the decoder is proved by `decode/hostile.rs`; these are what a browser could take
// otherwise: its own text decoder, its stack, its parser of pages.
test("whatever the API sends, the app does not stop", async ({ app, page, standin }) => {
  const bodies: [name: string, body: string][] = [
    ["nulls in lists", '\uFEFF{"data":{"Page":{"media":[null,null]},"Viewer":null}}'],
    ["nesting without end", "[".repeat(20_000)],
    ["lone surrogates", '{"data":{"Page":{"media":[{"id":1,"title":{"userPreferred":"\\ud800"}}]}}}'],
    ["HTML with status 200", "<!doctype html><title>x</title><script>planted=1</script>"],
  ];
  const headers = { "access-control-allow-origin": "*", "content-type": "application/json" };
  let answer = "";
  await keepSignedIn(page, standin, "kaede");
  await page.route("https://graphql.anilist.co/", (route) => route.fulfill({ headers, body: answer }));
  for (const [name, body] of bodies)
    await test.step(name, async () => {
      answer = body;
      await app.open();
      await app.expectSignedIn("kaede");
      // Either something can be shown, or it is said what is wrong; waiting for ever is neither.
      await expect(page.getByRole("status").filter({ hasText: "Loading" })).toHaveCount(0);
      await expect(page.locator(".skeleton")).toHaveCount(0);
      await expect(page.locator("#failed")).toBeHidden();
      await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
      await expect(page.getByRole("heading", { level: 1, name: "Session" })).toBeVisible();
      expect(await page.evaluate(() => "planted" in self)).toBe(false);
    });
});
