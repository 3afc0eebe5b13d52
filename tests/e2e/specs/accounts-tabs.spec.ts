import type { Page } from "@playwright/test";
import { App, ORIGIN } from "../support/app";
import { account, activeToken, keepAccounts, keyOf, storedAccounts } from "../support/kept";
import { expect, test } from "../support/test";

/** How soon another tab follows, in milliseconds. */
const SOON = { timeout: 1_000 };

const nameIn = (page: Page, name: string) => page.getByText(name, { exact: true }).filter({ visible: true }).first();

// SECURITY.md: A2
test("another tab follows a login", async ({ app, context }) => {
  await app.open();
  const other = new App(await context.newPage(), ORIGIN);
  await other.open("session");
  await expect(other.page.getByRole("heading", { name: "Nobody is logged in" })).toBeVisible();
  await app.logIn("kaede");
  await expect(nameIn(other.page, "kaede")).toBeVisible(SOON);
});

// SECURITY.md: A2
test("another tab follows a switch within a second, and asks as the other account", async ({ app, context, page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede"), await account(standin, "ren")]);
  await app.open("session");
  const other = new App(await context.newPage(), ORIGIN);
  await other.open();
  await expect(other.page.getByRole("heading", { level: 1, name: "kaede", exact: true })).toBeVisible();
  // Who it is may be known from the first tab; what follows comes with all that Home asks for.
  await expect(other.page.getByRole("button", { name: /^Increase progress of / }).first()).toBeVisible();
  // Home brought the picture: the first tab is drawn anew with it, and asks once more whose token it is.
  await expect(page.locator("main img.avatar.large")).toHaveCount(1);
  await expect(page.getByText("belongs to user 5001, as it says")).toBeVisible();
  await expect(page.getByText("Updated just now")).toBeVisible();
  await standin.forget();
  await page.getByRole("button", { name: "Switch to ren" }).click();
  await expect(nameIn(other.page, "ren")).toBeVisible(SOON);
  await expect(other.page.getByRole("heading", { level: 1, name: "ren", exact: true })).toBeVisible();
  const used = (await standin.journal("graphql.anilist.co")).map((seen) => seen.headers["authorization"]).filter(Boolean);
  expect(new Set(used)).toEqual(new Set([`Bearer ${await activeToken(page)}`]));
});

for (const button of ["Log out", "Log out everywhere"])
  // SECURITY.md: A1
  test(`another tab follows “${button}” within a second and shows nothing private any longer`, async ({ app, context, page, standin }) => {
    await keepAccounts(page, [await account(standin, "kaede"), await account(standin, "ren")]);
    await app.open("session");
    const other = new App(await context.newPage(), ORIGIN);
    await other.open();
    await expect(other.page.getByRole("heading", { level: 1, name: "kaede", exact: true })).toBeVisible();
    await page.getByRole("button", { name: button, exact: true }).click();
    await expect(other.page.getByRole("heading", { level: 1, name: "kaede", exact: true })).toHaveCount(0, SOON);
    await expect(other.logInControl()).toBeVisible();
    expect(await other.page.content()).not.toContain("kaede");
  });

test("another tab follows when everything is erased, or the browser's data is cleared", async ({ app, context, page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede")]);
  await app.open();
  await app.expectSignedIn("kaede");
  const other = await context.newPage();
  await other.goto(`${ORIGIN}session`);
  await other.evaluate(() => localStorage.clear());
  await expect(app.logInControl()).toBeVisible(SOON);
});

test("a change in one tab keeps what another tab wrote in the meantime", async ({ app, context, page, standin }) => {
  const [kaede, ren] = [await account(standin, "kaede"), await account(standin, "ren")];
  await keepAccounts(page, [kaede, ren]);
  await app.open("session");
  const other = new App(await context.newPage(), ORIGIN);
  await other.open("session");
  await page.getByRole("button", { name: "Remove ren" }).click();
  await page.getByRole("button", { name: "Erase it" }).click();
  await expect(other.page.getByText("No other account is kept in this browser.")).toBeVisible(SOON);
  await other.page.getByRole("button", { name: "Log out", exact: true }).click();
  await expect(app.logInControl()).toBeVisible(SOON);
  expect(await storedAccounts(page)).toBeNull();
});

test("a tab follows junk from another tab without losing its own key's place", async ({ app, context, page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede")]);
  await app.open();
  await app.expectSignedIn("kaede");
  const other = await context.newPage();
  await other.goto(`${ORIGIN}session`);
  await other.evaluate((key) => localStorage.setItem(key, "{"), keyOf("accounts"));
  await expect(app.logInControl()).toBeVisible(SOON);
  await expect(page.locator("#failed")).toBeHidden();
});
