import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ORIGIN } from "../support/app";
import { sentTo } from "../support/console";
import { TRIGUN, mutations } from "../support/edits";
import type { Tab } from "./tab";
import { expect, test } from "./test";
import { expectSaved, keepSignedIn, leaveWithEdit, open, openWatching, plus, progress, walkToWatching } from "./visit";

/** A page that is not the app's. */
const ELSEWHERE = "https://anilist.co/settings/apps";

const unsent = (tab: Tab) => tab.get("link", /^\d+ unsent edit/);

// SECURITY.md: C3
test("a login through AniList's pages comes back to a clean address, and to one's list", async ({ tab, standin }) => {
  await open(tab);
  await tab.get("main").get("button", "Log in with AniList").click();
  await tab.get("button", /^Log in as kaede/).click();
  await tab.get("button", "Approve").click();
  await tab.get("heading", "kaede").expectShown();
  expect((await tab.address()).href).toBe(ORIGIN);
  const addresses = await tab.run(() => JSON.stringify([location.href, document.referrer, performance.getEntries().map(({ name }) => name), history.state]));
  expect(addresses).not.toContain("access_token");
  await openWatching(tab);
  await plus(tab, TRIGUN.title).expectShown();
  const [answered] = (await standin.journal("graphql.anilist.co")).filter(({ headers }) => headers["authorization"]);
  expect(answered?.headers["referer"]).toBe(ORIGIN);
});

test("a list is filtered as one types, and its address says so", async ({ tab, standin }) => {
  await keepSignedIn(tab, standin);
  await open(tab, "user/kaede/animelist");
  await tab.get("searchbox", "Filter").fill("nana");
  await tab.get("status", /^1 of \d+ entries/).expectShown();
  await tab.get("row", /NANA/).expectShown();
  await expect.poll(async () => (await tab.address()).search).toMatch(/[?&](q|text)=nana/);
  await tab.reload();
  await tab.get("status", /^1 of \d+ entries/).expectShown();
  await tab.get("button", "Clear filters").click();
  await tab.get("status", /^\d+ entries$/).expectShown();
});

test("one more episode is seen at once and sent by itself, whatever the browser asks meanwhile", async ({ tab, standin }) => {
  await keepSignedIn(tab, standin);
  const before = (await standin.entry("kaede", TRIGUN.id))!.progress;
  await openWatching(tab);
  await plus(tab, TRIGUN.title).click();
  await progress(tab, TRIGUN.title).expectText(`${before + 1} / 26`);
  await tab.get("status", new RegExp(`TRIGUN: episode ${before + 1}`)).expectShown();
  await expectSaved(standin, before + 1);
  await unsent(tab).expectGone();
  expect(await mutations(standin)).toHaveLength(1);
});

test("the editor saves what is written in it", async ({ tab, standin }) => {
  await keepSignedIn(tab, standin);
  await openWatching(tab);
  await tab.get("link", TRIGUN.title).click();
  const editor = tab.get("dialog", TRIGUN.title);
  await editor.get("button", "Save").expectShown();
  // Where it begins: until then the focus may still leave what one types into.
  await expect.poll(() => tab.run(() => document.activeElement?.tagName)).toBe("SELECT");
  await editor.get("textbox", "Notes").fill("Seen on a rainy Sunday");
  await editor.get("button", "Save").click();
  await editor.expectGone();
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))!.notes).toBe("Seen on a rainy Sunday");
});

test("an edit that waits is there after a reload, and sent once", async ({ tab, standin }) => {
  await keepSignedIn(tab, standin);
  const before = (await standin.entry("kaede", TRIGUN.id))!.progress;
  await openWatching(tab);
  await leaveWithEdit(tab, "reload");
  await plus(tab, TRIGUN.title).click();
  await expect.poll(() => tab.run(() => performance.getEntriesByType("navigation").map((entry) => (entry as PerformanceNavigationTiming).type)).catch(String)).toEqual(["reload"]);
  await progress(tab, TRIGUN.title).expectText(`${before + 1} / 26`);
  await expectSaved(standin, before + 1);
  await unsent(tab).expectGone();
  expect(await mutations(standin)).toHaveLength(1);
});

test("who leaves and comes back by the address finds edits sent, and sends more", async ({ tab, standin }) => {
  await keepSignedIn(tab, standin);
  let wanted = (await standin.entry("kaede", TRIGUN.id))!.progress;
  await openWatching(tab);
  // The second time the page that was left may still be kept for Back.
  for (let visit = 0; visit < 2; visit += 1) {
    await leaveWithEdit(tab, ELSEWHERE);
    await plus(tab, TRIGUN.title).click();
    wanted += 1;
    await expect.poll(async () => (await tab.address()).href).toBe(ELSEWHERE);
    await openWatching(tab);
    await progress(tab, TRIGUN.title).expectText(`${wanted} / 26`);
  }
  await expectSaved(standin, wanted);
  await unsent(tab).expectGone();
});

test("who leaves and comes back by Back finds the page as it was kept, and goes on", async ({ tab, standin }) => {
  await keepSignedIn(tab, standin);
  let wanted = (await standin.entry("kaede", TRIGUN.id))!.progress;
  await walkToWatching(tab);
  for (const left of ["with an edit that waits", "with all sent"]) {
    await tab.run(() => addEventListener("pageshow", ({ persisted }) => (document.documentElement.dataset["kept"] = String(persisted))));
    if (left === "with all sent") {
      await unsent(tab).expectGone();
      await tab.open(ELSEWHERE);
    } else {
      await leaveWithEdit(tab, ELSEWHERE);
      await plus(tab, TRIGUN.title).click();
      wanted += 1;
      await expect.poll(async () => (await tab.address()).href).toBe(ELSEWHERE);
    }
    await tab.back();
    await progress(tab, TRIGUN.title).expectText(`${wanted} / 26`);
    // Else nothing was tried here.
    if (left === "with all sent") expect(await tab.run(() => document.documentElement.dataset["kept"])).toBe("true");
    await plus(tab, TRIGUN.title).click();
    wanted += 1;
    await expectSaved(standin, wanted);
  }
});

test("edits of two tabs add up in both, also when one of them leaves the app", async ({ tab, opened, standin }) => {
  await keepSignedIn(tab, standin);
  const before = (await standin.entry("kaede", TRIGUN.id))!.progress;
  const other = await opened.window.newTab();
  await openWatching(tab);
  await openWatching(other);
  await plus(tab, TRIGUN.title).click();
  await progress(other, TRIGUN.title).expectText(`${before + 1} / 26`);
  await plus(other, TRIGUN.title).click();
  await progress(tab, TRIGUN.title).expectText(`${before + 2} / 26`);
  await expectSaved(standin, before + 2);
  await tab.open(ELSEWHERE);
  await plus(other, TRIGUN.title).click();
  await expectSaved(standin, before + 3);
  await unsent(other).expectGone();
});

// SECURITY.md: A1
test("a log out in one tab empties the other", async ({ tab, opened, standin }) => {
  await keepSignedIn(tab, standin);
  const other = await opened.window.newTab();
  await open(other);
  await other.get("heading", "kaede").expectShown();
  await open(tab, "session");
  await tab.get("button", "Log out").click();
  await other.get("main").get("button", "Log in with AniList").expectShown();
  expect(await other.run(() => document.documentElement.outerHTML)).not.toContain("kaede");
  expect(await tab.run(() => JSON.stringify({ ...localStorage }))).not.toContain("accounts");
});

test("lists leave as a file, and a changed file comes in again", async ({ tab, opened, standin }) => {
  await keepSignedIn(tab, standin);
  const before = (await standin.entry("kaede", TRIGUN.id))!.progress;
  await open(tab, "transfer");
  await tab.get("status", /^Anime: \d+ entries\. Manga: \d+ entries\.$/).expectShown();
  await tab.get("button", "Export JSON").click();
  const saved = () => readdirSync(opened.downloads).find((name) => name.endsWith(".json"));
  const read = () => JSON.parse(readFileSync(join(opened.downloads, saved()!), "utf8")) as { entries: { media: { id: number }; progress: number }[] };
  await expect(() => expect(read().entries).toHaveLength(72)).toPass();
  const file = read();
  file.entries.find(({ media }) => media.id === TRIGUN.id)!.progress = before + 2;
  const changed = join(opened.downloads, "changed.json");
  writeFileSync(changed, JSON.stringify(file));
  await tab.get("file", "File").choose(changed);
  const panel = tab.get("region", "Import");
  await panel.get("status", /^0 new, 1 to change, 71 the same/).expectShown();
  await panel.get("button", "Apply 1 change").click();
  await expectSaved(standin, before + 2);
});

test("the console runs a request", async ({ tab, standin }) => {
  await keepSignedIn(tab, standin);
  await open(tab, "console");
  await tab.get("textbox", "Query").fill("query Me { Viewer { name } }");
  await tab.get("button", /^Run/).click();
  await tab.get("treeitem", 'name: "kaede"').expectShown();
  expect((await sentTo(standin)).map(({ json }) => json.query)).toContain("query Me { Viewer { name } }");
});

// SECURITY.md: P3
test("a violation of the policy would be noticed", async ({ tab, opened }) => {
  opened.allowed = /nowhere\.test/;
  await open(tab);
  await tab.run(() => {
    const image = new Image();
    image.src = "https://nowhere.test/";
    document.body.append(image);
  });
  await expect(async () => {
    await tab.get("heading").expectShown();
    expect((await opened.errors()).join("\n")).toMatch(/(Content.Security.Policy|violates).*nowhere\.test|nowhere\.test.*(Content.Security.Policy|violates)/);
  }).toPass();
});
