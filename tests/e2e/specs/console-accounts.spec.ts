import type { Page } from "@playwright/test";
import { App, ORIGIN } from "../support/app";
import { Console } from "../support/console";
import { account, everythingKept, keepAccounts, keepSignedIn, keyOf } from "../support/kept";
import { expect, test } from "../support/test";

/** How soon another tab follows, in milliseconds. */
const SOON = { timeout: 1_000 };
const MINE = "query Mine { Viewer { id name } }";
const WRITTEN = ["console-draft", "console-history"] as const;

const written = (page: Page) => page.evaluate((keys) => keys.map((key) => localStorage.getItem(key)), WRITTEN.map((name) => keyOf(name)));

/** A second tab, on the Session page. */
async function sessionBeside(page: Page): Promise<App> {
  const other = new App(await page.context().newPage(), ORIGIN);
  await other.open("session");
  return other;
}

for (const button of ["Log out", "Log out everywhere", "Erase it"])
  // SECURITY.md: A1
  test(`“${button}” in another tab takes answers, draft and history away, here and from this browser`, async ({ app, page, standin }) => {
    await keepAccounts(page, [await account(standin, "kaede"), await account(standin, "ren")]);
    const console = await Console.open(app);
    await console.send(MINE);
    await expect(page.getByRole("treeitem", { name: 'name: "kaede"' })).toBeVisible();
    const other = await sessionBeside(page);
    if (button === "Erase it") await other.page.getByRole("button", { name: "Remove ren" }).click();
    await other.page.getByRole("button", { name: button, exact: true }).click();
    if (button !== "Erase it") {
      await expect(other.page.getByText("Your requests in the console would be erased from this browser.")).toBeVisible();
      await other.page.getByRole("button", { name: "Log out and lose them" }).click();
    }
    await expect(console.runs).toHaveCount(0, SOON);
    await expect(console.query).toContainText("query Trending");
    await console.query.focus();
    await page.keyboard.press("Control+z");
    await expect(console.query, "nor does undo bring it back").toContainText("query Trending");
    await console.openTab("History");
    await expect(page.getByText("Nothing was sent yet.")).toBeVisible();
    expect(await page.content()).not.toContain("query Mine");
    // What this tab keeps when it is left is not what was there before.
    await page.reload();
    await expect(console.query).toContainText("query Trending");
    expect(await everythingKept(page)).not.toContain("query Mine");
  });

// SECURITY.md: A1
test("logging out in the same tab removes draft and history", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await console.send(MINE);
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  expect((await written(page)).every((text) => text?.includes("query Mine"))).toBe(true);
  await page.getByRole("button", { name: "Log out", exact: true }).click();
  await page.getByRole("button", { name: "Log out and lose them" }).click();
  await app.expectSignedOut();
  expect(await written(page)).toEqual([null, null]);
});

// SECURITY.md: A2
test("a switch in another tab takes the answers away, keeps what was written, and withdraws what is under way", async ({ app, page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede"), await account(standin, "ren")]);
  const console = await Console.open(app);
  await console.send(MINE);
  await standin.fail({ operation: "Late", fault: "stall" });
  await console.write("query Late { Viewer { name } }");
  const withdrawn = page.waitForEvent("requestfailed", (request) => request.url().startsWith("https://graphql.anilist.co"));
  await console.run.click();
  await expect(console.runs.first()).toContainText("Late sent");
  const other = await sessionBeside(page);
  await other.page.getByRole("button", { name: "Switch to ren" }).click();
  await expect(console.runs).toHaveCount(0, SOON);
  expect((await withdrawn).failure()?.errorText).toContain("ERR_ABORTED");
  await expect(console.query).toContainText("query Late");
  await expect(console.tree).toHaveCount(0);
  expect(await page.getByRole("main").innerHTML()).not.toContain("kaede");
  await console.openTab("History");
  await expect(page.getByRole("list", { name: "History" }).getByRole("listitem")).toHaveText([/^Late/, /^Mine/]);
  await console.run.click();
  await expect(page.getByRole("treeitem", { name: 'name: "ren"' })).toBeVisible();
});

// SECURITY.md: A2
test("a question about a mutation goes when another account is in use, and nothing was sent", async ({ app, page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede"), await account(standin, "ren")]);
  const console = await Console.open(app);
  await console.write("mutation Fav { ToggleFavourite(animeId: 1) { anime { nodes { id } } } }");
  await console.run.click();
  await expect(console.question).toHaveAccessibleName("Change data at AniList as kaede?");
  const other = await sessionBeside(page);
  await other.page.getByRole("button", { name: "Switch to ren" }).click();
  await expect(console.question).toHaveCount(0, SOON);
  expect((await standin.journal("graphql.anilist.co")).filter(({ operation }) => operation === "Fav")).toEqual([]);
  await console.run.click();
  await expect(console.question).toHaveAccessibleName("Change data at AniList as ren?");
});

test("what was written survives a login that has ended and is renewed", async ({ app, anilist, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co|status of 40\d/);
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await console.write("query Long {\n  Viewer { id name }\n}", '{"kept": 1}');
  await standin.revoke("kaede");
  await console.run.click();
  await expect(page.getByRole("tabpanel", { name: "Response" }).getByRole("alert")).toContainText("AniList no longer accepts your login");
  await app.expectSignedOut();
  await app.startLogIn();
  await anilist.logInAs("kaede");
  await anilist.approve();
  await expect(console.query).toContainText("query Long");
  expect(page.url()).toBe(`${app.base}console`);
  expect(await console.text(console.query)).toBe("query Long {\n  Viewer { id name }\n}");
  await expect(console.variables).toHaveText('{"kept": 1}');
  await console.run.click();
  await expect(page.getByRole("treeitem", { name: 'name: "kaede"' })).toBeVisible();
});
