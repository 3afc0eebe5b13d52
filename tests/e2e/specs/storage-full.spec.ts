import type { Page } from "@playwright/test";
import { account, besideTheApp, keepAccounts, keyOf, storedAccounts } from "../support/kept";
import { expect, test } from "../support/test";

/** Fills localStorage to the last character. */
async function fill(page: Page): Promise<void> {
  await besideTheApp(page);
  await page.evaluate(() => {
    for (let size = 2 ** 22, index = 0; size >= 1; )
      try {
        localStorage.setItem(`junk${index}`, "x".repeat(size));
        index += 1;
      } catch {
        size = Math.floor(size / 2);
      }
  });
}

const NOTICE = "The browser's storage is full, so a login or a switch made now lasts only until this tab is closed or reloaded.";

// SECURITY.md: A6
test("with a full storage a login works until the tab closes, and says so", async ({ app, anilist, page }) => {
  await fill(page);
  await app.open("session");
  await app.startLogIn();
  await anilist.logInAs("kaede");
  await anilist.approve();
  await app.expectSignedIn("kaede");
  await expect(page.getByText("AniList confirms: this token belongs to user 5001, as it says.")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: NOTICE })).toBeVisible();
  expect(await page.evaluate((key) => localStorage.getItem(key), keyOf("accounts"))).toBeNull();
  await page.getByRole("link", { name: "Home" }).filter({ visible: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "kaede", exact: true })).toBeVisible();
  await page.reload();
  await app.expectSignedOut();
});

// SECURITY.md: A6
test("with a full storage one can log out, and a later login is kept once there is room", async ({ app, anilist, page }) => {
  await fill(page);
  await app.open("session");
  await app.startLogIn();
  await anilist.logInAs("kaede");
  await anilist.approve();
  await app.expectSignedIn("kaede");
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith("junk")) localStorage.removeItem(key);
  });
  await page.getByRole("button", { name: "Log out", exact: true }).click();
  await app.expectSignedOut();
  await expect(page.getByText(NOTICE)).toHaveCount(0);
  await app.startLogIn();
  await app.expectSignedIn("kaede");
  expect(await page.evaluate((key) => localStorage.getItem(key), keyOf("accounts"))).toContain("5001");
});

test("where nothing can be written, a switch of account holds until the tab is reloaded, and is said to", async ({ app, page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede"), await account(standin, "ren")]);
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await app.open("session");
  await page.getByRole("button", { name: "Switch to ren" }).click();
  await expect(page.getByText("belongs to user 5002, as it says")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: NOTICE })).toBeVisible();
  // Storage is read again, as after the back/forward cache.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await page.getByRole("link", { name: "Home" }).filter({ visible: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "ren", exact: true })).toBeVisible();
  await app.expectSignedIn("ren");
  expect((await storedAccounts(page))!.active, "what is stored is as it was").toBe(5001);
  await page.reload();
  await app.expectSignedIn("kaede");
});

test("a full storage is said when a client id is saved, which works until the page is left", async ({ page }) => {
  const base = "https://setup.tsuzuki.test/";
  await besideTheApp(page, base);
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await page.goto(`${base}login`);
  await page.getByRole("textbox", { name: "Client ID" }).fill("1003");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Client ID 1003, entered in this browser.")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "The client ID is used until this page is left." })).toBeVisible();
});
