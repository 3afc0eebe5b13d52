import { activeToken, besideTheApp, everythingKept, expectNothingKept, keepSignedIn, keyOf, storedAccounts } from "../support/kept";
import { expect, test } from "../support/test";

for (const where of ["fragment", "query"] as const)
  test(`a denial in the ${where} is said in words and stores nothing, and the login can be started again`, async ({ page, app, anilist, login, standin }) => {
    await standin.switch({ denial: where });
    await login.leave();
    await anilist.logInAs("kaede");
    await anilist.deny();
    await login.expectRefused("You did not allow the access on AniList.");
    expect(await everythingKept(page)).not.toContain("pending-login");
    await app.startLogIn();
    await anilist.approve();
    await app.expectSignedIn("kaede");
  });

test("where AniList sends nobody back after a denial, the app is as it was and the login can be started again", async ({ app, anilist, login, standin, page }) => {
  await standin.switch({ denial: "none" });
  await login.leave();
  await anilist.logInAs("kaede");
  await anilist.deny();
  await app.open();
  await app.expectSignedOut();
  await expectNothingKept(page);
  await app.startLogIn();
  await anilist.approve();
  await app.expectSignedIn("kaede");
});

// SECURITY.md: S3
test("a changed state is refused, and the next login works", async ({ app, anilist, login, standin }) => {
  await standin.switch({ state: "change" });
  await login.leave();
  await anilist.logInAs("kaede");
  await anilist.approve();
  await login.expectRefused("This answer belongs to another login than the one started in this tab.");
  await standin.switch({ state: "echo" });
  await app.startLogIn();
  await app.expectSignedIn("kaede");
});

for (const state of ["A".repeat(43), null])
  test(`an answer ${state ? "with" : "without"} state is refused where no login was started`, async ({ login, standin }) => {
    await login.answerWith(await standin.token("kaede"), state);
    await login.expectRefused("This login was not started in this tab, or its answer was already used.");
    expect((await standin.journal("graphql.anilist.co")).filter((seen) => seen.headers["authorization"])).toEqual([]);
  });

// SECURITY.md: S3
test("an answer is refused in another tab than the one that asked", async ({ context, app, login, standin }) => {
  const state = await login.leaveWithState();
  const token = await standin.token("kaede");
  const other = await context.newPage();
  await other.goto(`${app.base}#access_token=${token}&token_type=Bearer&state=${state}`);
  await expect(other.getByRole("alert")).toContainText("This login was not started in this tab");
  await expectNothingKept(other);
});

// SECURITY.md: S2
test("a replayed answer is refused and changes nothing", async ({ app, login, page, standin }) => {
  const state = await login.leaveWithState();
  const token = await standin.token("kaede");
  await login.answerWith(token, state);
  await app.expectSignedIn("kaede");
  const before = await storedAccounts(page);
  await login.answerWith(token, state);
  // Nothing is wrong, and nobody is alarmed; who wants to know can read why.
  await expect(page.getByRole("heading", { level: 1, name: "You are logged in as kaede" })).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.getByText("Why am I seeing this?").click();
  await expect(page.getByText("its answer was already used. It was not used, and nothing was changed.")).toBeVisible();
  expect(await storedAccounts(page)).toEqual(before);
  await page.getByRole("button", { name: "Continue" }).click();
  await app.expectSignedIn("kaede");
});

test("an answer that comes to the open app by a change of its fragment is taken out of the address too", async ({ app, page, standin }) => {
  const token = await keepSignedIn(page, standin, "kaede");
  await app.open();
  await page.evaluate((token) => location.assign(`#access_token=${token}&token_type=Bearer`), token);
  await expect(page.getByRole("heading", { level: 1, name: "You are logged in as kaede" })).toBeVisible();
  await expect(page.getByText("This login was not started in this tab")).toBeHidden();
  expect(page.url()).toBe(app.base);
  expect(await activeToken(page)).toBe(token);
});

// SECURITY.md: S2
test("an answer to a login that took longer than 10 minutes is refused", async ({ login, page, standin }) => {
  const state = await login.leaveWithState();
  await besideTheApp(page);
  await page.evaluate((key) => {
    const pending = JSON.parse(sessionStorage.getItem(key)!);
    sessionStorage.setItem(key, JSON.stringify({ ...pending, started_at: pending.started_at - 10 * 60_000 - 1 }));
  }, keyOf("pending-login"));
  await login.answerWith(await standin.token("kaede"), state);
  await login.expectRefused("This login took longer than 10 minutes.");
});

// SECURITY.md: S4
test("a token for another client is refused, and both ids are shown", async ({ login, standin }) => {
  const state = await login.leaveWithState();
  await login.answerWith(await standin.token("kaede", "1001", { aud: "9999" }), state);
  await login.expectRefused("expected client 1001, it names 9999");
});

// SECURITY.md: S5
test("a token that claims to be of somebody else than AniList says is refused", async ({ login, standin }) => {
  const state = await login.leaveWithState();
  await login.answerWith(await standin.token("kaede", "1001", { sub: "5002" }), state);
  await login.expectRefused("The token claims to be of user 5002, but AniList answers for user 5001.");
});

test("a token with fractions of seconds in its times is accepted", async ({ app, anilist, login, standin }) => {
  await standin.switch({ token: { float_times: true } });
  await login.leave();
  await anilist.logInAs("kaede");
  await anilist.approve();
  await app.expectSignedIn("kaede");
});

for (const [what, odd, why] of [
  ["that is no token", { garbage: true }, /This is not an AniList token|The token/],
  ["of more than 8 KiB", { bytes: 9000 }, "longer than 8 KiB"],
] as const)
  // SECURITY.md: C5
  test(`an access token ${what} is refused with a sentence`, async ({ anilist, login, standin }) => {
    await standin.switch({ token: odd });
    await login.leave();
    await anilist.logInAs("kaede");
    await anilist.approve();
    await login.expectRefused(why);
  });

// SECURITY.md: C5
test("a token in the query is refused and taken out of the address", async ({ login, page, standin }) => {
  const state = await login.leaveWithState();
  const token = await standin.token("kaede");
  await login.answer(`?access_token=${token}&token_type=Bearer&state=${state}`);
  await login.expectRefused("The token came in a part of the address that web servers can read");
  expect(await page.content()).not.toContain(token);
});

// Every kind of them is tried in `login_answers.rs`.
test.describe("an answer that is not as AniList writes it is refused with a sentence:", () => {
  const answers: [name: string, fragment: string, why: string | RegExp][] = [
    ["two tokens", "#access_token=TOKEN&access_token=TOKEN&token_type=Bearer&state=STATE", "more than once"],
    ["damaged percent-encoding", "#access_token=TOKEN%&token_type=Bearer&state=STATE", "damaged percent-encoding"],
    ["another kind of token", "#access_token=TOKEN&token_type=mac&state=STATE", "a kind this app cannot use: mac"],
    ["far too much", `#access_token=TOKEN&token_type=Bearer&state=STATE&x=${"x".repeat(20_000)}`, "too long"],
  ];
  for (const [name, fragment, why] of answers)
    test(name, async ({ login, standin }) => {
      const state = await login.leaveWithState();
      const token = await standin.token("kaede");
      await login.answer(fragment.replaceAll("TOKEN", token).replaceAll("STATE", state));
      await login.expectRefused(why);
    });
});

// SECURITY.md: C6
test("the kind of token is read without regard to case, and unknown parameters are ignored", async ({ app, login, standin }) => {
  const state = await login.leaveWithState();
  const token = await standin.token("kaede");
  await login.answer(`#scope=&access_token=${token}&token_type=bEARER&state=${state}&from=tomorrow`);
  await app.expectSignedIn("kaede");
});

for (const mark of ["#", "?"])
  // SECURITY.md: C7
  test(`the words of an error after ${mark} are shown as text, cut short`, async ({ login, page }) => {
    const state = await login.leaveWithState();
    const html = `<img src=x onerror="planted=1"><a href="javascript:planted=1">click</a>${"x".repeat(500)}`;
    await login.answer(`${mark}error=server_error&error_description=${encodeURIComponent(html)}&state=${state}`);
    await login.expectRefused('answered “server_error”. It said: “<img src=x onerror="planted=1">');
    await expect(login.refusal().locator("img, a")).toHaveCount(0);
    expect((await login.refusal().innerText()).length).toBeLessThan(500);
    expect(await page.evaluate(() => "planted" in self)).toBe(false);
    expect(await everythingKept(page)).not.toContain("pending-login");
  });

for (const mark of ["#", "?"])
  // SECURITY.md: C7
  test(`nothing of an error after ${mark} that nobody asked for is repeated`, async ({ login, page }) => {
    const words = encodeURIComponent("Call 555-0100 to unlock your account");
    await login.answer(`${mark}error=${words}&error_description=${words}`);
    await login.expectRefused("This login was not started in this tab, or its answer was already used.");
    await expect(page.locator("body")).not.toContainText("555");
  });

// SECURITY.md: C7
test("an error answer changes no session", async ({ app, login, page, standin }) => {
  const token = await keepSignedIn(page, standin, "kaede");
  await login.answer("#error=access_denied");
  await expect(page.getByRole("heading", { level: 1, name: "You are logged in as kaede" })).toBeVisible();
  expect(await activeToken(page)).toBe(token);
  await page.getByRole("button", { name: "Continue" }).click();
  await app.expectSignedIn("kaede");
});

// SECURITY.md: C9
test("no message and no window name starts or finishes a login", async ({ context, app, login, page, standin }) => {
  const token = await standin.token("kaede");
  const state = await login.leaveWithState();
  await app.open();
  const answer = `#access_token=${token}&token_type=Bearer&state=${state}`;
  await page.evaluate((answer) => {
    self.name = answer;
    self.postMessage({ type: "authorization_response", response: answer }, "*");
    self.postMessage(answer, "*");
    dispatchEvent(new HashChangeEvent("hashchange", { newURL: location.href + answer }));
  }, answer);
  const opened = context.waitForEvent("page");
  await page.evaluate(([url, answer]) => void open(url, `${answer}&again`), [app.base, answer] as const);
  await expect((await opened).getByRole("heading", { level: 1 })).toBeVisible();
  await app.expectSignedOut();
  await expectNothingKept(page);
});
