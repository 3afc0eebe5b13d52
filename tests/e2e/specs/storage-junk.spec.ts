import { account, API, keepAccounts, keyOf, plant, storedAccounts } from "../support/kept";
import { expect, test } from "../support/test";

const KEY = keyOf("accounts");
const DAMAGED = "The stored logins are damaged and cannot be read. Log in again.";

// What else can be wrong with them: `auth_stored.rs`.
test.describe("stored logins that are damaged are said to be, only they are removed, and the app starts:", () => {
  const junk: [name: string, value: string, notice?: string][] = [
    ["truncated JSON", '{"version":1,"api":"https://graphql.anilist.co","accounts":[{"id":5001,"na'],
    ["5 MB of junk", "x".repeat(5_000_000), "The stored logins are too large to be real. Log in again."],
    ["lone surrogates", "\ud800\udfff\udc00".repeat(1000)],
    ["deep nesting", "[".repeat(50_000)],
  ];
  for (const [name, value, notice] of junk)
    test(name, async ({ app, page }) => {
      await plant(page, KEY, value);
      await page.evaluate(() => localStorage.setItem("theirs", "stays"));
      await app.open();
      await app.expectSignedOut();
      await expect(page.getByRole("status").filter({ hasText: notice ?? DAMAGED })).toBeVisible();
      const kept = await page.evaluate(() => ({ ...localStorage }));
      delete kept[keyOf("budget")];
      expect(kept).toEqual({ theirs: "stays" });
      await app.logIn("kaede");
    });
});

for (const [name, document, notice] of [
  ["of a newer version", { version: 2, shape: "unknown" }, "written by a newer version of this app (format 2)"],
  ["for another API address", { version: 1, api: "https://api.elsewhere.test", active: 1, accounts: [] }, "belong to https://api.elsewhere.test"],
] as const)
  // SECURITY.md: A5
  test(`stored logins ${name} are said to be, and stay, whoever logs in`, async ({ app, page, standin }) => {
    await plant(page, KEY, JSON.stringify(document));
    await app.open();
    await app.expectSignedOut();
    await expect(page.getByRole("status").filter({ hasText: notice })).toBeVisible();
    await app.open("login/token");
    await page.getByRole("textbox", { name: "Access token" }).fill(await standin.token("kaede"));
    await page.getByRole("button", { name: "Check token" }).click();
    await page.getByRole("button", { name: "Continue as kaede" }).click();
    await app.expectSignedIn("kaede");
    await expect(page.getByRole("status").filter({ hasText: "What is stored stays as it is" })).toBeVisible();
    expect(await page.evaluate((key) => localStorage.getItem(key), KEY)).toBe(JSON.stringify(document));
  });

// SECURITY.md: T4
test("a token kept for another API address is never sent", async ({ app, page, standin }) => {
  const kept = await account(standin, "kaede");
  await plant(page, KEY, JSON.stringify({ version: 1, api: "https://api.elsewhere.test", active: 5001, accounts: [kept] }));
  await app.open();
  await expect(page.getByRole("heading", { name: "Trending now" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) })).toHaveCount(12);
  const requests = await standin.journal();
  expect(JSON.stringify(requests)).not.toContain(kept.token);
  expect(requests.some((seen) => seen.headers["authorization"])).toBe(false);
});

test("one damaged account does not take the others along, and it is said", async ({ app, page, standin }) => {
  const kaede = await account(standin, "kaede");
  const damaged = [{ ...kaede, id: 0 }, { ...kaede, id: 8, token: "a b" }, { id: 9 }, null, "x"];
  await keepAccounts(page, [kaede, ...(damaged as never[])]);
  await app.open();
  await app.expectSignedIn("kaede");
  await expect(page.getByRole("status").filter({ hasText: "5 stored logins are damaged and were left out." })).toBeVisible();
});

// SECURITY.md: P6
test("markup and direction marks in a stored name are shown as text", async ({ app, page, standin }) => {
  const name = '<img src=x onerror="planted=1">\u202Eevil';
  await keepAccounts(page, [{ ...(await account(standin, "kaede")), name, avatar: "javascript:planted=1" }]);
  // Viewer would correct the name.
  await standin.fail({ operation: "Viewer", fault: "stall", times: 0 });
  await app.open("session");
  const heading = page.getByRole("heading", { level: 2 }).first();
  await expect(heading).toContainText('<img src=x onerror="planted=1">');
  await expect(heading).not.toContainText("\u202E");
  await expect(page.locator('img[src="x"], img[src^="javascript"]')).toHaveCount(0);
  expect(await page.evaluate(() => "planted" in self)).toBe(false);
});

test("a stored profile that AniList has changed follows", async ({ app, page, standin }) => {
  await keepAccounts(page, [{ ...(await account(standin, "kaede")), name: "old name" }]);
  await app.open();
  await app.expectSignedIn("kaede");
  expect((await storedAccounts(page))!).toMatchObject({ api: API, accounts: [{ name: "kaede" }] });
});

test("a stored pending login that is junk counts as none", async ({ login, page, standin }) => {
  await plant(page, "x", "y");
  await page.evaluate((key) => sessionStorage.setItem(key, '{"state":1,"started_at":"now"}'), keyOf("pending-login"));
  await login.answerWith(await standin.token("kaede"), "A".repeat(43));
  await expect(login.refusal()).toContainText("This login was not started in this tab");
  expect(await page.evaluate((key) => sessionStorage.getItem(key), keyOf("pending-login"))).toBeNull();
});

test("junk where the sighting of state is kept counts as nothing seen", async ({ app, page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede")]);
  await page.evaluate((key) => localStorage.setItem(key, '{"a":1'), keyOf("state-echo"));
  await app.open("session");
  await expect(page.getByText("not yet", { exact: true })).toBeVisible();
});
