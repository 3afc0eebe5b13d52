import type { Page } from "@playwright/test";
import { activeToken, expectNothingKept, storedAccounts } from "../support/kept";
import { expect, test } from "../support/test";

async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Access token" }).fill(text);
  await page.getByRole("button", { name: "Check token" }).click();
}

test("a pasted token signs in after a question, and is not left in the page", async ({ app, login, page, standin }) => {
  const token = await standin.token("kaede");
  await app.open();
  await page.getByRole("link", { name: "Use a token instead" }).first().click();
  await paste(page, token);
  await expect(login.question()).toContainText("The token you pasted belongs to this account.");
  await expectNothingKept(page);
  await login.continueAs("kaede");
  await app.expectSignedIn("kaede");
  expect((await storedAccounts(page))!.accounts[0]).toMatchObject({ id: 5001, token, pasted: true });
  expect(await page.content()).not.toContain(token);
});

const wrapped: [name: string, wrap: (token: string) => string][] = [
  ["with spaces and line breaks", (token) => `  ${token.slice(0, 40)}\n${token.slice(40, 200)} \t${token.slice(200)}\r\n`],
  ["in the address of AniList's pin page", (token) => `https://anilist.co/api/v2/oauth/pin#access_token=${token}&token_type=Bearer&expires_in=31536000`],
];
for (const [name, wrap] of wrapped)
  test(`a token is found ${name}`, async ({ app, login, page, standin }) => {
    const token = await standin.token("kaede");
    await app.open("login/token");
    await paste(page, wrap(token));
    await login.continueAs("kaede");
    await app.expectSignedIn("kaede");
    expect(await activeToken(page)).toBe(token);
  });

test("a token of another client is accepted after saying so", async ({ app, login, page, standin }) => {
  await app.open("login/token");
  await paste(page, await standin.token("kaede", "1004"));
  await expect(login.question()).toContainText("This token was made for client 1004; this site's client ID is 1001.");
  await login.continueAs("kaede");
  await app.open("session");
  await expect(page.getByText("not the client ID in use here")).toBeVisible();
});

test("what is no token is refused with a sentence beside the field", async ({ app, page, standin }) => {
  await app.open("login/token");
  await standin.forget();
  for (const junk of [
    "",
    "my password is hunter2!",
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQ",
    `eyJhIjoxfQ.${"a".repeat(9000)}.YQ`,
    "https://anilist.co/api/v2/oauth/pin#access_token=",
    "<img src=x onerror=alert(1)>",
  ]) {
    await paste(page, junk);
    await expect(page.getByRole("alert")).toHaveText(/^[A-Z].*\.$/);
    await expect(page.getByRole("textbox", { name: "Access token" })).toHaveAttribute("aria-invalid", "true");
    await page.getByRole("textbox", { name: "Access token" }).fill("x");
    await expect(page.getByRole("alert")).toHaveCount(0);
  }
  await expectNothingKept(page);
  expect(await standin.journal("graphql.anilist.co")).toEqual([]);
});

test("a pasted token that AniList refuses is not stored", async ({ app, page, standin, trouble }) => {
  trouble.allow(/status of 400/);
  const token = await standin.token("kaede");
  await standin.revoke("kaede");
  await app.open("login/token");
  await paste(page, token);
  await expect(page.getByRole("alert")).toContainText("AniList no longer accepts your login");
  await expectNothingKept(page);
  await page.getByRole("button", { name: "Forget this token" }).click();
  await app.expectSignedOut();
  await expectNothingKept(page);
  expect(await page.content()).not.toContain(token);
});
