import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { ORIGIN, SUB_PATH } from "../support/app";
import { account, databasesAsText, keepAccounts, keepSignedIn, keyOf, type KeyName, LOCAL, SESSION, storedAccounts } from "../support/kept";
import { SECURITY } from "../support/paths";
import { expect, test } from "../support/test";

// SECURITY.md: S6
test("the session page says who, for which client, since when, until when, and what each claim means", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await app.open("session");
  await expect(page.getByRole("heading", { level: 2, name: "kaede", exact: true })).toBeVisible();
  await expect(page.getByText("AniList user 5001")).toBeVisible();
  await expect(page.getByText("AniList confirms: this token belongs to user 5001, as it says.")).toBeVisible();
  const asked = (await standin.journal("graphql.anilist.co")).filter((seen) => seen.method === "POST");
  expect(asked.map((seen) => seen.operation), "one question is enough").toEqual(["Viewer"]);
  await expect(page.getByText("364 days", { exact: true })).toBeVisible();
  const token = page.locator("section").filter({ has: page.getByRole("heading", { name: "Token", exact: true }) });
  await expect(token.getByText("1001", { exact: true })).toBeVisible();
  await expect(token.getByText("this app")).toBeVisible();
  await expect(token).toContainText("nearly everything with your account");
  const claims = page.locator("section").filter({ has: page.getByRole("heading", { name: "What the token says" }) });
  for (const name of ["typ", "alg", "aud", "sub", "iat", "nbf", "exp", "jti", "scopes"]) {
    const term = claims.getByRole("term").filter({ hasText: new RegExp(`^${name}$`) });
    await expect(term).toBeVisible();
    await expect(term.locator("+ dd .explain")).toHaveText(/\w.*\.$/);
  }
  await expect(claims).toContainText("Signature not verified");
  await expect(claims).not.toContainText("Not one of the claims AniList is known to use.");
  await claims.getByText("Header and payload as JSON").click();
  await expect(claims.getByLabel("Payload")).toContainText('"sub": "5001"');
});

// SECURITY.md: T6
test("the token is masked, and copied whole on a gesture", async ({ app, context, page, standin }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: ORIGIN });
  const token = await keepSignedIn(page, standin, "kaede");
  await app.open("session");
  await expect(page.getByText(`eyJ•••••••• (${token.length} characters)`)).toBeVisible();
  for (const part of [token, ...token.split(".")]) expect(await page.content()).not.toContain(part);
  await page.getByRole("button", { name: "Copy token" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
  expect(await page.content()).not.toContain(token);
});

test("a browser that refuses the clipboard is said to refuse", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await app.open("session");
  await page.getByRole("button", { name: "Copy token" }).click();
  await expect(page.getByRole("status").filter({ hasText: "The browser refused" })).toBeAttached();
});

// SECURITY.md: T6
test("the expiry can be taken into a calendar, without the token", async ({ app, page, standin }) => {
  const token = await keepSignedIn(page, standin, "kaede");
  await app.open("session");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Add expiry to calendar" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("anilist-login-expires.ics");
  const file = await readFile(await download.path(), "utf8");
  const { exp, jti } = JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as { exp: number; jti: string };
  const stamp = new Date(exp * 1000).toISOString().replace(/[-:]|\.\d+/g, "");
  expect(file).toMatch(/^BEGIN:VCALENDAR\r\n[^]*\r\nEND:VCALENDAR\r\n$/);
  expect(file).toContain(`\r\nDTSTART:${stamp}\r\n`);
  expect(file).toContain(`\r\nURL:${ORIGIN}\r\n`);
  for (const secret of [...token.split("."), jti]) expect(file.replaceAll("\r\n ", "")).not.toContain(secret);
});

test("the way to revoke the token leads to AniList's settings", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await app.open("session");
  const revoke = page.getByRole("link", { name: "Revoke at AniList" });
  await expect(revoke).toHaveAttribute("href", "https://anilist.co/settings/apps");
  await expect(revoke).toHaveAttribute("rel", "noopener noreferrer");
});

/** What each thing that is kept is called, by the store it is in. */
const LABELS: [store: string, key: KeyName, what: RegExp][] = [
  ["localStorage", "accounts", /^Accounts: token, user id, name/],
  ["localStorage", "client-id", /^A client ID you entered/],
  ["localStorage", "state-echo", /^That AniList returns the check value of a login, state$/],
  ["localStorage", "budget", /^When requests were sent in the last minute/],
  ["IndexedDB", "answers", /^AniList’s answers, per account, without the token/],
  ["IndexedDB", "edits", /^Your edits: those AniList does not have yet, the last 1,000 it has, runs over many, lists as they were/],
  ["localStorage", "edits", /^When edits last changed/],
  ["localStorage", "preferences", /^What you prefer$/],
  ["localStorage", "views", /^Views of lists that you saved$/],
  ["localStorage", "console-draft", /^The request last edited in the console$/],
  ["localStorage", "console-history", /^The last 50 requests sent from the console/],
  ["IndexedDB", "console-schema", /^AniList’s schema, for the console$/],
  ["sessionStorage", "pending-login", /^A login on its way: state, time, page to return to$/],
  ["sessionStorage", "callback", /^AniList’s answer, between two loads of the page$/],
  ["sessionStorage", "recovered", /^When an old page last looked for the files of a newer deploy$/],
  ["sessionStorage", "dismissed-warning", /^Which warning of a login’s end you dismissed$/],
];

/** The table's rows: what, where, until. */
function storedRows(page: Page): Promise<string[][]> {
  return page.getByRole("table").getByRole("row").evaluateAll((rows) =>
    rows.slice(1).map((row) => [...row.children].map((cell) => (cell as HTMLElement).innerText.trim().replace(/\s+/g, " "))).map(([what, where, , until]) => [what!, where!, until!.replace(/^until /, "")]),
  );
}

// SECURITY.md: T2
test("everything that is kept is called by its right name, here and in SECURITY.md", async ({ app, page }) => {
  await app.open("session");
  await expect(page.getByRole("table").getByRole("row")).toHaveCount(LABELS.length + 1);
  const rows = await storedRows(page);
  for (const [index, [store, key, what]] of LABELS.entries()) {
    expect(rows[index]![1]).toBe(`${store} ${keyOf(key)}`);
    expect(rows[index]![0], `${store} ${key}`).toMatch(what);
  }
  const section = (await readFile(SECURITY, "utf8")).split("## What is stored where")[1]!.split("\n## ")[0]!;
  const lines = section.split("\n").filter((line) => line.startsWith("| ")).slice(1, -1);
  const said = lines.map((line) => line.slice(2, -2).replaceAll("`", "").replace(", tsuzuki:PATH:", " tsuzuki:/:").split(" | "));
  expect(said).toEqual(rows);
});

/** Creates an empty database, as an app of another time might have left it. */
async function makeDatabase(page: Page, name: string): Promise<void> {
  await page.evaluate(
    (name) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => {
          opening.result.close();
          resolve();
        };
      }),
    name,
  );
}

// SECURITY.md: T2
test("the table says how much of everything there is, and Erase everything leaves nothing of it", async ({ app, page }) => {
  await app.open();
  await app.logIn("kaede");
  const local = LOCAL.map((name) => keyOf(name));
  const session = SESSION.map((name) => keyOf(name));
  await page.evaluate(
    ([local, session]) => {
      for (const key of local) if (localStorage.getItem(key) === null) localStorage.setItem(key, "7".repeat(7));
      for (const key of session) sessionStorage.setItem(key, "7".repeat(7));
      localStorage.setItem("somebody-else", "stays");
    },
    [local, session] as const,
  );
  await makeDatabase(page, keyOf("console-schema"));
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  // What is on its way is counted once more when it ends, erased or not.
  await expect(page.getByText("belongs to user 5001, as it says")).toBeVisible();
  const table = page.getByRole("table");
  const now = (store: string, key: KeyName) =>
    table.getByRole("row").filter({ has: page.getByText(keyOf(key), { exact: true }) }).filter({ hasText: store }).getByRole("cell").nth(1);
  for (const [store, key] of LABELS) {
    if (store === "IndexedDB") await expect(now(store, key), key).toHaveText(key === "answers" ? /^\d+(\.\d)? kB$/ : "a database");
    // What was sent is written down while one looks.
    else await expect(now(store, key), key).toHaveText(["accounts", "budget", "state-echo"].includes(key) ? /^\d+(\.\d)? (bytes|kB)$/ : "7 bytes");
  }
  await page.getByRole("button", { name: "Erase everything" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  expect(await storedAccounts(page)).not.toBeNull();
  await page.getByRole("button", { name: "Erase everything" }).click();
  await page.getByRole("button", { name: "Erase it all" }).click();
  await expect(page.getByRole("heading", { name: "Nobody is logged in" })).toBeVisible();
  await expect(table.getByText("nothing", { exact: true })).toHaveCount(LABELS.length);
  expect(await page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }])).toEqual([{ "somebody-else": "stays" }, {}]);
  // The answers' database stays open for what comes next, with nothing in it.
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([keyOf("answers")]);
  expect(await databasesAsText(page)).toBe(["stamps", "bodies"].sort().map((store) => `${keyOf("answers")}\n${store}`).join(""));
});

test("erasing everything forgets no request that AniList still counts", async ({ app, page, standin }) => {
  await app.open();
  // A request is counted when it is let go; one that is given up on its way may never arrive.
  await expect(page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) })).toHaveCount(12);
  await expect(page.getByRole("link", { name: /^Requests: 24 left of 25/ }).filter({ visible: true })).toBeVisible();
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  await page.getByRole("button", { name: "Erase everything" }).click();
  await page.getByRole("button", { name: "Erase it all" }).click();
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await page.getByRole("link", { name: "Home" }).filter({ visible: true }).first().click();
  await expect(page.getByRole("link", { name: /^Requests: 23 left of 25/ }).filter({ visible: true })).toBeVisible();
  // The second may still be on its way.
  await expect.poll(async () => (await standin.journal("graphql.anilist.co")).filter(({ method }) => method === "POST").length).toBe(2);
});

// SECURITY.md: A8
test("keys are named after the base path, so that pages of one origin keep apart", async ({ page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede", "1002")], SUB_PATH);
  await page.evaluate((key) => localStorage.setItem(key, "another page's"), keyOf("accounts"));
  await page.goto(`${SUB_PATH}session`);
  await expect(page.getByRole("heading", { level: 2, name: "kaede", exact: true })).toBeVisible();
  await expect(page.getByText("belongs to user 5001, as it says")).toBeVisible();
  await page.getByRole("button", { name: "Erase everything" }).click();
  await page.getByRole("button", { name: "Erase it all" }).click();
  await expect(page.getByRole("heading", { name: "Nobody is logged in" })).toBeVisible();
  expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({ [keyOf("accounts")]: "another page's" });
});

test("what AniList was seen to do can be copied for a report, without the token", async ({ app, context, page, standin }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: ORIGIN });
  const token = await keepSignedIn(page, standin, "kaede");
  await app.open("session");
  await expect(page.getByText(/readable: \d+ of \d+ requests left this minute/)).toBeVisible();
  await page.getByRole("button", { name: "Copy report" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toBeAttached();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toMatch(/^Tsuzuki [\d.]+\nstate returned by AniList: not yet\nrate limit headers: readable: \d+ of \d+ requests left this minute\n$/);
  expect(report).not.toContain(token);
});

test("a token of somebody else than it claims is called out", async ({ app, page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede", "1001", { sub: "5002" })]);
  await app.open("session");
  await expect(page.getByText(/AniList says that this token belongs to user 5001\..*log out\./)).toBeVisible();
});
