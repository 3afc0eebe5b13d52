import type { Page } from "@playwright/test";
import { App, ORIGIN } from "../support/app";
import { Console, sentTo } from "../support/console";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

const STATISTICS = "query Me { Viewer { id name } }";

/** Figures of the answer that is shown. */
const figure = (page: Page, name: string) => page.getByRole("term").filter({ hasText: new RegExp(`^${name}$`) }).locator("+ dd");

// SECURITY.md: T9
test("a request goes out as the account in use, and the token stays out of the page and of what the console is given", async ({ app, page, standin }) => {
  const token = await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await standin.forget();
  await console.send(STATISTICS);
  const [sent, ...more] = await sentTo(standin);
  expect(more).toEqual([]);
  expect(sent?.headers["authorization"]).toBe(`Bearer ${token}`);
  expect(sent?.json).toEqual({ query: STATISTICS, variables: {} });
  await expect(page.getByRole("treeitem", { name: 'name: "kaede"' })).toBeVisible();
  await console.openTab("History");
  const shown = await page.evaluate(() => document.documentElement.outerHTML + JSON.stringify([...Object.entries(localStorage)].filter(([key]) => !key.endsWith(":accounts"))));
  for (const part of [token, ...token.split(".")]) expect(shown).not.toContain(part);
});

test("without a login nothing is authorized", async ({ app, standin }) => {
  const console = await Console.open(app);
  await standin.forget();
  await console.send("query P { Page { media { id } } }");
  const [sent] = await sentTo(standin);
  expect(sent?.headers["authorization"]).toBeUndefined();
});

test("Control+Enter runs from the query, the variables and everywhere else in the console", async ({ app, page, standin }) => {
  const console = await Console.open(app);
  await console.write("query P($n: Int) { Page(perPage: $n) { media { id } } }", '{"n": 2}');
  await standin.forget();
  for (const [count, from] of [console.query, console.variables, console.operation].entries()) {
    await from.focus();
    await page.keyboard.press("Control+Enter");
    await expect(console.runs).toHaveCount(count + 1);
    await expect(console.runs.first()).toContainText("done · 200");
  }
  expect((await sentTo(standin)).map(({ json }) => json.variables)).toEqual([{ n: 2 }, { n: 2 }, { n: 2 }]);
  expect(await console.text(console.query), "and writes nothing").toBe("query P($n: Int) { Page(perPage: $n) { media { id } } }");
});

test("⌘+Enter does the same, on a Mac's keyboard and on any other", async ({ app, browser, standin }) => {
  for (const platform of ["Linux x86_64", "MacIntel"]) {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, userAgent: platform === "MacIntel" ? "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)" : undefined });
    const page = await context.newPage();
    await page.addInitScript((platform) => Object.defineProperty(navigator, "platform", { get: () => platform }), platform);
    const console = await Console.open(new App(page, app.base));
    await expect(console.run).toContainText(platform === "MacIntel" ? "⌘ ↵" : "Ctrl ↵");
    await console.write("query P($n: Int) { Page(perPage: $n) { media { id } } }", '{"n": 2}');
    await standin.forget();
    for (const [count, from] of [console.query, console.variables, console.operation].entries()) {
      await from.focus();
      await page.keyboard.press("Meta+Enter");
      await expect(console.runs).toHaveCount(count + 1);
      await expect(console.runs.first()).toContainText("done · 200");
    }
    expect((await sentTo(standin)).length).toBe(3);
    expect(await console.text(console.query), "and writes nothing").toBe("query P($n: Int) { Page(perPage: $n) { media { id } } }");
    await context.close();
  }
});

test("an answer comes with status, time, size and what it spent of the budget", async ({ app, page }) => {
  const console = await Console.open(app);
  await console.send("query P { Page { media { id } } }");
  await expect(figure(page, "Status")).toHaveText("200");
  await expect(figure(page, "Time")).toHaveText(/^\d+ ms$|^\d+\.\d s$/);
  await expect(figure(page, "Size")).toHaveText(/^\d+(\.\d)? k?B$/);
  const meter = (await page.getByRole("link", { name: /^Requests: \d+ left of \d+ this minute/ }).filter({ visible: true }).first().getAttribute("aria-label"))!;
  const [, left, limit] = /^Requests: (\d+) left of (\d+) this minute/.exec(meter)!;
  await expect(figure(page, "Budget spent"), "as the app's own meter says").toHaveText(`1 request; ${left} of ${limit} left this minute`);
});

test("an answer is a tree that folds by mouse and keyboard, and a text", async ({ app, page }) => {
  const console = await Console.open(app);
  await console.send("query P { Page(perPage: 2) { media(sort: ID) { id title { romaji } } } }");
  const item = (name: string | RegExp) => console.tree.getByRole("treeitem", { name }).first();
  const media = page.getByRole("treeitem", { name: /^media: / });
  await expect(media).toHaveAttribute("aria-expanded", "true");
  await media.getByText("media").click();
  await expect(media).toHaveAttribute("aria-expanded", "false");
  await expect(media).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(media).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowRight");
  await expect(item(/^0: /)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(item(/^id: \d+$/)).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(item(/^id: \d+$/)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(item(/^0: /)).toBeFocused();
  await page.keyboard.press("Home");
  await expect(console.tree.getByRole("treeitem").first()).toBeFocused();
  await page.keyboard.press("End");
  await expect(console.tree.getByRole("treeitem").last()).toBeFocused();
  await page.getByRole("button", { name: "Fold all" }).click();
  await expect(console.tree.getByRole("treeitem")).toHaveCount(2);
  await page.getByRole("button", { name: "Unfold more" }).click();
  await expect(item(/^Page: /)).toBeVisible();
  await page.getByRole("button", { name: "Text", exact: true }).click();
  const text = page.getByRole("textbox", { name: "Answer as text" });
  await expect(text).toContainText('"romaji": ');
  expect(JSON.parse(await console.text(text))).toHaveProperty("data.Page.media");
  await text.focus();
  await page.keyboard.press("x");
  expect(await console.text(text), "it cannot be changed").not.toContain("x{");
  await page.getByRole("button", { name: "Tree", exact: true }).click();
  await expect(console.tree).toBeVisible();
});

test("on a narrow screen the answer comes into sight", async ({ app, page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const console = await Console.open(app);
  await console.send("query P { Page(perPage: 2) { media(sort: ID) { id } } }");
  await expect(console.runs.first()).toBeInViewport();
  await expect(figure(page, "Status")).toBeInViewport();
});

test("the body is copied as it came", async ({ app, context, page }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: ORIGIN });
  const body = '{"data": {"n": 9007199254740993}}';
  const headers = { "access-control-allow-origin": "*", "content-type": "application/json" };
  const console = await Console.open(app);
  await page.route("https://graphql.anilist.co/", (route) => route.fulfill({ headers, body }));
  await console.send("{ Viewer { id } }");
  await page.getByRole("button", { name: "Copy answer" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(body);
  await page.getByRole("button", { name: "Text", exact: true }).click();
  await expect(page.getByRole("textbox", { name: "Answer as text" }), "no digit is lost").toContainText("9007199254740993");
});

test("several runs are under way at once; each is seen, chosen and cancelled by itself", async ({ app, page, standin }) => {
  const console = await Console.open(app);
  await standin.fail({ operation: "Slow", fault: "stall", times: 2 }, { operation: "Quick", fault: "delay", ms: 2000 });
  for (const name of ["Slow", "Slow", "Quick"]) {
    await console.write(`query ${name} { Page { media { id } } }`);
    await console.run.click();
  }
  await expect(console.runs).toHaveText([/Quick sent/, /Slow sent/, /Slow sent/]);
  await console.runs.nth(1).getByRole("button", { name: /^Slow sent/ }).click();
  await expect(page.getByText("No answer yet.")).toBeVisible();
  // What another run does between the press and its click is nothing to this button.
  await console.runs.nth(1).getByRole("button", { name: "Cancel Slow" }).hover();
  await page.mouse.down();
  await expect(console.runs).toHaveText([/Quick done · 200/, /Slow sent/, /Slow sent/]);
  await page.mouse.up();
  await expect(console.runs).toHaveText([/Quick done · 200/, /Slow cancelled/, /Slow sent/]);
  await expect(page.getByText("Withdrawn before an answer came.")).toBeVisible();
  await console.cancel.click();
  await expect(console.runs).toHaveText([/Quick done · 200/, /Slow cancelled/, /Slow cancelled/]);
  await expect(console.cancel).toBeDisabled();
  await console.runs.first().getByRole("button").click();
  await expect(console.tree).toBeVisible();
});

test("Control+. cancels from the keyboard, and leaving the page withdraws what is under way", async ({ app, page, standin }) => {
  const console = await Console.open(app);
  await standin.fail({ operation: "Slow", fault: "stall", times: 2 });
  await console.write("query Slow { Page { media { id } } }");
  await console.query.focus();
  await page.keyboard.press("Control+Enter");
  await expect(console.runs).toHaveText([/Slow sent/]);
  await page.keyboard.press("Control+.");
  await expect(console.runs).toHaveText([/Slow cancelled/]);
  const withdrawn = page.waitForEvent("requestfailed", (request) => request.url().startsWith("https://graphql.anilist.co"));
  await page.keyboard.press("Control+Enter");
  await expect(console.runs.first()).toHaveText(/Slow sent/);
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Session" })).toBeVisible();
  expect((await withdrawn).failure()?.errorText).toContain("ERR_ABORTED");
});
