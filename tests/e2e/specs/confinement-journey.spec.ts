import { readFile } from "node:fs/promises";
import type { BrowserContext, Page } from "@playwright/test";
import { ORIGIN } from "../support/app";
import { TRIGUN, expectAllSent, openList, plus, row } from "../support/edits";
import { activeToken, API, databasesAsText, forgetBudget, keyOf } from "../support/kept";
import { expect, test } from "../support/test";

/** Everything a page shows, says and keeps, except the one place where the token may rest. */
function trace(page: Page): Promise<string> {
  return page.evaluate(async (allowed) => {
    const { navigation } = self as unknown as { navigation: { entries(): { url: string; getState(): unknown }[] } };
    const databases = await indexedDB.databases();
    const cached: string[] = [];
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys()) cached.push(name, request.url, JSON.stringify([...request.headers]));
    const kept = Object.entries({ ...localStorage }).filter(([key]) => key !== allowed);
    const fields = [...document.querySelectorAll("input, textarea")].map((field) => (field as HTMLInputElement).value);
    return JSON.stringify([
      document.documentElement.outerHTML,
      document.title,
      fields,
      location.href,
      document.URL,
      document.referrer,
      document.cookie,
      self.name,
      history.state,
      navigation.entries().map((entry) => [entry.url, entry.getState()]),
      performance.getEntries(),
      kept,
      { ...sessionStorage },
      databases,
      cached,
    ]);
  }, keyOf("accounts"));
}

/** Collects what leaves the pages of a context: requests as the browser sent them, the console, dialogs. */
function listen(context: BrowserContext) {
  const requests: Promise<{ url: string; method: string; body: string; headers: Record<string, string> }>[] = [];
  const said: string[] = [];
  context.on("request", (request) => {
    const { url, method, body } = { url: request.url(), method: request.method(), body: request.postData() ?? "" };
    requests.push(request.allHeaders().then((headers) => ({ url, method, body, headers }), () => ({ url, method, body, headers: request.headers() })));
  });
  context.on("console", (message) => said.push(message.text()));
  context.on("dialog", (dialog) => {
    said.push(dialog.message());
    void dialog.dismiss();
  });
  return { requests, said };
}

// SECURITY.md: T1
test("through a whole visit the token is only in Authorization headers to the API and in one key of the local storage", async ({ app, anilist, context, page, standin, trouble }) => {
  test.setTimeout(150_000);
  trouble.allow(/graphql\.anilist\.co/);
  const { requests, said } = listen(context);
  const traces: string[] = [];
  const look = async () => traces.push(await trace(page), await databasesAsText(page));

  await app.open();
  await app.logIn("kaede");
  const token = await activeToken(page);
  await look();
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  await expect(page.getByText("belongs to user 5001, as it says")).toBeVisible();
  await page.getByText("Header and payload as JSON").click();
  await look();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Add expiry to calendar" }).click()]);
  traces.push(download.url(), await readFile(await download.path(), "utf8"));

  await openList(app);
  await look();
  await plus(page, TRIGUN.title).click();
  await expect(page.getByText(/^TRIGUN: episode \d+/).first()).toBeVisible();
  await look();
  await expectAllSent(page);
  await row(page, TRIGUN.title).getByRole("link", { name: TRIGUN.title }).click();
  const editor = page.getByRole("dialog", { name: TRIGUN.title });
  await editor.getByRole("textbox", { name: "Notes" }).fill("seen with a friend");
  await look();
  await editor.getByRole("button", { name: "Save", exact: true }).click();
  await expect(editor).toHaveCount(0);
  await expectAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))!.notes).toBe("seen with a friend");
  await app.open("history");
  await expect(page.getByRole("button", { name: "Undo: TRIGUN" })).toHaveCount(2);
  await look();
  await app.open("edits");
  await look();
  await app.open("transfer");
  await expect(page.getByRole("status").filter({ hasText: /^Anime: \d+ entries\. Manga: \d+ entries\.$/ })).toBeVisible();
  for (const name of ["Export JSON", "Export CSV"]) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
    traces.push(file.url(), file.suggestedFilename(), await readFile(await file.path(), "utf8"));
  }
  await look();
  await page.getByRole("link", { name: /^Requests:/ }).filter({ visible: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Requests" })).toBeVisible();
  await look();
  // The limit is not what this is about.
  await forgetBudget(page);

  for (const fault of ["server_error", "outage_cors", "rate_limit", "not_json"] as const) {
    await standin.fail({ fault, operation: "Viewer" });
    await app.open("session");
    await expect(page.getByRole("alert")).toBeVisible();
    await look();
    await forgetBudget(page);
  }
  await app.open("no/such/page");
  await look();
  await app.open("login/token");
  await look();
  await app.open("session");
  await page.getByRole("button", { name: "Add an account" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Logged in as kaede" })).toBeVisible();
  const second = await activeToken(page);
  await look();
  await standin.revoke("kaede");
  await page.reload();
  await expect(page.getByText(/no longer accepts the login of kaede/)).toBeVisible();
  await look();
  await app.startLogIn();
  await anilist.approve();
  await app.expectSignedIn("kaede");
  const third = await activeToken(page);
  await app.open("session");
  await page.getByRole("button", { name: "Log out", exact: true }).click();
  await page.getByRole("button", { name: "Log out and lose them" }).click();
  await app.expectSignedOut();
  await look();
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(third);

  // The signature alone would do for an attacker who can guess the rest, so each part is searched for.
  const secrets = [token, second, third].flatMap((canary) => [canary, canary.split(".")[2]!]);
  expect(new Set(secrets).size).toBe(6);
  const clean = (what: string, where: string) => {
    for (const secret of secrets) expect(where.includes(secret), `${what}: ${where.slice(0, 300)}`).toBe(false);
  };
  for (const [index, found] of traces.entries()) clean(`trace ${index}`, found);
  clean("console and dialogs", said.join("\n"));
  let carried = 0;
  for (const { url, body, method, headers } of await Promise.all(requests)) {
    // The browser keeps the fragment that AniList sent from every server, but reports it with the request.
    const sent = url.startsWith(`${ORIGIN}#`) ? ORIGIN : url;
    clean(`${method} address`, sent);
    clean(`${method} ${sent} body`, body);
    for (const [name, value] of Object.entries(headers)) {
      if (name === "authorization" && new URL(url).origin === API) carried += 1;
      else clean(`${method} ${sent} ${name}`, value);
    }
  }
  expect(carried).toBeGreaterThan(5);
  for (const { host, path, query, headers, body } of await standin.journal()) {
    const { authorization, ...others } = headers;
    clean(`${host}${path} as it arrived`, JSON.stringify([path, query, others, body]));
    if (authorization) expect(host).toBe("graphql.anilist.co");
  }
});

// SECURITY.md: T1, T10
test("cookies and caches stay empty, and the two databases hold answers and edits without the token", async ({ app, context, page }) => {
  await app.open();
  await app.logIn("kaede");
  const token = await activeToken(page);
  await app.open("session");
  await expect.poll(() => databasesAsText(page)).toContain("5001/Viewer/");
  const kept = await databasesAsText(page);
  for (const part of [token, ...token.split(".")]) expect(kept).not.toContain(part);
  expect((await context.cookies()).filter((cookie) => cookie.domain !== "anilist.co")).toEqual([]);
  expect(await page.evaluate(async () => [(await indexedDB.databases()).map(({ name }) => name), await caches.keys(), document.cookie])).toEqual([[keyOf("answers"), keyOf("edits")], [], ""]);
});
