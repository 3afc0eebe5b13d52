import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { App, ORIGIN, SUB_PATH } from "../support/app";
import { expectAccessible } from "../support/axe";
import { keepSignedIn } from "../support/kept";
import { DIST, DIST_SUB } from "../support/paths";
import { watchShifts } from "../support/shifts";
import { expect, test } from "../support/test";

/** Every copy of the page beside index.html: the fallback, and one for each route that is a single word. */
const COPIES = ["404", "console", "edits", "history", "login", "requests", "session", "transfer"];

test("the skeleton is painted while the app is still on its way", async ({ page, app }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(ORIGIN, { waitUntil: "commit" });
  // The styles that hide one of the two brands may still be on their way too.
  await expect(page.locator("#shell .brand").first()).toHaveText(/Tsuzuki\s+for AniList/);
  await expect(page.getByRole("status")).toHaveText("Loading Tsuzuki…");
  await expect(page.locator("#shell").getByRole("link").or(page.locator("#shell").getByRole("button"))).toHaveCount(0);
  release();
  await app.expectStarted();
});

test("the app starts and its frame replaces the skeleton without a jump", async ({ page, app }) => {
  const shifted = await watchShifts(page);
  await app.open();
  expect(await shifted()).toBeLessThan(0.05);
});

test("every file of the bundle is fetched once", async ({ page, app, standin }) => {
  await app.open();
  await page.waitForLoadState("networkidle");
  const files = (await standin.journal("tsuzuki.test")).map((seen) => seen.path).filter((path) => path !== "/");
  expect(files).toEqual([...new Set(files)]);
  expect(files.filter((path) => path.endsWith(".wasm"))).toHaveLength(1);
});

test("the page of a list asks for its chunks of the app together with the first one, and once", async ({ page, app, standin }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/tsuzuki-.*\.wasm$/, async (route) => {
    await held;
    await route.continue();
  });
  const lists = page.waitForRequest(/\/list-.*\.wasm$/);
  await page.goto(`${ORIGIN}user/kaede/animelist`, { waitUntil: "commit" });
  await lists;
  release();
  await expect(page.getByRole("table", { name: "List" }).getByRole("row").first()).toBeVisible();
  await app.expectStarted();
  const files = (await standin.journal("tsuzuki.test")).map((seen) => seen.path);
  expect(files.filter((path) => /\/(?:tsuzuki|list)-.*\.wasm$/.test(path))).toHaveLength(2);
});

test("on a mobile connection only what sends edits is fetched ahead", async ({ page, standin }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { type: "cellular" } }));
  await keepSignedIn(page, standin, "kaede");
  const commands = page.waitForResponse(/\/commands-.*\.wasm$/);
  await page.goto(ORIGIN);
  await commands;
  // What is asked for comes all the same, and after it nothing else has come.
  await page.getByRole("button", { name: "Search" }).filter({ visible: true }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  const files = (await standin.journal("tsuzuki.test")).map((seen) => seen.path);
  expect(files.filter((path) => /\/(?:editor|records|transfer)-.*\.wasm$/.test(path))).toEqual([]);
});

test("a deep link starts the app, though a static host answers it with 404.html", async ({ page, app }) => {
  const answer = await page.goto(`${ORIGIN}no/such/page`);
  expect(answer?.status()).toBe(404);
  await app.expectStarted();
});

test("the pages that are named in the navigation answer 200 when they are opened directly", async ({ page, app }) => {
  for (const route of COPIES.filter((name) => name !== "404")) expect((await page.goto(ORIGIN + route))?.status(), route).toBe(200);
  await app.expectStarted();
});

test("below a sub-path the app starts, at its root, at a fixed route and at a deep link", async ({ page, standin }) => {
  const app = new App(page, SUB_PATH);
  for (const path of ["", "session", "no/such/page"]) await app.open(path);
  const outside = (await standin.journal("pages.test")).filter((seen) => !seen.path.startsWith("/tsuzuki/"));
  expect(outside).toEqual([]);
});

test("the manifest is valid for a sub-path, and its icons exist", async ({ page }) => {
  await page.goto(SUB_PATH);
  const href = (await page.locator("link[rel=manifest]").getAttribute("href"))!;
  const { icons, start_url, scope } = await page.evaluate(
    async (href) => (await (await fetch(href)).json()) as { icons: { src: string }[]; start_url: string; scope: string },
    href,
  );
  expect([start_url, scope]).toEqual(["./", "./"]);
  for (const { src } of icons) {
    const status = await page.evaluate(async (src) => (await fetch(src)).status, src);
    expect(status, src).toBe(200);
  }
});

test("without JavaScript the page says what it needs", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto(ORIGIN);
  await expect(page.getByRole("heading", { name: "Tsuzuki needs JavaScript" })).toBeVisible();
  await expect(page.locator("#shell")).toBeHidden();
  await context.close();
});

test("a browser without WebAssembly gets a readable message", async ({ page, app, trouble }) => {
  trouble.allow(/WebAssembly/);
  await page.addInitScript(() => Reflect.deleteProperty(self, "WebAssembly"));
  await page.goto(ORIGIN);
  await expect(app.failure()).toContainText("This browser is too old for Tsuzuki");
  await expect(page.getByRole("button", { name: "Reload" })).toBeVisible();
  await expectAccessible(page);
});

// SECURITY.md: C1
test("404.html and the fixed routes are the page itself, byte for byte, and there is no other page", () => {
  for (const directory of [DIST, DIST_SUB]) {
    const index = readFileSync(join(directory, "index.html"));
    const pages = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
    expect(pages.sort()).toEqual([...COPIES, "index"].map((name) => `${name}.html`).sort());
    for (const copy of pages) expect(readFileSync(join(directory, copy)).equals(index), copy).toBe(true);
  }
});
