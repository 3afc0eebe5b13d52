import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { App, ORIGIN, SUB_PATH } from "../support/app";
import { DIST, DIST_SUB } from "../support/paths";
import { expect, test } from "../support/test";

/** The token that the journey is about: the one the app stored. */
async function storedToken(page: Page): Promise<string> {
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  const token = /ey[\w-]+\.[\w-]+\.[\w-]+/.exec(stored)?.[0];
  if (!token) throw new Error(`no token in ${stored}`);
  return token;
}

/** Everything a script of the page can read about where the page came from. */
function addresses(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { navigation } = self as unknown as { navigation: { entries(): { url: string; getState(): unknown }[] } };
    return JSON.stringify([
      location.href,
      document.URL,
      document.documentURI,
      document.referrer,
      self.name,
      history.state,
      navigation.entries().map((entry) => [entry.url, entry.getState()]),
      performance.getEntries(),
    ]);
  });
}

// SECURITY.md: C1
test("the inline script is the first script and stands before everything that loads a file", () => {
  for (const directory of [DIST, DIST_SUB]) {
    const html = readFileSync(join(directory, "index.html"), "utf8").replaceAll(/<!--.*?-->/gs, "");
    const order = [/<meta http-equiv="Content-Security-Policy"/, /<meta name="referrer"/, /<base /, /<script>/];
    const places = order.map((tag) => html.search(tag));
    expect(places.every((place, index) => place > (places[index - 1] ?? 0))).toBe(true);
    const script = places.at(-1)!;
    expect(html.search(/<(?:link|style|img|iframe|script [^>]*src)/)).toBeGreaterThan(script);
    expect(html.slice(0, script)).not.toContain("<link");
    expect(html.match(/<script>/g)).toHaveLength(1);
  }
});

// SECURITY.md: C2
test("nothing is asked for before the address is clean", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.resourceType()} ${new URL(request.url()).pathname}`));
  // Every sub-resource stalls, so whatever started before the script would be seen waiting here.
  await page.route(/./, (route) => (route.request().isNavigationRequest() ? route.continue() : undefined));
  await page.goto(`${ORIGIN}#access_token=canary&token_type=bearer&state=x`, { waitUntil: "commit" });
  await page.waitForURL(ORIGIN, { waitUntil: "commit" });
  await expect.poll(() => asked.filter((request) => !request.startsWith("document")).length).toBeGreaterThan(0);
  const documents = asked.filter((request) => request.startsWith("document"));
  expect(documents, "the page and its one reload").toHaveLength(2);
  expect(asked.indexOf("document /", 1), "the reload comes before any other file").toBe(1);
});

for (const [name, base] of [
  ["at the root", ORIGIN],
  ["below a sub-path", SUB_PATH],
] as const)
  // SECURITY.md: C3
  test(`after a login no address that a script can read holds the token, ${name}`, async ({ page, anilist }) => {
    await page.goto(base);
    await page.getByRole("button", { name: "Log in with AniList" }).filter({ visible: true }).first().click();
    await anilist.logInAs("kaede");
    await anilist.approve();
    await page.waitForURL(base);
    await expect(page.getByText("kaede", { exact: true }).filter({ visible: true }).first()).toBeVisible();
    const token = await storedToken(page);
    const read = await addresses(page);
    expect(read).toContain(base);
    expect(read).not.toContain(token);
    expect(read).not.toContain("access_token");
    const session = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    expect(session).not.toContain(token);
  });

// SECURITY.md: C4
test("back, forward and reload after a login never show the token or take it up again", async ({ page, app, standin }) => {
  await app.open();
  await app.logIn("kaede");
  const token = await storedToken(page);
  const loggedIn = Date.now();
  const seen: string[] = [];
  page.on("framenavigated", (frame) => seen.push(frame.url()));
  await page.reload();
  await app.expectSignedIn("kaede");
  await page.goBack();
  await page.goForward();
  await app.expectSignedIn("kaede");
  await page.goBack();
  await page.goForward();
  await page.reload();
  await app.expectSignedIn("kaede");
  expect(seen.join(" ")).not.toContain(token);
  expect(await addresses(page)).not.toContain(token);
  // A second look at the answer would have found no login of this tab that it belongs to.
  await expect(page.getByRole("alert")).toHaveCount(0);
  const withToken = async () => (await standin.journal("graphql.anilist.co")).filter(({ headers }) => headers["authorization"]);
  await expect.poll(async () => (await withToken()).length).toBeGreaterThan(1);
  const others = (await withToken()).filter(({ headers }) => headers["authorization"] !== `Bearer ${token}`);
  expect(others.map(({ at, operation, headers }) => [at - loggedIn, operation, headers["authorization"]]), "with another token").toEqual([]);
});

// SECURITY.md: C4
test("a tab opened from the page after a login starts clean, though it gets a copy of the session storage", async ({ page, app, context }) => {
  await app.open();
  await app.logIn("kaede");
  const token = await storedToken(page);
  const opened = context.waitForEvent("page");
  await page.evaluate(() => void open(location.href));
  const copy = await opened;
  await new App(copy, ORIGIN).expectSignedIn("kaede");
  expect(await addresses(copy)).not.toContain(token);
  expect(await copy.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain(token);
  await expect(copy.getByRole("alert")).toHaveCount(0);
});

test("the answer is offered to the app once, and not to a later load", async ({ page, app, trouble }) => {
  trouble.allow(/./);
  // Stops the app, so that the answer stays where the inline script put it.
  await page.route(/\.wasm$/, (route) => route.abort());
  await page.goto(`${ORIGIN}#access_token=canary&token_type=bearer&state=x`);
  await expect(app.failure()).toBeVisible();
  const read = () =>
    page.evaluate(() => {
      type Taken = { raw: string | null; discarded: boolean };
      const { tsuzukiCallback } = self as unknown as { tsuzukiCallback?: () => Taken };
      return { first: tsuzukiCallback?.(), second: "tsuzukiCallback" in self, listed: Object.keys(self).includes("tsuzukiCallback") };
    });
  const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  expect(stored, "the answer rests in no storage").not.toContain("canary");
  const raw = "#access_token=canary&token_type=bearer&state=x";
  expect(await read()).toEqual({ first: { raw, discarded: false }, second: false, listed: false });
  await page.reload();
  await expect(app.failure()).toBeVisible();
  expect(await read()).toEqual({ first: { raw: null, discarded: false }, second: false, listed: false });
});

for (const [where, address] of [
  ["fragment", "#error=access_denied"],
  ["query", "?error=access_denied&state=x"],
  ["query", "?access_token=canary"],
  ["fragment", "#state=&access_token=canary%"],
] as const)
  test(`an answer in the ${where} is taken out of the address: ${address}`, async ({ page, app }) => {
    await page.goto(`${ORIGIN}${address}`);
    await app.expectStarted();
    expect(page.url()).toBe(ORIGIN);
    const read = await addresses(page);
    expect(read).not.toContain("canary");
    expect(read).not.toContain("access_denied");
  });

// SECURITY.md: C10
test("what only resembles an answer is taken out of the address, kept nowhere, and told", async ({ page, login, standin }) => {
  const token = await standin.token("kaede");
  for (const mark of ["#%61ccess_token=", "#/access_token=", "#!access_token=", "#ACCESS%5FTOKEN=", "?x=1&%2561ccess_token=", "?sort=a#%20/access_token%3D"]) {
    await page.goto(`${ORIGIN}${mark}${token}&token_type=bearer&state=${"A".repeat(43)}`);
    await login.expectUnlike();
    expect(page.url()).toBe(ORIGIN + (mark.startsWith("?sort") ? "?sort=a" : ""));
    expect(await addresses(page)).not.toContain(token);
    expect(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))).not.toContain(token);
    // Another address of the same page would only change its fragment.
    await page.goto(`${ORIGIN}login`);
  }
  expect((await standin.journal("graphql.anilist.co")).filter((seen) => seen.headers["authorization"])).toEqual([]);
});

test("an ordinary query and fragment stay as they are", async ({ page, app, standin }) => {
  await page.goto(`${ORIGIN}?search=token#top`);
  await app.expectStarted();
  expect(page.url()).toBe(`${ORIGIN}?search=token#top`);
  expect((await standin.journal("tsuzuki.test")).filter((seen) => seen.path === "/")).toHaveLength(1);
});

test("a path that looks like another host does not lead there", async ({ page, trouble }) => {
  trouble.allow(/./);
  await page.goto(`${ORIGIN}/evil.test/#access_token=canary`);
  await page.waitForURL((url) => !url.hash);
  expect(new URL(page.url()).origin + "/").toBe(ORIGIN);
});

for (const [name, block] of [
  ["throws when it is read", () => Object.defineProperty(self, "sessionStorage", { get: () => { throw new DOMException("blocked", "SecurityError"); } })],
  ["is full", () => { Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }; }],
  ["is null", () => Object.defineProperty(self, "sessionStorage", { get: () => null })],
] as const)
  test(`with a session storage that ${name} the address is cleaned and the answer dropped`, async ({ page, app, standin }) => {
    await page.addInitScript(block);
    await page.goto(`${ORIGIN}#access_token=canary&token_type=bearer&state=x`);
    await app.expectStarted();
    expect(page.url()).toBe(ORIGIN);
    const documents = (await standin.journal("tsuzuki.test")).filter((seen) => seen.path === "/");
    expect(documents, "no reload").toHaveLength(1);
    expect(await page.locator("body").textContent()).not.toContain("canary");
    expect((await standin.journal("graphql.anilist.co")).filter((seen) => seen.headers["authorization"])).toEqual([]);
  });
