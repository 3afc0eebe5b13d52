import type { Page } from "@playwright/test";
import { ORIGIN } from "../support/app";
import { Console, sentTo } from "../support/console";
import { forgetBudget, keepSignedIn } from "../support/kept";
import type { Fault } from "../support/standin";
import { expect, test } from "../support/test";

test.beforeEach(({ trouble }) => trouble.allow(/graphql\.anilist\.co/));

const panel = (page: Page) => page.getByRole("tabpanel", { name: "Response" });
const problem = (page: Page) => panel(page).getByRole("alert");
const figure = (page: Page, name: string) => page.getByRole("term").filter({ hasText: new RegExp(`^${name}$`) }).locator("+ dd");

const failures: [fault: Fault["fault"], title: string, status: string, body: RegExp][] = [
  ["server_error", "AniList had an error", "500", /<title>Server Error/],
  ["drop_before", "AniList did not answer", "none", /No answer came\./],
];
for (const [fault, title, status, body] of failures)
  test(`${fault} is shown as the app shows failures everywhere, with the raw answer, and Retry sends it again`, async ({ app, page, standin }) => {
    const console = await Console.open(app);
    await standin.fail({ operation: "Fails", fault });
    await console.send("query Fails { Page(perPage: 1) { media { id } } }");
    await expect(console.runs.first()).toContainText("failed");
    await expect(problem(page).getByRole("heading")).toHaveText(title);
    await expect(figure(page, "Status")).toHaveText(status);
    await expect(console.problems, "it is not the request's fault").toHaveCount(0);
    await expect(panel(page)).toContainText(body);
    await problem(page).getByRole("button", { name: "Retry" }).click();
    await expect(console.runs).toHaveText([/Fails done · 200/, /Fails failed/]);
    await expect(problem(page)).toHaveCount(0);
    await expect(console.tree).toBeVisible();
  });

test("while AniList is switched off nothing is sent, nothing is spent, and “Try now” asks all the same", async ({ app, page, standin }) => {
  const console = await Console.open(app);
  await standin.fail({ operation: "First", fault: "outage_cors" });
  await console.send("query First { Page { media { id } } }");
  await standin.forget();
  await console.send("query Second { Page { media { id } } }");
  await expect(problem(page)).toContainText("The AniList API has been temporarily disabled");
  await expect(figure(page, "Budget spent")).toHaveText("nothing: it was not sent");
  expect(await sentTo(standin)).toEqual([]);
  await problem(page).getByRole("button", { name: "Try now" }).click();
  await expect(console.runs.first()).toContainText("Second done · 200");
});

test("a failed request is copied as a report without a word of it", async ({ app, context, page, standin }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: ORIGIN });
  const console = await Console.open(app);
  await standin.fail({ operation: "Secret", fault: "server_error" });
  await console.send("query Secret { Page { media { id } } }");
  await problem(page).getByRole("button", { name: "Copy report" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^Tsuzuki \S+\nKind: Server\n$/);
});

test("a failed mutation is sent again only after the question", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await standin.fail({ operation: "Fav", fault: "server_error" });
  await console.write("mutation Fav { ToggleFavourite(animeId: 1) { anime { nodes { id } } } }");
  await console.run.click();
  await page.getByRole("button", { name: "Send mutation" }).click();
  await expect(console.runs.first()).toContainText("Fav failed");
  await problem(page).getByRole("button", { name: "Retry" }).click();
  await page.getByRole("button", { name: "Don’t send" }).click();
  await expect(console.runs).toHaveCount(1);
  await problem(page).getByRole("button", { name: "Retry" }).click();
  await page.getByRole("button", { name: "Send mutation" }).click();
  await expect(console.runs).toHaveText([/Fav done · 200/, /Fav failed/]);
});

test("an error about the query is the request's, not the app's, and is marked and listed at the editor's line", async ({ app, page }) => {
  const console = await Console.open(app);
  await console.send("query Other { Viewer { id } }\nquery Wrong {\n  Page {\n    nope\n  }\n}");
  await console.operation.selectOption("Wrong");
  await console.run.click();
  await expect(problem(page)).toContainText("AniList did not accept the request");
  await expect(problem(page)).toContainText('Cannot query field "nope" on type "Page"');
  await expect(problem(page)).toContainText("Correct the request, then run it again.");
  await expect(problem(page).getByRole("button", { name: "Retry" })).toHaveCount(0);
  await expect(figure(page, "Status")).toHaveText("400");
  await expect(console.problems).toHaveText([/^Line 4, column 5 Cannot query field "nope" on type "Page"/]);
  await expect.poll(() => console.faultyLines(console.query)).toEqual(["4"]);
  await console.problems.getByRole("button").click();
  await expect(console.query).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type("x");
  await expect(console.problems, "what AniList said was about another text").toHaveCount(0);
  await expect.poll(() => console.faultyLines(console.query)).toEqual([]);
});

test("fault:query_error is marked at its line", async ({ app, page }) => {
  const console = await Console.open(app);
  await console.send('query Sentinel {\n  # fault:query_error\n  Page(perPage: 1) {\n    media { id }\n  }\n}');
  await expect(problem(page)).toContainText("AniList did not accept the request");
  await expect(console.problems).toHaveText(['Line 3, column 3 Cannot query field "fault" on type "Query".']);
  await expect.poll(() => console.faultyLines(console.query)).toEqual(["3"]);
});

test("fault:validation is marked at the variable and the argument it is about, one complaint a line", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await console.write(
    'mutation Save($score: Float) {\n  SaveMediaListEntry(\n    mediaId: 1\n    score: $score\n    notes: "fault:validation"\n  ) { id }\n}',
    '{\n  "score": 500\n}',
  );
  await console.run.click();
  await page.getByRole("button", { name: "Send mutation" }).click();
  await expect(problem(page)).toContainText("AniList did not accept the values");
  await expect(console.problems).toHaveText([
    "Line 5, column 5 notes: The notes may not be greater than 6000 characters.",
    "Variables, line 2, column 3 score: The score may not be greater than 100.",
  ]);
  await expect.poll(() => console.faultyLines(console.query)).toEqual(["5"]);
  await expect.poll(() => console.faultyLines(console.variables)).toEqual(["2"]);
  await console.problems.last().getByRole("button").click();
  await expect(console.variables).toBeFocused();
});

test("what a save gets wrong is marked by AniList's own names", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await console.write("mutation Save($s: Float) { SaveMediaListEntry(mediaId: 1, score: $s) { id } }", '{"s": 100000}');
  await console.run.click();
  await page.getByRole("button", { name: "Send mutation" }).click();
  await expect(console.problems).toHaveText([/^Variables, line 1, column 2 score: /]);
  await expect.poll(() => console.faultyLines(console.variables)).toEqual(["1"]);
});

test("a dead token ends the session here as anywhere, and the way back is beside it", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await standin.revoke("kaede");
  await console.send("query Me { Viewer { id name } }");
  await expect(problem(page)).toContainText("AniList no longer accepts your login");
  await expect(problem(page).getByRole("button", { name: "Log in with AniList" })).toBeVisible();
  await app.expectSignedOut();
  await expect(console.query, "the console stays").toContainText("Viewer");
});

test("what a person looks at waits with the rest of the screen, and a change goes ahead of it", async ({ app, page, standin }) => {
  test.setTimeout(120_000);
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await forgetBudget(page);
  // All slots but the one that is kept for what a person changes.
  await console.write("query Read { Page(perPage: 1) { media { id } } }");
  await console.query.focus();
  for (let count = 0; count < 24; count += 1) await page.keyboard.press("Control+Enter");
  await expect(console.runs.filter({ hasText: "done · 200" })).toHaveCount(24, { timeout: 60_000 });
  await console.write("query Waits { Page(perPage: 1) { media { id } } }");
  await console.run.click();
  await expect(console.runs.first()).toContainText("Waits Waiting for AniList’s limit");
  await console.write("mutation Goes { ToggleFavourite(animeId: 1) { anime { nodes { id } } } }");
  await console.run.click();
  await page.getByRole("button", { name: "Send mutation" }).click();
  await expect(console.runs.first()).toContainText("Goes done · 200");
  await expect(console.runs.nth(1)).toContainText("Waits Waiting for AniList’s limit");
});
