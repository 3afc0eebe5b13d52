import { App, ORIGIN, SETUP, SUB_PATH } from "../support/app";
import { besideTheApp, keyOf, plant } from "../support/kept";
import { Login } from "../support/login";
import { expect, test } from "../support/test";

test("without a client id, Log in leads to the page that says what to register", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: SETUP });
  const app = new App(page, SETUP);
  await app.open();
  await app.startLogIn();
  await expect(page.getByRole("heading", { level: 1, name: "Set up the login" })).toBeVisible();
  expect(page.url()).toBe(`${SETUP}login`);
  const redirect = page.getByRole("textbox", { name: "Redirect URL" });
  await expect(redirect).toHaveValue(SETUP);
  await expect(redirect).not.toBeEditable();
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(SETUP);
  const settings = page.getByRole("link", { name: "Developer settings at AniList" });
  await expect(settings).toHaveAttribute("href", "https://anilist.co/settings/developer");
  await expect(settings).toHaveAttribute("rel", /noopener.*noreferrer/);
});

// SECURITY.md: S7
test("what is no client id is refused with a sentence", async ({ page }) => {
  const app = new App(page, SETUP);
  await app.open("login");
  const field = page.getByRole("textbox", { name: "Client ID" });
  for (const wrong of ["1&response_type=code", "abc", "", "1#", "1 2", "１", "9".repeat(21)]) {
    await field.fill("1001");
    await expect(page.getByRole("alert")).toHaveCount(0);
    await field.fill(wrong);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("alert")).toHaveText(/\w.*\.$/);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveValue(wrong);
  }
  expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({});
});

test("an entered client id is kept, used for the login, and can be changed", async ({ page, anilist }) => {
  const app = new App(page, SETUP);
  const login = new Login(page, app);
  await app.open("login");
  await page.getByRole("textbox", { name: "Client ID" }).fill(" 1003 ");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Log in" })).toBeVisible();
  expect(await page.evaluate((key) => localStorage.getItem(key), keyOf("client-id", SETUP))).toBe("1003");
  const asked = await login.leave("session");
  expect(asked.searchParams.get("client_id")).toBe("1003");
  await anilist.logInAs("kaede");
  await anilist.approve();
  await app.expectSignedIn("kaede");
  expect(page.url()).toBe(`${SETUP}session`);
  await app.open("login");
  await page.getByRole("button", { name: "Use another client ID" }).click();
  await expect(page.getByRole("textbox", { name: "Client ID" })).toBeVisible();
  expect(await page.evaluate((key) => localStorage.getItem(key), keyOf("client-id", SETUP))).toBeNull();
});

test("a stored client id that is none counts as not there", async ({ page }) => {
  await plant(page, keyOf("client-id", SETUP), "1&response_type=code", SETUP);
  const app = new App(page, SETUP);
  await app.open("login");
  await expect(page.getByRole("textbox", { name: "Client ID" })).toBeVisible();
});

test("where the host set a client id, it is shown and cannot be changed", async ({ page, app }) => {
  await app.open("login");
  await expect(page.getByText("Client ID 1001, set by whoever hosts this page.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Client ID" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Use another client ID" })).toHaveCount(0);
});

test("below a sub-path a login uses that path's client and comes back below it", async ({ page, anilist }) => {
  const app = new App(page, SUB_PATH);
  const asked = await new Login(page, app).leave("session");
  expect(asked.searchParams.get("client_id")).toBe("1002");
  await anilist.logInAs("kaede");
  await anilist.approve();
  await app.expectSignedIn("kaede");
  expect(page.url()).toBe(`${SUB_PATH}session`);
  const keys = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
  expect(keys.every((key) => key.startsWith("tsuzuki:/tsuzuki/:")), keys.join(" ")).toBe(true);
});

// SECURITY.md: C8
test.describe("a planted return path leads home, not away:", () => {
  for (const path of ["//evil.test", "https:evil.test", "/x#access_token=1"])
    test(JSON.stringify(path), async ({ app, login, page, standin }) => {
      const state = await login.leaveWithState();
      await besideTheApp(page);
      await page.evaluate(
        ([key, return_path]) => sessionStorage.setItem(key, JSON.stringify({ ...JSON.parse(sessionStorage.getItem(key)!), return_path })),
        [keyOf("pending-login"), path] as const,
      );
      await login.answerWith(await standin.token("kaede"), state);
      await app.expectSignedIn("kaede");
      expect(page.url()).toBe(ORIGIN);
      expect(await standin.journal("evil.test")).toEqual([]);
    });
});
