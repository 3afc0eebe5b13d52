import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import { App, ORIGIN } from "../support/app";
import { activeToken } from "../support/kept";
import { chromium } from "../support/paths";
import { expect, launchOptions, test as base } from "../support/test";

/** Starts a browser on a profile of the test's own, which outlives it. */
type Start = (...args: string[]) => Promise<BrowserContext>;

const test = base.extend<{ profile: string; start: Start }>({
  profile: async ({}, use) => {
    const profile = mkdtempSync(join(tmpdir(), "tsuzuki-profile-"));
    await use(profile);
    rmSync(profile, { recursive: true, maxRetries: 10 });
  },
  start: async ({ playwright, profile, standin }, use) => {
    let running: BrowserContext | undefined;
    await use(async (...args) => {
      await running?.close();
      const options = launchOptions(standin);
      running = await playwright.chromium.launchPersistentContext(profile, {
        ...options,
        // The browser itself: only that restores its tabs and writes a history.
        executablePath: chromium(),
        args: [...options.args!, ...args],
        ignoreHTTPSErrors: true,
      });
      return running;
    });
    await running?.close();
  },
});

/** What a bookmark of this tab, or the list behind its back button, would hold: as the browser has it, not the page. */
async function addresses(page: Page): Promise<string> {
  const cdp = await page.context().newCDPSession(page);
  const history = await cdp.send("Page.getNavigationHistory");
  await cdp.detach();
  return JSON.stringify([page.url(), await page.title(), history.entries]);
}

/** Files of the profile that hold `text`, as bytes or in UTF-16, below `profile`. */
function filesWith(profile: string, text: string): string[] {
  const forms = [Buffer.from(text), Buffer.from(text, "utf16le")];
  return readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => forms.some((form) => readFileSync(file).includes(form)))
    .map((file) => relative(profile, file))
    .sort();
}

/** The tabs of the app, once the browser has brought them back. */
async function restored(context: BrowserContext, count: number): Promise<Page[]> {
  const tabs = () => context.pages().filter((page) => page.url().startsWith(ORIGIN));
  await expect.poll(() => tabs().length).toBe(count);
  return tabs();
}

// SECURITY.md: C4
test("a bookmark made after a login, and the list behind the back button, hold no token", async ({ page, app }) => {
  await app.open("session");
  await app.logIn("kaede");
  const token = await activeToken(page);
  const steps: [what: string, step: () => Promise<unknown>][] = [
    ["after the login", async () => {}],
    ["after a reload", () => page.reload()],
    ["on another page", () => page.getByRole("link", { name: "Home" }).filter({ visible: true }).first().click()],
    ["back on the page the login returned to", () => page.goBack()],
    ["forward again", () => page.goForward()],
    ["opened from the bookmark", () => page.goto(page.url())],
  ];
  for (const [what, step] of steps) {
    await step();
    await app.expectSignedIn("kaede");
    const held = await addresses(page);
    expect(held, what).toContain(`${ORIGIN}session`);
    expect(held, what).not.toContain(token);
    expect(held, what).not.toContain("access_token");
  }
});

// SECURITY.md: C4
test("tabs that the browser restores hold no token, take no answer up again, and are signed in", async ({ start, standin }) => {
  const before = await start();
  const app = new App(await before.newPage(), ORIGIN);
  await app.open("session");
  await app.logIn("kaede");
  const token = await activeToken(app.page);
  await new App(await before.newPage(), ORIGIN).open();
  await standin.forget();
  const after = await start("--restore-last-session");
  for (const page of await restored(after, 2)) {
    await new App(page, ORIGIN).expectSignedIn("kaede");
    await expect(page.getByRole("alert")).toHaveCount(0);
    const held = await addresses(page);
    expect(held).not.toContain(token);
    expect(held).not.toContain("access_token");
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).toBe("{}");
  }
  expect(JSON.stringify((await standin.journal()).map(({ path, query }) => path + query))).not.toContain(token);
});

// SECURITY.md: T8
test("on disk the token is in Local Storage and in the browser's own records of the redirect, and nowhere else", async ({ profile, start }) => {
  const context = await start();
  const app = new App(await context.newPage(), ORIGIN);
  await app.open("session");
  await app.logIn("kaede");
  const token = await activeToken(app.page);
  await context.close();
  const files = filesWith(profile, token);
  expect(files.some((file) => file.startsWith("Default/Local Storage/"))).toBe(true);
  // If these ever come out empty, SECURITY.md warns of more than there is.
  expect(files).toContain("Default/History");
  const told = /^Default\/(Local Storage\/|History|Sessions\/Session_)|^segmentation_platform\/ukm_db/;
  expect(files.filter((file) => !told.test(file))).toEqual([]);
  for (const part of token.split(".")) expect(filesWith(profile, part), "nor a part of it").toEqual(files);
  // The log for restoring tabs is kept for one start beyond the one it belongs to.
  for (let starts = 0; starts < 2; starts += 1) {
    const again = await start("--restore-last-session");
    await restored(again, 1);
    await again.close();
  }
  expect(filesWith(profile, token).filter((file) => file.startsWith("Default/Sessions/"))).toEqual([]);
});
