import type { Page } from "@playwright/test";
import { activeToken, keepSignedIn, storedAccounts } from "../support/kept";
import type { Standin } from "../support/standin";
import { expect, test } from "../support/test";

const notice = (page: Page) => page.getByText("AniList no longer accepts the login of kaede: it was revoked, or it expired. Log in again to go on.");

/** Requests that carried `token`, by operation. */
async function asked(standin: Standin, token: string): Promise<(string | null)[]> {
  const requests = await standin.journal("graphql.anilist.co");
  return requests.filter((seen) => seen.headers["authorization"] === `Bearer ${token}`).map((seen) => seen.operation);
}

test.describe("when AniList no longer accepts the token", () => {
  test.beforeEach(({ trouble }) => trouble.allow(/status of 40\d/));

  // SECURITY.md: A4
  test("the session ends once, after exactly one probe, however many requests failed", async ({ app, page, standin }) => {
    const token = await keepSignedIn(page, standin, "kaede");
    await standin.revoke("kaede");
    // Home asks for the account, its lists and what is trending at once, and all of it is refused.
    await app.open();
    await expect(notice(page)).toHaveCount(1);
    await expect(page.getByRole("heading", { name: "Trending now" })).toBeVisible();
    await expect(page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) }).first()).toBeVisible();
    const operations = await asked(standin, token);
    expect(operations.filter((name) => name === "ViewerId")).toHaveLength(1);
    expect(operations.filter((name) => name?.split("_").includes("Viewer")), "all of Home in one").toHaveLength(1);
    expect(operations).toHaveLength(2);
    expect((await storedAccounts(page))!.accounts).toMatchObject([{ id: 5001, name: "kaede", token: null }]);
  });

  test("a login afterwards returns to the page one was on, as the same account", async ({ app, anilist, page, standin }) => {
    await keepSignedIn(page, standin, "kaede");
    await app.open("session");
    await expect(page.getByText("belongs to user 5001, as it says")).toBeVisible();
    await standin.revoke("kaede");
    await page.reload();
    await expect(notice(page)).toBeVisible();
    await app.startLogIn();
    await anilist.logInAs("kaede");
    await anilist.approve();
    await expect(page.getByText("belongs to user 5001, as it says")).toBeVisible();
    expect(page.url()).toBe(`${app.base}session`);
    await expect(notice(page)).toHaveCount(0);
    expect((await storedAccounts(page))!.accounts).toHaveLength(1);
  });

  test("other tabs learn of it without a refused request of their own", async ({ app, context, page, standin }) => {
    const token = await keepSignedIn(page, standin, "kaede");
    await app.open();
    await expect(page.getByRole("heading", { level: 1, name: "kaede", exact: true })).toBeVisible();
    const other = await context.newPage();
    await standin.revoke("kaede");
    await standin.forget();
    await other.goto(`${app.base}session`);
    await expect(notice(other)).toBeVisible();
    await expect(notice(page)).toBeVisible({ timeout: 1_000 });
    expect((await asked(standin, token)).sort()).toEqual(["Viewer", "ViewerId"]);
  });

  test("the ended account can be removed like any other", async ({ app, page, standin }) => {
    await keepSignedIn(page, standin, "kaede");
    await standin.revoke("kaede");
    await app.open("session");
    await expect(notice(page)).toBeVisible();
    await page.getByRole("button", { name: "Log out", exact: true }).click();
    await expect(notice(page)).toHaveCount(0);
    expect(await storedAccounts(page)).toBeNull();
  });
});

for (const [name, status, message] of [
  ["401 for something else", 401, "Unauthorized."],
  ["400 “Invalid token” of a proxy that the probe contradicts", 400, "Invalid token"],
] as const)
  // SECURITY.md: A4
  test(`a ${name} does not end the session`, async ({ app, page, standin, trouble }) => {
    trouble.allow(/status of 40\d/);
    const token = await keepSignedIn(page, standin, "kaede");
    const headers = { "access-control-allow-origin": "*", "content-type": "application/json" };
    await page.route("https://graphql.anilist.co/", async (route) => {
      const isTrending = route.request().postData()?.includes("TRENDING");
      if (!isTrending) return route.continue();
      await route.fulfill({ status, headers, body: JSON.stringify({ data: null, errors: [{ message, status }] }) });
    });
    await app.open("session");
    await page.getByRole("link", { name: "Home" }).filter({ visible: true }).click();
    await expect(page.getByRole("alert").first()).toBeVisible();
    await expect.poll(() => asked(standin, token)).toContain("ViewerId");
    await expect(notice(page)).toHaveCount(0);
    expect(await activeToken(page)).toBe(token);
  });

for (const fault of ["outage", "outage_cors", "challenge", "challenge_cors", "server_error", "rate_limit"] as const)
  // SECURITY.md: A4
  test(`${fault} does not log out`, async ({ app, page, standin, trouble }) => {
    trouble.allow(/graphql\.anilist\.co/);
    const token = await keepSignedIn(page, standin, "kaede");
    await standin.fail({ fault, times: 0 });
    await app.open("session");
    await expect(page.getByRole("alert")).toBeVisible();
    await expect(notice(page)).toHaveCount(0);
    expect(await activeToken(page)).toBe(token);
  });
