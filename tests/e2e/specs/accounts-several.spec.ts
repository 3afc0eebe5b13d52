import { account, activeToken, keepAccounts, storedAccounts } from "../support/kept";
import { expect, test } from "../support/test";

const names = (accounts: { name: string }[]) => accounts.map((account) => account.name);

for (const [button, active] of [
  ["Stay as kaede", "kaede"],
  ["Continue as ren", "ren"],
] as const)
  // SECURITY.md: S5
  test(`a login as somebody else adds an account and asks: ${button}`, async ({ app, anilist, login, page, standin }) => {
    await keepAccounts(page, [await account(standin, "kaede")]);
    await app.open("session");
    await page.getByRole("button", { name: "Add an account" }).click();
    await anilist.logInAs("ren");
    await anilist.approve();
    await expect(login.question()).toContainText("You are logged in as kaede in this browser");
    expect(names((await storedAccounts(page))!.accounts)).toEqual(["kaede"]);
    await page.getByRole("button", { name: button }).click();
    await app.expectSignedIn(active);
    expect(page.url()).toBe(`${app.base}session`);
    const kept = (await storedAccounts(page))!;
    expect(names(kept.accounts)).toEqual(["kaede", "ren"]);
    expect(kept.accounts.find(({ id }) => id === kept.active)!.name).toBe(active);
  });

test("the new account can be turned down, and the old one stays", async ({ app, login, page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede")]);
  const state = await login.leaveWithState("login");
  await login.answerWith(await standin.token("ren"), state);
  await page.getByRole("button", { name: "Forget this token" }).click();
  await app.expectSignedIn("kaede");
  expect(names((await storedAccounts(page))!.accounts)).toEqual(["kaede"]);
});

test("switching sends the next requests with the other account's token, and shows nothing of the first", async ({ app, page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede"), await account(standin, "ren")]);
  await app.open("session");
  await expect(page.getByText("belongs to user 5001, as it says")).toBeVisible();
  await standin.forget();
  await page.getByRole("button", { name: "Switch to ren" }).click();
  await expect(page.getByText("belongs to user 5002, as it says")).toBeVisible();
  const ren = await activeToken(page);
  const used = (await standin.journal("graphql.anilist.co")).map((seen) => seen.headers["authorization"]).filter(Boolean);
  expect(new Set(used)).toEqual(new Set([`Bearer ${ren}`]));
  await expect(page.getByRole("button", { name: "Switch to kaede" })).toBeVisible();
  await page.getByRole("link", { name: "Home" }).filter({ visible: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "ren", exact: true })).toBeVisible();
});

test("an account can be removed after a question, without touching the active one", async ({ app, page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede"), await account(standin, "ren")]);
  await app.open("session");
  await page.getByRole("button", { name: "Remove ren" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  expect((await storedAccounts(page))!.accounts).toHaveLength(2);
  await page.getByRole("button", { name: "Remove ren" }).click();
  await page.getByRole("button", { name: "Erase it" }).click();
  await expect(page.getByText("No other account is kept in this browser.")).toBeVisible();
  const kept = (await storedAccounts(page))!;
  expect([names(kept.accounts), kept.active]).toEqual([["kaede"], 5001]);
});

test("logging out never goes on as somebody else unasked", async ({ app, page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede"), await account(standin, "ren")]);
  await app.open("session");
  await page.getByRole("button", { name: "Log out", exact: true }).click();
  await app.expectSignedOut();
  const kept = (await storedAccounts(page))!;
  expect([names(kept.accounts), kept.active]).toEqual([["ren"], null]);
  await app.open("session");
  await page.getByRole("button", { name: "Switch to ren" }).click();
  await app.expectSignedIn("ren");
});

test("Log out everywhere ends every account", async ({ app, page, standin }) => {
  await keepAccounts(page, [await account(standin, "kaede"), await account(standin, "ren")]);
  await app.open("session");
  await page.getByRole("button", { name: "Log out everywhere" }).click();
  await app.expectSignedOut();
  expect(await storedAccounts(page)).toBeNull();
  await expect(page.getByRole("link", { name: "Revoke it at AniList" })).toHaveAttribute("href", "https://anilist.co/settings/apps");
});

// SECURITY.md: A1
test("logging out works offline, and leaves no token and nothing private", async ({ app, context, page, standin, trouble }) => {
  trouble.allow(/Failed to load resource/);
  await keepAccounts(page, [await account(standin, "kaede")]);
  await app.open("session");
  await expect(page.getByText("belongs to user 5001, as it says")).toBeVisible();
  const token = await activeToken(page);
  await context.setOffline(true);
  await page.getByRole("button", { name: "Log out", exact: true }).click();
  await app.expectSignedOut();
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(token);
  await page.getByRole("button", { name: "Dismiss" }).click();
  const left = await page.evaluate(() => document.documentElement.outerHTML);
  for (const secret of [token, "kaede", "5001"]) expect(left).not.toContain(secret);
});

test("a seventeenth account is refused in words, and the others stay", async ({ app, login, page, standin }) => {
  const kaede = await account(standin, "kaede");
  const many = Array.from({ length: 16 }, (_, index) => ({ ...kaede, id: 7000 + index, name: `user${index}` }));
  await keepAccounts(page, many);
  const state = await login.leaveWithState("login");
  await login.answerWith(await standin.token("ren"), state);
  await login.continueAs("ren");
  await expect(login.refusal()).toContainText("already keeps 16 accounts");
  expect((await storedAccounts(page))!.accounts).toHaveLength(16);
  await page.getByRole("button", { name: "Not now" }).click();
  await expect(app.page.getByRole("heading", { level: 1 })).toBeVisible();
});
