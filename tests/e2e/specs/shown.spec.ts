import type { Page } from "@playwright/test";
import { Editor } from "../support/editor";
import { TRIGUN, expectAllSent, mutations, openList, plus, row } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

const LIST = "user/kaede/animelist/Watching";
const EDITOR = `${LIST}?edit=${TRIGUN.id}`;

/** Has every page note whatever number it shows of an entry, however short: in its row or card, and in the editor. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript((title) => {
    const noted: string[] = [];
    const note = (text?: string) => text !== undefined && text !== noted.at(-1) && noted.push(text);
    const look = () => {
      for (const row of document.querySelectorAll("[role=row]")) {
        if (!row.querySelector(`[aria-label="Increase progress of ${title}"]`)) continue;
        note(/(\d+) \/ 26/.exec(row.textContent)?.[1]);
      }
      const input = document.querySelector<HTMLInputElement>("#editor-progress");
      if (input?.value) note(input.value);
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    Object.assign(window, { noted });
  }, TRIGUN.title);
}

function noted(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { noted: string[] }).noted);
}

/** Has the database of edits answer this much later, or never. */
async function slowDatabase(page: Page, ms: number): Promise<void> {
  await page.addInitScript((ms) => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (name: string, version?: number) {
      const request = open.call(this, name, version);
      if (name.endsWith(":edits")) {
        const set = (heard: (event: Event) => void) => request.addEventListener("success", (event) => ms > 0 && setTimeout(() => heard(event), ms));
        Object.defineProperty(request, "onsuccess", { set });
      }
      return request;
    };
  }, ms);
}

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
});

test("no list and no card ever shows what was before one's own edits", async ({ app, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!.progress;
  const now = String(before + 1);
  await watch(page);
  await app.open();
  await expect(row(page, TRIGUN.title)).toBeVisible();
  await expect(page.getByText("Updated just now").first()).toBeVisible();
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await expect(page.getByRole("status").filter({ hasText: `TRIGUN: episode ${now}` })).toBeVisible();
  // Kept, and most likely not sent: what this browser keeps of the list is from before it, and so is what AniList has.
  await app.open(LIST);
  await expect(row(page, TRIGUN.title)).toContainText(`${now} / 26`);
  await expectAllSent(page);
  await expect.poll(() => mutations(standin)).toHaveLength(1);
  expect(await noted(page)).toEqual([now]);
  // Sent: only what is kept is from before it.
  for (const path of [LIST, "", "user/kaede/animelist"]) {
    await app.open(path);
    await expect(row(page, TRIGUN.title).first()).toContainText(`${now} / 26`);
    await expect(page.getByText("Updated just now").first()).toBeVisible();
    expect(await noted(page), path).toEqual([now]);
  }
});

test("an editor that is opened by its address stands on one's last edits", async ({ app, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!.progress;
  await watch(page);
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await expect(page.getByRole("status").filter({ hasText: `TRIGUN: episode ${before + 1}` })).toBeVisible();
  const editor = new Editor(page, TRIGUN.title);
  await app.open(EDITOR);
  await editor.expectOpen();
  expect(new Set(await noted(page))).toEqual(new Set([String(before + 1)]));
  await editor.dialog.getByRole("button", { name: "One more: Episodes" }).click();
  await expect(editor.input("Episodes")).toHaveValue(String(before + 2));
  await editor.saveAndClose();
  await expectAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))!.progress).toBe(before + 2);
  // One note after the other, each in a page of its own.
  for (const note of ["A first note", "A second note"]) {
    await app.open(EDITOR);
    await editor.expectOpen();
    await editor.input("Notes").fill(note);
    await editor.saveAndClose();
    await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))!.notes).toBe(note);
    await expectAllSent(page);
  }
  // What was taken off the list is not shown as if it were there.
  await app.open(EDITOR);
  await editor.expectOpen();
  await editor.dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("status").filter({ hasText: "TRIGUN: deleted" })).toBeVisible();
  for (const sent of [false, true]) {
    if (sent) await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toBeNull();
    await app.open(EDITOR);
    await editor.expectOpen();
    await expect(editor.dialog.getByText("This is not on your list. Saving adds it.")).toBeVisible();
    await expect(editor.status).toHaveValue("PLANNING");
    await expect(editor.dialog.getByRole("button", { name: "Add to list" })).toBeVisible();
    await expect(editor.dialog.getByRole("button", { name: "Delete" })).toHaveCount(0);
  }
});

test("a form that is open follows what another tab does, and keeps what is typed", async ({ app, context, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!.progress;
  await openList(app);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(row(other, TRIGUN.title)).toBeVisible();
  const editor = new Editor(page, TRIGUN.title);
  await row(page, TRIGUN.title).getByRole("link", { name: TRIGUN.title }).click();
  await editor.expectOpen();
  await editor.input("Notes").fill("Typed here");
  await plus(other, TRIGUN.title).click();
  await expect(editor.input("Episodes")).toHaveValue(String(before + 1));
  await expect(editor.input("Notes")).toHaveValue("Typed here");
  await expectAllSent(other);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))!.progress).toBe(before + 1);
  await editor.dialog.getByRole("button", { name: "One more: Episodes" }).click();
  await editor.saveAndClose();
  await expectAllSent(page);
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toMatchObject({ progress: before + 2, notes: "Typed here" });
  // The entry goes under the form.
  await row(page, TRIGUN.title).getByRole("link", { name: TRIGUN.title }).click();
  await editor.expectOpen();
  await expect(editor.dialog.getByRole("button", { name: "Delete" })).toBeVisible();
  await row(other, TRIGUN.title).getByRole("link", { name: TRIGUN.title }).click();
  const theirs = new Editor(other, TRIGUN.title);
  await theirs.expectOpen();
  await theirs.dialog.getByRole("button", { name: "Delete" }).click();
  await expect(editor.dialog.getByText("This is not on your list. Saving adds it.")).toBeVisible();
  await expect(editor.dialog.getByRole("button", { name: "Add to list" })).toBeVisible();
  await expect(editor.status).toHaveValue("PLANNING");
});

test("a list waits for a database that is slow, and not for one that never answers", async ({ app, context, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!.progress;
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await expect(page.getByRole("status").filter({ hasText: `TRIGUN: episode ${before + 1}` })).toBeVisible();
  const slow = await context.newPage();
  await watch(slow);
  await slowDatabase(slow, 1_000);
  await slow.goto(app.base + LIST);
  await expect(row(slow, TRIGUN.title)).toContainText(`${before + 1} / 26`);
  expect(await noted(slow)).toEqual([String(before + 1)]);
  await slow.close();
  const never = await context.newPage();
  await slowDatabase(never, 0);
  await never.goto(app.base + LIST);
  await expect(row(never, TRIGUN.title)).toBeVisible();
});
