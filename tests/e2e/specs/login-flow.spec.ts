import { ORIGIN } from "../support/app";
import { activeToken, everythingKept, keyOf, storedAccounts } from "../support/kept";
import { expect, test } from "../support/test";

// SECURITY.md: S7
test("a login asks with client id, response type and state, and nothing else", async ({ login }) => {
  const url = await login.leave();
  expect(url.origin + url.pathname).toBe("https://anilist.co/api/v2/oauth/authorize");
  expect([...url.searchParams.keys()]).toEqual(["client_id", "response_type", "state"]);
  expect(url.searchParams.get("client_id")).toBe("1001");
  expect(url.searchParams.get("response_type")).toBe("token");
  expect(url.searchParams.get("state")).toMatch(/^[0-9a-f]{64}$/);
});

// SECURITY.md: S1
test("state is new for each login and owes nothing to Math.random", async ({ page, login }) => {
  await page.addInitScript(() => {
    Math.random = () => 0.5;
  });
  const first = await login.leaveWithState();
  const second = await login.leaveWithState();
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(second).not.toBe(first);
});

// SECURITY.md: S2
test("a pending login is kept in this tab only", async ({ page, context, login, app }) => {
  await login.leave("session");
  const other = await context.newPage();
  await other.goto(ORIGIN);
  expect(await everythingKept(other)).not.toContain("pending-login");
  await page.goto(ORIGIN);
  await app.expectStarted();
  const pending = await page.evaluate((key) => sessionStorage.getItem(key), keyOf("pending-login"));
  expect(JSON.parse(pending!)).toMatchObject({ client_id: "1001", return_path: "/session" });
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage))).toEqual([keyOf("budget")]);
});

test("a login returns to the page it left, as the person who approved", async ({ page, app, anilist }) => {
  await app.open("session");
  await app.startLogIn();
  await anilist.logInAs("kaede");
  await anilist.approve();
  await app.expectSignedIn("kaede");
  expect(page.url()).toBe(`${ORIGIN}session`);
  await expect(page.getByRole("status").filter({ hasText: "Logged in as kaede" })).toBeVisible();
  await expect(page.getByText("AniList confirms: this token belongs to user 5001, as it says.")).toBeVisible();
  const { accounts, active, api } = (await storedAccounts(page))!;
  expect({ active, api, names: accounts.map((account) => account.name) }).toEqual({
    active: 5001,
    api: "https://graphql.anilist.co",
    names: ["kaede"],
  });
});

test("a login returns to an address with a query", async ({ page, app, anilist }) => {
  await app.open("?tab=lists");
  await app.startLogIn();
  await anilist.logInAs("kaede");
  await anilist.approve();
  await app.expectSignedIn("kaede");
  expect(page.url()).toBe(`${ORIGIN}?tab=lists`);
});

test("one who approved before comes back at once", async ({ page, app }) => {
  await app.open();
  await app.logIn("kaede");
  await page.getByRole("link", { name: /kaede/ }).filter({ visible: true }).first().click();
  await page.getByRole("button", { name: "Log out", exact: true }).click();
  await app.expectSignedOut();
  await app.startLogIn();
  await app.expectSignedIn("kaede");
});

// SECURITY.md: C4
test("a duplicated tab is signed in, and neither shows the token nor takes it up again", async ({ page, context, app, standin }) => {
  await app.open();
  await app.logIn("kaede");
  const token = await activeToken(page);
  await standin.forget();
  // Like a duplicated tab, a window opened by a script begins with a copy of this tab's session storage.
  const [copy] = await Promise.all([context.waitForEvent("page"), page.evaluate(() => void open(location.href))]);
  await copy.waitForURL(ORIGIN);
  await expect(copy.getByText("kaede", { exact: true }).filter({ visible: true }).first()).toBeVisible();
  expect(await copy.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain(token);
  await expect(copy.getByRole("alert")).toHaveCount(0);
  expect((await storedAccounts(copy))!.accounts).toHaveLength(1);
});

test("a second login renews the token of the same account", async ({ page, app }) => {
  await app.open();
  await app.logIn("kaede");
  const first = await activeToken(page);
  await app.open("session");
  await page.getByRole("button", { name: "Add an account" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Logged in as kaede" })).toBeVisible();
  const { accounts } = (await storedAccounts(page))!;
  expect(accounts.map((account) => account.id)).toEqual([5001]);
  expect(accounts[0]!.token).not.toBe(first);
});
