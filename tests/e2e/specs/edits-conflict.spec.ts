import type { Page } from "@playwright/test";
import type { App } from "../support/app";
import { expectAccessible } from "../support/axe";
import { TRIGUN, expectAllSent, freeze, mutations, openList, plus, rewrite, row, runUntilAllSent, unsent, waiting } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import type { Standin } from "../support/standin";
import { expect, test } from "../support/test";

/** The line of a field in the table of a conflict. */
const field = (page: Page, name: string) => waiting(page, TRIGUN.title).getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });

async function type(page: Page, what: "Progress" | "Score", text: string): Promise<void> {
  await row(page, TRIGUN.title).getByRole("button", { name: new RegExp(`^${what} of ${TRIGUN.title}`) }).click();
  const input = page.getByRole("textbox", { name: new RegExp(`^${what} of ${TRIGUN.title}`) });
  await input.fill(text);
  await input.press("Enter");
}

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await page.clock.install();
});

for (const [choice, kept] of [
  ["Keep mine", "mine"],
  ["Take AniList’s", "theirs"],
] as const)
  test(`the same field changed elsewhere is shown with both values: ${choice}`, async ({ app, context, page, standin, trouble }) => {
    trouble.allow(/ERR_INTERNET_DISCONNECTED/);
    const before = (await standin.entry("kaede", TRIGUN.id))!;
    await openList(app);
    await context.setOffline(true);
    await plus(page, TRIGUN.title).click();
    await expect(unsent(page)).toHaveText("1 unsent edit");
    await standin.edit("kaede", TRIGUN.id, { progress: 20 });
    await context.setOffline(false);
    await expect(unsent(page)).toHaveText("1 unsent edit1 needs you");
    await expect(row(page, TRIGUN.title).getByRole("link", { name: /^TRIGUN needs you/ })).toBeVisible();
    // Nothing was written over what is there.
    expect(await mutations(standin)).toEqual([]);
    await unsent(page).click();
    const cells = field(page, "Episodes").getByRole("cell");
    await expect(cells.nth(0)).toHaveText(String(before.progress));
    await expect(cells.nth(1)).toHaveText(String(before.progress + 1));
    await expect(cells.nth(2)).toHaveText("20");
    if (kept === "mine") await expectAccessible(page);
    await field(page, "Episodes").getByRole("button", { name: choice }).click();
    await expectAllSent(page);
    const wanted = kept === "mine" ? before.progress + 1 : 20;
    await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(wanted);
    expect(await mutations(standin)).toHaveLength(kept === "mine" ? 1 : 0);
    await page.goBack();
    await expect(row(page, TRIGUN.title)).toContainText(`${wanted} / 26`);
    // What is kept of the list is older than the change elsewhere.
    await page.reload();
    await expect(row(page, TRIGUN.title)).toContainText(`${wanted} / 26`);
  });

test("another field changed elsewhere is merged, and said", async ({ app, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await freeze(page);
  await plus(page, TRIGUN.title).click();
  await expect(unsent(page)).toHaveCount(1);
  await standin.edit("kaede", TRIGUN.id, { scoreRaw: 42, notes: "From the other device" });
  await page.clock.resume();
  await expect(page.getByRole("status").filter({ hasText: "was changed elsewhere too; both changes are kept." })).toBeVisible();
  await expectAllSent(page);
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toMatchObject({ progress: before.progress + 1, scoreRaw: 42, notes: "From the other device" });
  await expect(row(page, TRIGUN.title).getByRole("button", { name: /^Score of TRIGUN: 42/ })).toBeVisible();
});

test("two fields in conflict are chosen one by one", async ({ app, page, standin }) => {
  await openList(app);
  await freeze(page);
  await type(page, "Progress", "11");
  await type(page, "Score", "90");
  await expect(row(page, TRIGUN.title)).toContainText("11 / 26");
  await standin.edit("kaede", TRIGUN.id, { progress: 20, scoreRaw: 42 });
  await page.clock.resume();
  await expect(unsent(page)).toHaveText("1 unsent edit1 needs you");
  await unsent(page).click();
  await field(page, "Score").getByRole("button", { name: "Take AniList’s" }).click();
  await expect(field(page, "Score")).toHaveCount(0);
  expect(await mutations(standin)).toEqual([]);
  await expect(page.getByRole("heading", { level: 3, name: TRIGUN.title })).toBeFocused();
  await field(page, "Episodes").getByRole("button", { name: "Keep mine" }).click();
  await expectAllSent(page);
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toMatchObject({ progress: 11, scoreRaw: 42 });
});

test("all of a conflict is chosen at once", async ({ app, page, standin }) => {
  await openList(app);
  await freeze(page);
  await type(page, "Progress", "11");
  await type(page, "Score", "90");
  await standin.edit("kaede", TRIGUN.id, { progress: 20, scoreRaw: 42 });
  await page.clock.resume();
  await unsent(page).click();
  await page.getByRole("button", { name: "Keep all of mine" }).click();
  await expectAllSent(page);
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toMatchObject({ progress: 11, scoreRaw: 90 });
});

for (const back of [true, false])
  test(`an entry that was deleted elsewhere ${back ? "is put back with all it had" : "stays away"}`, async ({ app, page, standin }) => {
    const before = (await standin.entry("kaede", TRIGUN.id))!;
    await openList(app);
    await freeze(page);
    await plus(page, TRIGUN.title).click();
    await expect(unsent(page)).toHaveCount(1);
    await standin.edit("kaede", TRIGUN.id, { delete: true });
    await page.clock.resume();
    await expect(unsent(page)).toHaveText("1 unsent edit1 needs you");
    expect(await mutations(standin)).toEqual([]);
    await unsent(page).click();
    await expect(waiting(page, TRIGUN.title)).toContainText("It was removed from your list elsewhere");
    await page.getByRole("button", { name: back ? "Put it back" : "Leave it removed" }).click();
    await expectAllSent(page);
    const after = await standin.entry("kaede", TRIGUN.id);
    if (back) expect(after).toMatchObject({ progress: before.progress + 1, scoreRaw: before.scoreRaw, status: before.status, startedAt: before.startedAt });
    else expect(after).toBeNull();
    await page.goBack();
    await expect(row(page, TRIGUN.title)).toHaveCount(back ? 1 : 0);
  });

for (const removed of [true, false])
  test(`an entry that was changed elsewhere is ${removed ? "removed all the same" : "kept"} after a question`, async ({ app, page, standin }) => {
    await openList(app);
    await freeze(page);
    await plus(page, TRIGUN.title).click();
    await expect(unsent(page)).toHaveCount(1);
    await rewrite(page, (edit) => {
      delete edit["set"];
      edit["delete"] = true;
    });
    await standin.edit("kaede", TRIGUN.id, { progress: 20 });
    await page.clock.resume();
    await app.open("edits");
    const edit = waiting(page, TRIGUN.title);
    await expect(edit).toContainText("You removed it, and it was changed elsewhere since you saw it.");
    await expect(edit).toContainText("Removed from the list");
    await expect(edit.getByRole("row", { name: /Episodes/ })).toContainText("20");
    expect(await mutations(standin)).toEqual([]);
    await edit.getByRole("button", { name: removed ? "Remove it all the same" : "Keep it" }).click();
    await expectAllSent(page);
    const after = await standin.entry("kaede", TRIGUN.id);
    if (removed) expect(after).toBeNull();
    else expect(after).toMatchObject({ progress: 20 });
  });

test("a work that AniList no longer has holds up nothing else", async ({ app, page, standin }) => {
  const other = (await standin.entry("kaede", 205))!;
  await openList(app);
  await freeze(page);
  await plus(page, TRIGUN.title).click();
  await plus(page, "Samurai Champloo").click();
  await expect(unsent(page)).toHaveText("2 unsent edits");
  await standin.removeMedia(TRIGUN.id);
  await page.clock.resume();
  await expect(unsent(page)).toHaveText("1 unsent edit1 needs you");
  await expect.poll(async () => (await standin.entry("kaede", 205))?.progress).toBe(other.progress + 1);
  await unsent(page).click();
  await expect(waiting(page, TRIGUN.title)).toContainText("Not found on AniList");
  await waiting(page, TRIGUN.title).getByRole("button", { name: "Discard" }).click();
  await expectAllSent(page);
});

/** Opens the field of a score, and has the list learn behind it that another device has changed that score. */
async function scoreChangedBehindTheField(app: App, page: Page, standin: Standin) {
  await openList(app);
  await freeze(page);
  await plus(page, TRIGUN.title).click();
  const score = (name: RegExp) => row(page, TRIGUN.title).getByRole("button", { name, includeHidden: true });
  await score(/^Score of TRIGUN/).click();
  await standin.edit("kaede", TRIGUN.id, { scoreRaw: 33 });
  await page.clock.resume();
  await runUntilAllSent(page);
  await expect(score(/^Score of TRIGUN: 33 of/)).toHaveCount(1);
  expect(await mutations(standin)).toHaveLength(1);
  return page.getByRole("textbox", { name: /^Score of TRIGUN/ });
}

test("a typed value stands on what the field said when it was opened, not on what came behind it", async ({ app, page, standin }) => {
  const input = await scoreChangedBehindTheField(app, page, standin);
  await freeze(page);
  await input.fill("61");
  await input.press("Enter");
  await expect(unsent(page)).toHaveText("1 unsent edit");
  await page.clock.resume();
  await expect(unsent(page)).toHaveText("1 unsent edit1 needs you");
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.scoreRaw).toBe(33);
});

test("a field that is opened and left does not bring back what it said", async ({ app, page, standin }) => {
  const input = await scoreChangedBehindTheField(app, page, standin);
  await input.blur();
  await expect(input).toHaveCount(0);
  await expect(row(page, TRIGUN.title).getByRole("button", { name: /^Score of TRIGUN: 33 of/ })).toBeVisible();
  await expect(unsent(page)).toHaveCount(0);
  await page.clock.runFor(5_000);
  expect(await mutations(standin)).toHaveLength(1);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.scoreRaw).toBe(33);
});
