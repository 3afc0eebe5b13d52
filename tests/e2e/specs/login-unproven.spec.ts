import { expectNothingKept, keyOf, storedAccounts } from "../support/kept";
import { expect, test } from "../support/test";

for (const state of ["drop", "empty"] as const)
  // SECURITY.md: S3
  test(`with state ${state === "drop" ? "left out" : "sent back empty"}, the person is asked before anything is stored`, async ({ app, anilist, login, page, standin }) => {
    await standin.switch({ state });
    await login.leave("session");
    await anilist.logInAs("kaede");
    await anilist.approve();
    await expect(login.question()).toContainText("AniList user 5001");
    await expect(login.question()).toContainText("does not prove that this tab asked for it");
    await expectNothingKept(page);
    await login.continueAs("kaede");
    await app.expectSignedIn("kaede");
    expect(page.url()).toBe(`${app.base}session`);
    expect((await storedAccounts(page))!.active).toBe(5001);
    // Nothing was learned about state, so the next answer without it is asked about again.
    await expect(page.getByText("not yet", { exact: true })).toBeVisible();
  });

test("an unproven token that is not wanted is forgotten", async ({ app, login, page, standin }) => {
  await login.leave();
  await login.answerWith(await standin.token("ren"), null);
  await expect(login.question()).toContainText("ren");
  await page.getByRole("button", { name: "Forget this token" }).click();
  await app.expectSignedOut();
  await expectNothingKept(page);
  await page.reload();
  await app.expectSignedOut();
});

test("leaving the page while being asked stores nothing", async ({ app, login, page, standin }) => {
  await login.leave();
  await login.answerWith(await standin.token("ren"), null);
  await expect(login.question()).toBeVisible();
  await page.reload();
  await app.expectSignedOut();
  await expectNothingKept(page);
});

for (const [what, odd, why] of [
  ["for another client", { aud: "9999" }, "expected client 1001, it names 9999"],
  ["of somebody else", { sub: "5002" }, "claims to be of user 5002"],
] as const)
  test(`an unproven token ${what} is refused without a question`, async ({ login, standin }) => {
    await login.leave();
    await login.answerWith(await standin.token("kaede", "1001", odd), null);
    await login.expectRefused(why);
  });

for (const missing of ["left out", "empty"])
  // SECURITY.md: S3
  test(`once AniList has returned state, an answer with state ${missing} is refused`, async ({ anilist, app, login, page, standin }) => {
    await app.open();
    await app.logIn("kaede");
    await app.open("session");
    await expect(page.getByText("yes, an answer without it is refused")).toBeVisible();
    await page.getByRole("button", { name: "Log out", exact: true }).click();
    await app.expectSignedOut();
    // Else AniList would answer at once.
    await anilist.logOut();
    await login.leave();
    await login.answerWith(await standin.token("kaede"), missing === "empty" ? "" : null);
    await login.expectRefused("The answer lacks the mark that shows which login it belongs to.");
  });

test("what was learned about state is forgotten with everything else", async ({ app, page }) => {
  await app.open();
  await app.logIn("kaede");
  await app.open("session");
  await page.getByRole("button", { name: "Erase everything" }).click();
  await page.getByRole("button", { name: "Erase it all" }).click();
  await app.expectSignedOut();
  expect(await page.evaluate((key) => localStorage.getItem(key), keyOf("state-echo"))).toBeNull();
});
