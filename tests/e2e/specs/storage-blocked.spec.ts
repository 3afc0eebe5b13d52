import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext } from "@playwright/test";
import type { User } from "../support/anilist";
import { App, ORIGIN } from "../support/app";
import { Login } from "../support/login";
import { chromium } from "../support/paths";
import { expect, launchOptions, test as base } from "../support/test";

// The real thing: a profile whose owner forbids sites to keep data. localStorage and sessionStorage throw when they are
// read; indexedDB and caches look as if they were there.
const test = base.extend<{ blocked: BrowserContext }>({
  blocked: async ({ playwright, standin }, use) => {
    const profile = mkdtempSync(join(tmpdir(), "tsuzuki-profile-"));
    mkdirSync(join(profile, "Default"));
    const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
    writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
    const context = await playwright.chromium.launchPersistentContext(profile, {
      ...launchOptions(standin),
      // The browser itself: only that has settings.
      executablePath: chromium(),
      ignoreHTTPSErrors: true,
    });
    await use(context);
    await context.close();
    rmSync(profile, { recursive: true, maxRetries: 10 });
  },
});

async function open(context: BrowserContext, path = ""): Promise<App> {
  const app = new App(await context.newPage(), ORIGIN);
  await app.open(path);
  const tried = await app.page.evaluate(() => {
    try {
      return String(localStorage.length);
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(tried, "this profile really blocks storage").toBe("SecurityError");
  return app;
}

const notice = "This browser keeps nothing for this site.";

test("where the browser keeps nothing, the app starts, says so, and shows what is public", async ({ blocked }) => {
  const { page } = await open(blocked);
  await expect(page.getByRole("status").filter({ hasText: notice })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) })).toHaveCount(12);
});

// SECURITY.md: A7
test("where the browser keeps nothing, a login does not leave, and another way is named", async ({ blocked }) => {
  const app = await open(blocked);
  await app.startLogIn();
  await expect(new Login(app.page, app).refusal()).toContainText("Storage is switched off or forbidden here");
  expect(app.page.url()).toBe(ORIGIN);
  await expect(app.page.getByRole("link", { name: "Use a token instead" })).toBeVisible();
});

test("where the browser keeps nothing, an answer is thrown away and its address cleaned", async ({ blocked, standin }) => {
  const page = await blocked.newPage();
  const app = new App(page, ORIGIN);
  const login = new Login(page, app);
  const token = await standin.token("kaede");
  await login.answerWith(token, "A".repeat(43));
  await expect(login.refusal()).toContainText("It was thrown away.");
  expect(page.url()).toBe(ORIGIN);
  expect(await page.content()).not.toContain(token);
  expect(JSON.stringify(await standin.journal())).not.toContain(token);
});

// SECURITY.md: A7
test("where the browser keeps nothing, a pasted token works until the tab closes", async ({ blocked, standin }) => {
  const app = await open(blocked, "login/token");
  const { page } = app;
  await page.getByRole("textbox", { name: "Access token" }).fill(await standin.token("kaede"));
  await page.getByRole("button", { name: "Check token" }).click();
  await page.getByRole("button", { name: "Continue as kaede" }).click();
  await app.expectSignedIn("kaede");
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  await expect(page.getByText("belongs to user 5001, as it says")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: notice })).toBeVisible();
  await page.reload();
  await app.expectSignedOut();
});

test("where the browser keeps nothing, one can log out", async ({ blocked, standin }) => {
  const app = await open(blocked, "login/token");
  const { page } = app;
  await page.getByRole("textbox", { name: "Access token" }).fill(await standin.token("kaede"));
  await page.getByRole("button", { name: "Check token" }).click();
  await page.getByRole("button", { name: "Continue as kaede" }).click();
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  await page.getByRole("button", { name: "Log out", exact: true }).click();
  await app.expectSignedOut();
});

test("where the browser keeps nothing, one can switch between pasted accounts, and logging out goes on as nobody else", async ({ blocked, standin }) => {
  const app = await open(blocked, "login/token");
  const { page } = app;
  const paste = async (user: User) => {
    await page.getByRole("textbox", { name: "Access token" }).fill(await standin.token(user));
    await page.getByRole("button", { name: "Check token" }).click();
    await page.getByRole("button", { name: `Continue as ${user}` }).click();
    await app.expectSignedIn(user);
    await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  };
  await paste("kaede");
  await page.getByRole("button", { name: "Add an account" }).click();
  await page.getByRole("link", { name: "Use a token instead" }).click();
  await paste("ren");
  const readAgain = () => page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  await page.getByRole("button", { name: "Switch to kaede" }).click();
  await readAgain();
  await app.expectSignedIn("kaede");
  await page.getByRole("button", { name: "Log out", exact: true }).click();
  await readAgain();
  await app.expectSignedOut();
});
