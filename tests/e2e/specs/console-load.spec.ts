import { appendFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, SUB_PATH } from "../support/app";
import { Console } from "../support/console";
import { expect, test } from "../support/test";

const isConsole = (url: string) => /\/console-[0-9a-f]+\.js/.test(url);

// SECURITY.md: P4
test("the console's script is loaded by its page alone, once, and with its hash", async ({ app, page }) => {
  const asked: string[] = [];
  page.on("request", (request) => void (isConsole(request.url()) && asked.push(request.url())));
  await app.open();
  await app.open("session");
  expect(asked).toEqual([]);
  await page.getByRole("link", { name: "Console" }).filter({ visible: true }).first().click();
  await expect(new Console(page).query).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Console" })).toBeFocused();
  await page.getByRole("link", { name: "Home" }).filter({ visible: true }).first().click();
  await expect(new Console(page).query).toHaveCount(0);
  await page.goBack();
  await expect(new Console(page).query).toBeVisible();
  expect(asked).toHaveLength(1);
  const script = page.locator("script[src*='/console-']");
  await expect(script).toHaveAttribute("integrity", /^sha384-/);
});

test("it works below a sub-path", async ({ page }) => {
  const console = await Console.open(new App(page, SUB_PATH));
  await console.run.click();
  await expect(console.runs.first()).toContainText("done · 200");
});

// SECURITY.md: P4
test("a console that is not the one that was built does not run; it is said, and Retry helps once it is back", async ({ page, standin, trouble }) => {
  trouble.allow(/integrity|console-/);
  const site = standin.freshSite("broken-js");
  const file = join(site, readdirSync(site).find((name) => isConsole(`/${name}`))!);
  const good = readFileSync(file);
  appendFileSync(file, ";");
  const app = new App(page, "https://broken-js.tsuzuki.test/");
  await app.open("console");
  const problem = page.getByRole("alert");
  await expect(problem.getByRole("heading")).toHaveText("The console could not be loaded");
  await expect(problem).toContainText("Its file did not arrive, or is not the one that was published.");
  await expect(new Console(page).query).toHaveCount(0);
  writeFileSync(file, good);
  await problem.getByRole("button", { name: "Retry" }).click();
  await expect(new Console(page).query).toBeVisible();
  await expect(problem).toHaveCount(0);
});

test("a build without the console says what is missing", async ({ page, standin }) => {
  const site = standin.freshSite("moved");
  for (const name of readdirSync(site).filter((name) => name.endsWith(".html"))) {
    const html = readFileSync(join(site, name), "utf8");
    writeFileSync(join(site, name), html.replace(/ data-console="[^"]*" data-console-integrity="[^"]*"/, ""));
  }
  await new App(page, "https://moved.tsuzuki.test/").open("console");
  const problem = page.getByRole("alert");
  await expect(problem.getByRole("heading")).toHaveText("This copy of the app has no console");
  await expect(problem).toContainText("Run `.ci/setup build`, then build the app again.");
  await expect(problem.getByRole("button", { name: "Retry" })).toHaveCount(0);
});

test("leaving while it loads leaves nothing behind", async ({ app, page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(isConsoleUrl, async (route) => {
    await held;
    await route.continue();
  });
  await app.open();
  const asked = page.waitForRequest((request) => isConsole(request.url()));
  await page.getByRole("link", { name: "Console" }).filter({ visible: true }).first().click();
  await asked;
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Session" })).toBeVisible();
  const loaded = page.waitForResponse((response) => isConsole(response.url()));
  release();
  await loaded;
  await page.getByRole("link", { name: "Home" }).filter({ visible: true }).first().click();
  await page.getByRole("link", { name: "Console" }).filter({ visible: true }).first().click();
  await expect(new Console(page).query).toHaveCount(1);
  expect(await page.evaluate(() => document.adoptedStyleSheets.length)).toBe(1);
});

const isConsoleUrl = (url: URL) => isConsole(url.href);
