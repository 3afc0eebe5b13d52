import { account, keepAccounts, keepSignedIn, keyOf, storedAccounts } from "../support/kept";
import { expect, test } from "../support/test";

const DAY = 86_400;

test.describe("in Germany's language and Japan's zone", () => {
  test.use({ locale: "de-DE", timezoneId: "Asia/Tokyo" });
  test("dates stand in the person's language and time zone", async ({ app, page, standin }) => {
    const token = await keepSignedIn(page, standin, "kaede");
    const { exp } = JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as { exp: number };
    await app.open("session");
    const options = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" } as const;
    const until = new Intl.DateTimeFormat("de-DE", { ...options, timeZone: "Asia/Tokyo" }).format(exp * 1000);
    await expect(page.getByRole("definition").filter({ hasText: until }).first()).toBeVisible();
  });
});

for (const [left, notice] of [
  [31 * DAY, null],
  [30 * DAY - 60, "This login ends in 29 days. Log in again to continue for another year."],
] as const)
  // SECURITY.md: A3
  test(`a token with ${left} seconds left ${notice ? "is warned of on every page" : "is no reason for a warning"}`, async ({ app, page, standin }) => {
    await keepSignedIn(page, standin, "kaede", { expires_in: left });
    for (const path of ["", "session"]) {
      await app.open(path);
      const line = page.getByRole("status").filter({ hasText: "This login ends" });
      if (notice) await expect(line).toContainText(notice);
      else await expect(line).toHaveCount(0);
    }
  });

// SECURITY.md: A3
test("a warning that was dismissed stays away in its tab, until the next one is due", async ({ context, app, page, standin }) => {
  await page.clock.install();
  await keepSignedIn(page, standin, "kaede", { expires_in: 30 * DAY - 60 });
  await app.open();
  const line = page.getByRole("status").filter({ hasText: "This login ends" });
  const dismiss = () => line.getByRole("button", { name: "Dismiss" }).click();
  for (const [days, text] of [
    [0, "in 29 days"],
    [23, "in 6 days"],
    [6, "in less than a day"],
  ] as const) {
    // The page stays open, and its clock goes on.
    await page.clock.fastForward(days * DAY * 1000);
    await expect(line).toContainText(text);
    await dismiss();
    await expect(line).toHaveCount(0);
    await page.clock.fastForward(3_600_000);
    await app.open("session");
    await expect(page.getByText("belongs to user 5001, as it says")).toBeVisible();
    await expect(line).toHaveCount(0);
  }
  expect(await page.evaluate((key) => sessionStorage.getItem(key), keyOf("dismissed-warning")), "nothing about the person").toBe("day");
  const other = await context.newPage();
  await other.goto(app.base);
  await expect(other.getByRole("status").filter({ hasText: "This login ends" }), "another tab has not been told").toBeVisible();
});

test("a warning that was dismissed for one account is given for another", async ({ app, page, standin }) => {
  const odd = { expires_in: 6 * DAY };
  await keepAccounts(page, [await account(standin, "kaede", "1001", odd), await account(standin, "ren", "1001", odd)]);
  await app.open("session");
  const line = page.getByRole("status").filter({ hasText: "This login ends" });
  await line.getByRole("button", { name: "Dismiss" }).click();
  await expect(line).toHaveCount(0);
  await page.getByRole("button", { name: "Switch to ren" }).click();
  await expect(line).toBeVisible();
});

test("a token that has ended is said to have ended, nothing is lost, and a login is offered", async ({ app, page, standin, trouble }) => {
  trouble.allow(/status of 400/);
  await keepSignedIn(page, standin, "kaede", { expires_in: -DAY });
  await app.open("session");
  await expect(page.getByText(/AniList no longer accepts the login of kaede/)).toBeVisible();
  await expect(app.logInControl()).toBeVisible();
  const asked = (await standin.journal("graphql.anilist.co")).filter((seen) => seen.headers["authorization"]);
  expect(asked.length, "no loop of requests").toBeLessThanOrEqual(3);
  expect((await storedAccounts(page))!.accounts[0]).toMatchObject({ id: 5001, name: "kaede" });
});

for (const [name, offset, left] of [
  ["a day fast", DAY, "363 days"],
  ["a year slow", -365 * DAY, "729 days"],
] as const)
  // SECURITY.md: A3
  test(`with a clock that is ${name} nobody is locked out`, async ({ app, page, standin }) => {
    await keepSignedIn(page, standin, "kaede");
    await page.clock.setFixedTime(Date.now() + offset * 1000);
    await app.open("session");
    await expect(page.getByText("belongs to user 5001, as it says")).toBeVisible();
    await expect(page.getByText(left, { exact: true })).toBeVisible();
    const slow = page.getByText("its clock is probably slow");
    await expect(slow).toHaveCount(offset < 0 ? 1 : 0);
    await app.open();
    await expect(page.getByRole("heading", { level: 1, name: "kaede", exact: true })).toBeVisible();
  });

test("with a clock that is a year fast the token is said to have ended by that clock, and goes on working", async ({ app, page, standin }) => {
  const token = await keepSignedIn(page, standin, "kaede");
  await page.clock.setFixedTime(Date.now() + 366 * DAY * 1000);
  await app.open("session");
  await expect(page.getByText("By this device's clock this login has ended. If AniList refuses it, log in again.")).toBeVisible();
  await expect(page.getByText("expired, by this device's clock")).toBeVisible();
  await expect(page.getByText("belongs to user 5001, as it says")).toBeVisible();
  expect((await storedAccounts(page))!.accounts[0]!.token).toBe(token);
});

for (const offset of [-365, 365])
  test(`a login works on a device whose clock is ${offset} days off`, async ({ app, page }) => {
    await page.clock.setFixedTime(Date.now() + offset * DAY * 1000);
    await app.open();
    await app.startLogIn();
    await page.getByRole("button", { name: "Log in as kaede" }).click();
    await page.getByRole("button", { name: "Approve" }).click();
    await page.waitForURL((url) => url.href === app.base);
    await expect(page.getByRole("heading", { level: 1, name: "kaede", exact: true })).toBeVisible();
  });
