import { App } from "../support/app";
import { TRIGUN, expectAllSent, freeze, mutations, openList, plus, row, stored, unsent, waiting } from "../support/edits";
import { account, keepAccounts, keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

const toast = "Undo";

test("one more is seen at once, kept, said, and sent by itself", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await page.clock.install();
  await openList(app);
  await freeze(page);
  await plus(page, TRIGUN.title).click();
  await expect(row(page, TRIGUN.title)).toContainText(`${before.progress + 1} / 26`);
  await expect(page.getByRole("status").filter({ hasText: `TRIGUN: episode ${before.progress + 1}` })).toBeVisible();
  await expect(unsent(page)).toHaveText("1 unsent edit");
  expect((await stored(page))["edits"]).toHaveLength(1);
  expect(await mutations(standin)).toEqual([]);
  await page.clock.resume();
  await expectAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
  expect(await mutations(standin)).toHaveLength(1);
  await expect(row(page, TRIGUN.title)).toContainText(`${before.progress + 1} / 26`);
});

test("a hundred quick clicks are one request", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  // Nobody knows the last episode of this one.
  const before = (await standin.entry("kaede", 2406))!;
  await openList(app);
  const button = plus(page, "Sazae-san");
  await button.evaluate((button: HTMLElement) => {
    for (let click = 0; click < 100; click += 1) button.click();
  });
  await expect(unsent(page)).toHaveText("1 unsent edit");
  await expectAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", 2406))?.progress).toBe(before.progress + 100);
  expect(await mutations(standin)).toHaveLength(1);
});

test("what is taken back before it is sent costs no request", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await page.clock.install();
  await openList(app);
  await freeze(page);
  // But for where it will go.
  const said = async () => (await row(page, TRIGUN.title).innerText()).replace(/^moves .*\n?/m, "").trim();
  const before = await said();
  await standin.forget();
  await plus(page, TRIGUN.title).click();
  await expect.poll(said).not.toBe(before);
  await page.getByRole("button", { name: toast }).click();
  await expect(page.getByRole("status").filter({ hasText: "Taken back" })).toBeVisible();
  expect(await said()).toBe(before);
  await expectAllSent(page);
  await page.clock.runFor(10_000);
  expect(await standin.journal("graphql.anilist.co")).toEqual([]);
  expect((await stored(page))["edits"]).toEqual([]);
});

test("a saved edit is taken back by another one", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await expect.poll(() => mutations(standin)).toHaveLength(1);
  await expectAllSent(page);
  await page.getByRole("button", { name: toast }).click();
  await expect(row(page, TRIGUN.title)).toContainText(`${before.progress} / 26`);
  await expect.poll(() => mutations(standin)).toHaveLength(2);
  await expectAllSent(page);
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toMatchObject({ progress: before.progress, status: before.status });
});

test("offline an edit waits, survives a reload, and goes once there is a network", async ({ app, context, page, standin, trouble }) => {
  trouble.allow(/ERR_INTERNET_DISCONNECTED/);
  await keepSignedIn(page, standin, "kaede");
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  const change = `Episodes: ${before.progress} → ${before.progress + 1}`;
  await page.clock.install();
  await openList(app);
  await context.setOffline(true);
  await plus(page, TRIGUN.title).click();
  await expect(unsent(page)).toHaveText("1 unsent edit");
  await unsent(page).click();
  const edit = waiting(page, TRIGUN.title);
  await expect(edit).toContainText(change);
  await expect(page.getByRole("alert").getByRole("heading")).toHaveText("You are offline");
  await expect(page.getByText(/Tried again by itself in/)).toBeVisible();
  // The page's own files come again, as from a cache; AniList stays out of reach.
  await page.route("https://graphql.anilist.co/", (route) => route.abort("internetdisconnected"));
  await context.setOffline(false);
  await page.reload();
  await expect(edit).toContainText(change);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress);
  expect(await mutations(standin)).toEqual([]);
  await page.unroute("https://graphql.anilist.co/");
  // A connection that breaks while the browser says it is online may be AniList's limit, which lasts a minute.
  await page.clock.runFor(61_000);
  await expectAllSent(page);
  await expect(page.getByText("AniList has everything you changed.")).toBeVisible();
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
  expect(await mutations(standin)).toHaveLength(1);
});

test("an edit goes by itself once the browser is online again", async ({ app, context, page, standin, trouble }) => {
  trouble.allow(/ERR_INTERNET_DISCONNECTED/);
  await keepSignedIn(page, standin, "kaede");
  await openList(app);
  await context.setOffline(true);
  await plus(page, TRIGUN.title).click();
  await expect(unsent(page)).toHaveText("1 unsent edit");
  await context.setOffline(false);
  await expectAllSent(page);
  expect(await mutations(standin)).toHaveLength(1);
});

test("an edit waits for the login of its account, and never goes with another's token", async ({ app, anilist, page, standin, trouble }) => {
  trouble.allow(/status of 40\d/);
  const [kaede, ren] = [await account(standin, "kaede"), await account(standin, "ren")];
  await keepAccounts(page, [kaede, ren]);
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await standin.revoke("kaede");
  await plus(page, TRIGUN.title).click();
  await expect(page.getByText(/AniList no longer accepts the login of kaede/)).toBeVisible();
  await expect(unsent(page)).toHaveText("1 unsent edit");
  await app.open("session");
  await page.getByRole("button", { name: "Switch to ren" }).click();
  await app.expectSignedIn("ren");
  // It is kaede's, so ren is not bothered with it; the page of unsent edits shows all accounts'.
  await expect(unsent(page)).toHaveCount(0);
  await page.getByRole("link", { name: "Unsent edits", exact: true }).click();
  await expect(waiting(page, TRIGUN.title)).toContainText("Waits until kaede logs in again");
  await page.getByRole("button", { name: "Try now" }).click();
  expect(await mutations(standin)).toEqual([]);
  const used = async () => (await standin.journal("graphql.anilist.co")).filter(({ body }) => body.includes("mutation"));
  expect(await used()).toEqual([]);
  await app.open("session");
  await page.getByRole("button", { name: "Add an account" }).click();
  await anilist.logInAs("kaede");
  await anilist.approve();
  await page.getByRole("button", { name: "Stay as ren" }).click();
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))!.progress).toBe(before.progress + 1);
  const sent = await used();
  expect(sent).toHaveLength(1);
  expect(sent[0]!.headers["authorization"]).not.toBe(`Bearer ${ren.token}`);
  expect(sent[0]!.headers["authorization"]).not.toBe(`Bearer ${kaede.token}`);
  await expect.poll(() => standin.entry("ren", TRIGUN.id)).toMatchObject({ updatedAt: (await standin.entry("ren", TRIGUN.id))!.updatedAt });
});

test("what AniList refuses stays with its reason, and can be tried again or discarded", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await keepSignedIn(page, standin, "kaede");
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await standin.fail({ operation: "SaveEntry", fault: "validation" });
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await expect(unsent(page)).toHaveText("1 unsent edit1 needs you");
  await unsent(page).click();
  const edit = waiting(page, TRIGUN.title);
  await expect(edit).toContainText("AniList did not save it.");
  await expect(edit).toContainText("AniList did not accept the values");
  await edit.getByRole("button", { name: "Retry" }).click();
  await expectAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
  await standin.fail({ operation: "SaveEntry", fault: "validation" });
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await expect(unsent(page)).toHaveText("1 unsent edit1 needs you");
  await unsent(page).click();
  await edit.getByRole("button", { name: "Discard" }).click();
  await expectAllSent(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
});

test("the queue is a file for a report or to be done by hand", async ({ app, context, page, standin, trouble }) => {
  trouble.allow(/ERR_INTERNET_DISCONNECTED/);
  await keepSignedIn(page, standin, "kaede");
  await openList(app);
  await context.setOffline(true);
  await plus(page, TRIGUN.title).click();
  await unsent(page).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  const file = await (await download).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of file) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  expect(JSON.parse(text)).toMatchObject({ format: "tsuzuki-edits", edits: [{ media: TRIGUN.id, title: "TRIGUN" }] });
  expect(text).not.toMatch(/ey[\w-]+\.[\w-]+\.[\w-]+/);
});

test("logging out asks before edits are lost, and then they are gone from every tab", async ({ app, context, page, standin, trouble }) => {
  trouble.allow(/ERR_INTERNET_DISCONNECTED/);
  await keepSignedIn(page, standin, "kaede");
  const other = await context.newPage();
  await other.goto(`${app.base}edits`);
  await new App(other, app.base).expectWhole();
  await openList(app);
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first();
  await context.setOffline(true);
  await plus(page, TRIGUN.title).click();
  await expect(waiting(other, TRIGUN.title)).toBeVisible();
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  await page.getByRole("button", { name: "Log out", exact: true }).click();
  await expect(page.getByText("1 edit was not sent to AniList yet, and would be lost.")).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Log out", exact: true }).click();
  await page.getByRole("button", { name: "Log out and lose them" }).click();
  await app.expectSignedOut();
  await expect(waiting(other, TRIGUN.title)).toHaveCount(0);
  await expect.poll(() => stored(page)).toEqual({ edits: [], journal: [], runs: [], snapshots: [] });
});

test("erasing everything asks, and leaves no database of edits", async ({ app, context, page, standin, trouble }) => {
  trouble.allow(/ERR_INTERNET_DISCONNECTED/);
  await keepSignedIn(page, standin, "kaede");
  await openList(app);
  await context.setOffline(true);
  await plus(page, TRIGUN.title).click();
  await expect(unsent(page)).toHaveCount(1);
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  await page.getByRole("button", { name: "Erase everything" }).click();
  await expect(page.getByText("1 edit was not sent to AniList yet, and would be lost.")).toBeVisible();
  await page.getByRole("button", { name: "Erase it all" }).click();
  await app.expectSignedOut();
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).not.toContain("tsuzuki:/:edits");
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});
