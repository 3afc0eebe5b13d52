import { expectNothingKept, storedAccounts } from "../support/kept";
import { expect, test } from "../support/test";
import type { Fault } from "../support/standin";

const causes: [Fault["fault"], title: string][] = [
  ["outage_cors", "AniList's API is switched off"],
  ["rate_limit", "AniList did not answer"],
];

for (const [fault, title] of causes)
  test(`with ${fault} while a token is checked, nothing is stored and Retry completes the login`, async ({ app, login, page, standin, trouble }) => {
    trouble.allow(/graphql\.anilist\.co/);
    const state = await login.leaveWithState("session");
    await standin.fail({ operation: "Viewer", fault });
    await login.answerWith(await standin.token("kaede"), state);
    await expect(page.getByRole("heading", { name: "Not logged in yet" })).toBeVisible();
    await expect(page.getByRole("alert")).toContainText(title);
    await expectNothingKept(page);
    await page.getByRole("button", { name: fault === "outage_cors" ? "Try now" : "Retry" }).click();
    await app.expectSignedIn("kaede");
    expect(page.url()).toBe(`${app.base}session`);
    expect((await storedAccounts(page))!.accounts).toHaveLength(1);
  });

test("a token that could not be checked can be forgotten", async ({ app, login, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  const state = await login.leaveWithState();
  await standin.fail({ operation: "Viewer", fault: "outage_cors" });
  await login.answerWith(await standin.token("kaede"), state);
  await page.getByRole("button", { name: "Forget this token" }).click();
  await app.expectSignedOut();
  await expectNothingKept(page);
});

test("a token that has expired already is not stored, and the login can be started again", async ({ app, login, page, standin, trouble }) => {
  trouble.allow(/status of 400/);
  const state = await login.leaveWithState();
  await login.answerWith(await standin.token("kaede", "1001", { expires_in: -10 }), state);
  await expect(page.getByRole("alert")).toContainText("AniList no longer accepts your login");
  await expect(page.getByRole("button", { name: "Retry" })).toHaveCount(0);
  await expectNothingKept(page);
  await app.startLogIn();
  await expect(page.getByRole("button", { name: "Log in as kaede" })).toBeVisible();
});

test("an answer that nobody waits for any longer does not sign in", async ({ app, login, page, standin }) => {
  const state = await login.leaveWithState();
  await standin.fail({ operation: "Viewer", fault: "stall" });
  await login.answerWith(await standin.token("kaede"), state);
  await expect(page.getByRole("heading", { name: "Logging in" })).toBeVisible();
  await expectNothingKept(page);
  await app.open();
  await app.expectSignedOut();
  await expectNothingKept(page);
});
