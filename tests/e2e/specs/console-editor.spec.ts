import type { Page } from "@playwright/test";
import { Console } from "../support/console";
import { keyOf } from "../support/kept";
import { expect, test } from "../support/test";

/** Puts the cursor behind everything in the query. */
async function toTheEnd(page: Page, console: Console): Promise<void> {
  await console.query.focus();
  await page.keyboard.press("Control+End");
}

test("the first visitor finds a request that works without a login", async ({ app, page }) => {
  const console = await Console.open(app);
  await expect(console.query).toContainText("query Trending");
  await console.run.click();
  await expect(console.runs.first()).toContainText(/Trending done · 200/);
  await expect(page.getByRole("heading", { level: 1, name: "Console" })).toBeVisible();
});

test("lines are numbered, brackets close and match, and what is inside them is indented", async ({ app, page }) => {
  const console = await Console.open(app);
  await console.write("");
  await console.query.pressSequentially("query {");
  await page.keyboard.press("Enter");
  await console.query.pressSequentially("Viewer {");
  await page.keyboard.press("Enter");
  await console.query.pressSequentially("id");
  await expect.poll(() => console.text(console.query)).toBe("query {\n  Viewer {\n    id\n  }\n}");
  await expect(page.locator(".cm-lineNumbers").first()).toHaveText(/^9?\s*1\s*2\s*3\s*4\s*5$/);
  await toTheEnd(page, console);
  await expect(console.query.locator(".cm-matchingBracket")).toHaveText(["{", "}"]);
  await page.keyboard.press("Tab");
  await expect.poll(() => console.text(console.query), "Tab indents").toMatch(/\n {2}\}$/);
  await page.keyboard.press("Control+z");
  await expect.poll(() => console.text(console.query)).toMatch(/\n\}$/);
});

test("Escape, then Tab leaves the editor, and the hint says so", async ({ app, page }) => {
  const console = await Console.open(app);
  await expect(page.getByText("Tab indents; Escape, then Tab leaves the editor.").first()).toBeVisible();
  await expect(console.query).toHaveAccessibleDescription(/Escape, then Tab leaves the editor/);
  const before = await console.text(console.query);
  await console.query.focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(console.query).not.toBeFocused();
  await expect(console.variables).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+Tab");
  await expect(console.query).toBeFocused();
  expect(await console.text(console.query)).toBe(before);
});

test("variables that are no JSON are marked at their line, listed, and not sent", async ({ app, page, standin }) => {
  const console = await Console.open(app);
  await standin.forget();
  await console.write("query P($a: Int, $b: Int) { Viewer { id } }", '{\n  "a": 1,\n  "b": CURRENT\n}');
  await expect(console.problems).toHaveText(["Variables, line 3, column 8 “CURRENT” is no JSON value; a text stands in double quotes."]);
  await expect.poll(() => console.faultyLines(console.variables)).toEqual(["3"]);
  await console.run.click();
  await expect(page.getByRole("alert")).toContainText("Not sent");
  await expect(page.getByRole("alert")).toContainText("Variables, line 3, column 8");
  await page.getByRole("button", { name: "Go there" }).click();
  await expect(console.variables).toBeFocused();
  await expect(console.runs).toHaveCount(0);
  expect((await standin.journal("graphql.anilist.co")).length).toBe(0);
});

test("one of several operations is picked, and only it is sent, with its fragments", async ({ app, page, standin }) => {
  const console = await Console.open(app);
  await standin.forget();
  const query = "query First {\n  Page { media { id } }\n}\nquery Second {\n  Page { media { ...F } }\n}\nfragment F on Media { idMal }";
  await console.write(query);
  await expect(console.operation.getByRole("option")).toHaveText(["First", "Second"]);
  await console.operation.selectOption("Second");
  await page.getByText("3 of 500 fields").waitFor();
  await console.run.click();
  await expect(console.runs.first()).toContainText(/Second done · 200/);
  const [sent] = (await standin.journal("graphql.anilist.co")).filter(({ method }) => method === "POST");
  expect(sent?.operation).toBe("Second");
  const body = JSON.parse(sent!.body) as { query: string; variables: object };
  expect(Object.keys(body)).toEqual(["query", "variables"]);
  expect(body.query.trim()).toBe("query Second {\n  Page { media { ...F } }\n}\nfragment F on Media { idMal }");
  expect(body.query.split("\n").length, "AniList's errors name the editor's lines").toBe(query.split("\n").length);
});

test("the fields are counted as one writes, with fragments and aliases, and more than 500 are not sent", async ({ app, page, standin }) => {
  const console = await Console.open(app);
  await standin.forget();
  await console.write("query A { a: Viewer { ...F } b: Viewer { ...F } } fragment F on User { id name }");
  await expect(page.getByText("6 of 500 fields")).toBeVisible();
  await console.write(`query Big { ${Array.from({ length: 501 }, (_, index) => `v${index}: SiteStatistics`).join(" ")} }`);
  await expect(page.getByText("501 of 500 fields")).toBeVisible();
  await console.run.click();
  await expect(page.getByRole("alert")).toContainText("Big selects 501 fields, AniList answers at most 500 in one request.");
  await expect(page.getByRole("button", { name: "Send anyway" })).toHaveCount(0);
  expect((await standin.journal("graphql.anilist.co")).length).toBe(0);
});

test("what was last edited survives a reload and another page, and holds no token", async ({ app, page }) => {
  const console = await Console.open(app);
  await console.write("query Mine { SiteStatistics { users { pageInfo { total } } } }", '{"kept": true}');
  await page.reload();
  await expect(console.query).toContainText("query Mine");
  await expect(console.variables).toContainText('"kept": true');
  await console.fill(console.variables, `{"t": "eyJ${"a".repeat(30)}.${"b".repeat(30)}.${"c".repeat(30)}"}`);
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Session" })).toBeVisible();
  const kept = await page.evaluate((key) => localStorage.getItem(key), keyOf("console-draft"));
  expect(kept).toContain("query Mine");
  expect(kept, "what looks like a token is not kept").not.toContain("eyJ");
});
