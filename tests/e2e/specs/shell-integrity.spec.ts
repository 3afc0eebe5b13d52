import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "../support/app";
import { expect, test } from "../support/test";

/** A chunk of the app that the first page does not need. */
const LATER = /^account-.*\.wasm$/;

function fileOf(directory: string, pattern: RegExp): string {
  return readdirSync(directory).find((name) => pattern.test(name))!;
}

function flipByte(directory: string, pattern: RegExp): void {
  const name = fileOf(directory, pattern);
  const content = readFileSync(join(directory, name));
  // Inside a custom section, a string or a comment it would change nothing that runs: integrity must notice all the same.
  const middle = Math.floor(content.length / 2);
  content[middle] = content[middle]! ^ 1;
  writeFileSync(join(directory, name), content);
}

for (const [name, site, pattern] of [
  ["the glue", "broken-js", /^tsuzuki-.*\.js$/],
  ["the wasm", "broken-wasm", /^tsuzuki-.*\.wasm$/],
  ["the loader", "broken-js", /^boot-.*\.js$/],
] as const)
  // SECURITY.md: P4
  test(`one flipped byte in ${name} stops the start with a readable message`, async ({ page, standin, trouble }) => {
    trouble.allow(/integrity|Failed to load resource|Failed to find a valid digest/i);
    flipByte(standin.freshSite(site), pattern);
    const app = new App(page, `https://${site}.tsuzuki.test/`);
    await page.goto(app.base);
    await expect(app.failure()).toContainText("Tsuzuki could not be loaded");
    await expect(page.getByRole("button", { name: "Reload" })).toBeVisible();
    await expect(page.locator("#app")).toHaveCount(0);
    expect(await standin.journal("graphql.anilist.co"), "nothing ran").toEqual([]);
    const documents = (await standin.journal()).filter((seen) => seen.path === "/" && seen.host.startsWith(site));
    expect(documents.length, "one automatic try, then no more").toBeLessThanOrEqual(3);
    // Once repaired, the button is all it takes.
    standin.freshSite(site);
    await page.getByRole("button", { name: "Reload" }).click();
    await app.expectStarted();
  });

for (const [name, damage] of [
  ["one flipped byte in", (directory: string) => flipByte(directory, LATER)],
  ["a deploy that removed", (directory: string) => rmSync(join(directory, fileOf(directory, LATER)))],
] as const)
  // SECURITY.md: P4
  test(`${name} the part that comes later keeps it from running, and is said in place`, async ({ page, standin, trouble }) => {
    trouble.allow(/integrity|Failed to load resource|Failed to find a valid digest/i);
    damage(standin.freshSite("broken-wasm"));
    const app = new App(page, "https://broken-wasm.tsuzuki.test/");
    await app.open("session");
    const main = page.getByRole("main");
    await expect(main.getByRole("heading", { level: 1, name: "Session" })).toBeVisible();
    await expect(main).toContainText("This part of the app could not be loaded");
    // What is there from the start goes on.
    await page.getByRole("link", { name: "Home", exact: true }).first().click();
    await expect(main).toContainText("Trending");
    await page.goBack();
    // The page tries again by itself when it is opened.
    await expect(main.getByRole("button", { name: "Retry" })).toBeVisible();
    // Once repaired, the button is all it takes.
    standin.freshSite("broken-wasm");
    await main.getByRole("button", { name: "Retry" }).click();
    await expect(main.getByRole("heading", { level: 1, name: "Session" })).toBeVisible();
    await expect(main).not.toContainText("could not be loaded");
    await expect(main).not.toContainText("Loading this page");
  });

test("a page kept from before a deploy finds the new files by itself", async ({ page, standin, trouble }) => {
  trouble.allow(/status of 404|Failed to load resource/);
  const directory = standin.freshSite("moved");
  const app = new App(page, "https://moved.tsuzuki.test/");
  const body = readFileSync(join(directory, "index.html"), "utf8");
  deploy(directory);
  // Stands for the browser's cache, which Chromium does not use for a host with a self-signed certificate.
  await page.route(app.base, (route) => route.fulfill({ contentType: "text/html", body }), { times: 1 });
  await app.open();
  const seen = await standin.journal("moved.tsuzuki.test");
  expect(seen.filter(({ path, status }) => path.startsWith("/boot-") && status === 404), "the old page was used").toHaveLength(2);
  const [fresh] = seen.filter(({ path }) => path === "/");
  expect(fresh?.headers["cache-control"], "the new page came past the caches").toBe("no-cache");
});

/** Gives the scripts new names, as a build with other content would. */
function deploy(directory: string): void {
  for (const name of readdirSync(directory).filter((name) => /^(?:boot|tsuzuki|session)-/.test(name))) {
    const renamed = name.replace("-", "-0");
    renameSync(join(directory, name), join(directory, renamed));
    for (const page of readdirSync(directory).filter((name) => name.endsWith(".html"))) {
      const path = join(directory, page);
      writeFileSync(path, readFileSync(path, "utf8").replaceAll(name, renamed));
    }
  }
}

test("a site without its files says so, and does not reload for ever", async ({ page, standin, trouble }) => {
  trouble.allow(/status of 404|Failed to load resource/);
  const directory = standin.freshSite("moved");
  for (const name of readdirSync(directory).filter((name) => /\.(?:js|wasm)$/.test(name))) rmSync(join(directory, name));
  const app = new App(page, "https://moved.tsuzuki.test/");
  await page.goto(app.base);
  await expect(app.failure()).toContainText("Tsuzuki could not be loaded");
  await page.waitForLoadState("networkidle");
  const documents = (await standin.journal("moved.tsuzuki.test")).filter((seen) => seen.path === "/");
  expect(documents.length).toBeLessThanOrEqual(3);
});

test("a missing style sheet costs one reload, not the app", async ({ page, standin, trouble }) => {
  trouble.allow(/status of 404|Failed to load resource|MIME type/);
  const directory = standin.freshSite("moved");
  for (const name of readdirSync(directory).filter((name) => name.endsWith(".css"))) rmSync(join(directory, name));
  await new App(page, "https://moved.tsuzuki.test/").open();
});
