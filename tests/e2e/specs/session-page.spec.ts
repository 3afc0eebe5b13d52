import { readFile } from "node:fs/promises";
import { ORIGIN, SUB_PATH } from "../support/app";
import { account, keepAccounts, keepSignedIn, keyOf, storedAccounts } from "../support/kept";
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

// SECURITY.md: T2
test("the table of what is stored names every key there is, and Erase everything removes them all", async ({ app, page }) => {
  await app.open();
  await app.logIn("kaede");
  await page.evaluate((key) => sessionStorage.setItem(key, "{}"), keyOf("pending-login"));
  await app.open("session");
  const table = page.getByRole("table");
  const keys = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
  expect(keys.sort()).toEqual([keyOf("accounts"), keyOf("budget"), keyOf("pending-login"), keyOf("state-echo")]);
  // What was sent is written down while one looks.
  for (const key of keys.filter((key) => key !== keyOf("budget"))) {
    const size = await page.evaluate((key) => (localStorage.getItem(key) ?? sessionStorage.getItem(key))!.length, key);
    await expect(table.getByRole("row").filter({ hasText: key })).toContainText(`${size} bytes`);
  }
  await page.evaluate(() => localStorage.setItem("somebody-else", "stays"));
  await page.getByRole("button", { name: "Erase everything" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  expect(await storedAccounts(page)).not.toBeNull();
  await page.getByRole("button", { name: "Erase everything" }).click();
  await page.getByRole("button", { name: "Erase it all" }).click();
  await expect(page.getByRole("heading", { name: "Nobody is logged in" })).toBeVisible();
  await expect(table.getByText("nothing", { exact: true })).toHaveCount(await table.getByRole("row").count() - 1);
  expect(await page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }])).toEqual([{ "somebody-else": "stays" }, {}]);
});

// SECURITY.md: A8
test("keys are named after the base path, so that pages of one origin keep apart", async ({ page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede", "1002")], SUB_PATH);
  await page.evaluate((key) => localStorage.setItem(key, "another page's"), keyOf("accounts"));
  await page.goto(`${SUB_PATH}session`);
  await expect(page.getByRole("heading", { level: 2, name: "kaede", exact: true })).toBeVisible();
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
