import type { Page } from "@playwright/test";
import { App, SETUP } from "../support/app";
import { expectAccessible } from "../support/axe";
import { TRIGUN, openList, plus, unsent } from "../support/edits";
import { account, keepAccounts, keepSignedIn, keptOperations, keyOf, plant } from "../support/kept";
import type { Standin } from "../support/standin";
import { expect, test } from "../support/test";

/** Brings a page to what is to be looked at. */
type Reach = (tools: { app: App; page: Page; standin: Standin }) => Promise<void>;

/** A minute of silence, as after a refusal; the page must be one of the app's origin. */
const plantSilence = (page: Page) =>
  page.evaluate((key) => localStorage.setItem(key, JSON.stringify({ silent_until: Date.now() + 60_000 })), keyOf("budget"));

const covers = (page: Page) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) });

const views: [name: string, reach: Reach][] = [
  ["home, signed out", async ({ app, page }) => {
    await app.open();
    await expect(covers(page)).toHaveCount(12);
  }],
  ["home, signed in", async ({ app, page, standin }) => {
    await keepSignedIn(page, standin, "kaede");
    await app.open();
    await expect(page.getByRole("heading", { level: 1, name: "kaede", exact: true })).toBeVisible();
    await expect(covers(page)).toHaveCount(12);
  }],
  ["home with empty lists", async ({ app, page, standin }) => {
    await keepSignedIn(page, standin, "new");
    await app.open();
    await expect(page.getByRole("heading", { level: 1, name: "new", exact: true })).toBeVisible();
  }],
  ["home while it loads", async ({ app, page, standin }) => {
    await keepSignedIn(page, standin, "kaede");
    await standin.fail({ fault: "stall", times: 0 });
    await app.open();
  }],
  ["a failure", async ({ app, page, standin }) => {
    await standin.fail({ operation: "Trending", fault: "outage_cors" });
    await app.open();
    await expect(page.getByRole("alert")).toBeVisible();
  }],
  ["the session page, signed out", async ({ app }) => app.open("session")],
  ["the session page with two accounts, a warning, a question and the JSON open", async ({ app, page, standin }) => {
    await keepAccounts(page, [await account(standin, "kaede", "1001", { expires_in: 86_000 }), await account(standin, "ren")]);
    await app.open("session");
    await expect(page.getByText("belongs to user 5001, as it says")).toBeVisible();
    await page.getByText("Header and payload as JSON").click();
    await page.getByRole("button", { name: "Remove ren" }).click();
    await page.getByRole("button", { name: "Erase everything" }).click();
    await expect(page.getByRole("button", { name: "Erase it all" })).toBeVisible();
  }],
  ["the session page of an ended login", async ({ app, page, standin }) => {
    await keepSignedIn(page, standin, "kaede");
    await standin.revoke("kaede");
    await app.open("session");
    await expect(page.getByText(/no longer accepts the login of kaede/)).toBeVisible();
  }],
  ["the notice after logging out", async ({ app, page, standin }) => {
    await keepSignedIn(page, standin, "kaede");
    await app.open("session");
    await page.getByRole("button", { name: "Log out", exact: true }).click();
    await expect(page.getByRole("button", { name: "Dismiss" })).toBeVisible();
    await expect(covers(page)).toHaveCount(12);
  }],
  ["the notice about damaged logins", async ({ app, page }) => {
    await plant(page, keyOf("accounts"), "{");
    await app.open("login");
    await expect(page.getByText("The stored logins are damaged")).toBeVisible();
  }],
  ["the login page", async ({ app }) => app.open("login")],
  ["the set-up with a wrong client id", async ({ page }) => {
    await new App(page, SETUP).open("login");
    await page.getByRole("textbox", { name: "Client ID" }).fill("abc");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("alert")).toHaveText(/\w/);
  }],
  ["pasting a token, refused", async ({ app, page }) => {
    await app.open("login/token");
    await page.getByRole("textbox", { name: "Access token" }).fill("junk");
    await page.getByRole("button", { name: "Check token" }).click();
    await expect(page.getByRole("alert")).toHaveText(/\w/);
  }],
  ["a refused login", async ({ app, page, standin }) => {
    await page.goto(`${app.base}#access_token=${await standin.token("kaede")}&token_type=Bearer&state=x`);
    await expect(page.getByRole("heading", { name: "You are not logged in" })).toBeVisible();
  }],
  ["the question whose token this is", async ({ app, page, standin }) => {
    await app.open("login/token");
    await page.getByRole("textbox", { name: "Access token" }).fill(await standin.token("kaede", "1004"));
    await page.getByRole("button", { name: "Check token" }).click();
    await expect(page.getByRole("heading", { name: "Is this you?" })).toBeVisible();
  }],
  ["a token that could not be checked", async ({ app, page, standin }) => {
    await app.open("login/token");
    await standin.fail({ operation: "Viewer", fault: "server_error" });
    await page.getByRole("textbox", { name: "Access token" }).fill(await standin.token("kaede"));
    await page.getByRole("button", { name: "Check token" }).click();
    await expect(page.getByRole("heading", { name: "Not logged in yet" })).toBeVisible();
  }],
  ["the requests page, with requests of every kind of end", async ({ app, page, standin }) => {
    await app.open();
    await expect(covers(page)).toHaveCount(12);
    await expect.poll(() => keptOperations(page)).toEqual(["Trending"]);
    await app.open();
    await expect(covers(page)).toHaveCount(12);
    await standin.fail({ operation: "Trending", fault: "server_error" });
    await page.getByRole("button", { name: "Refresh trending" }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    await page.getByRole("link", { name: /^Requests:/ }).filter({ visible: true }).click();
    await page.getByRole("button", { name: "Forget them" }).click();
    for (const text of ["kept, from", "status 500"]) await expect(page.getByRole("table").getByText(text)).toBeVisible();
  }],
  ["the requests page while an edit waits for the limit", async ({ app, page, standin }) => {
    await keepSignedIn(page, standin, "kaede");
    await openList(app);
    await plantSilence(page);
    await plus(page, TRIGUN.title).click();
    await expect(unsent(page)).toHaveCount(1);
    await page.getByRole("link", { name: /^Requests:/ }).filter({ visible: true }).click();
    await expect(page.getByText("waits, because AniList refused")).toBeVisible();
  }],
  ["the requests page during an outage", async ({ app, page, standin }) => {
    await standin.fail({ operation: "Trending", fault: "outage_cors" });
    await app.open();
    await expect(page.getByRole("alert")).toBeVisible();
    await page.getByRole("link", { name: /^Requests:/ }).filter({ visible: true }).click();
    await expect(page.getByRole("button", { name: "Try now" })).toBeVisible();
  }],
  ["home while it waits for the limit", async ({ app, page, standin }) => {
    await keepSignedIn(page, standin, "kaede");
    await plantSilence(page);
    await app.open();
    await expect(page.getByText(/Waiting for AniList’s limit, about \d+ s/).first()).toBeVisible();
  }],
  ["a list while it waits for the limit", async ({ app, page, standin }) => {
    await keepSignedIn(page, standin, "kaede");
    await plantSilence(page);
    await app.open("user/kaede/animelist/Watching");
    await expect(page.getByText(/Waiting for AniList’s limit, about \d+ s/).first()).toBeVisible();
  }],
  ["an unknown address", async ({ app }) => app.open("no/such/page")],
];

for (const [name, reach] of views)
  test(`axe finds nothing, in both themes, narrow and wide: ${name}`, async ({ app, page, standin, trouble }) => {
    trouble.allow(/graphql\.anilist\.co/);
    await reach({ app, page, standin });
    await expectAccessible(page);
  });
