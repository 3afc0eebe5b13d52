import { Editor } from "../support/editor";
import { TRIGUN, expectAllSent, openList, row, unsent } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { rows } from "../support/list";
import { expect, test } from "../support/test";

const LIST = "user/kaede/animelist/Watching";

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
});

test("an editor has an address of its own, which Back, Forward and a reload follow", async ({ app, page }) => {
  await app.open("session");
  await openList(app);
  const list = page.url();
  const editor = new Editor(page, TRIGUN.title);
  await row(page, TRIGUN.title).getByRole("link", { name: TRIGUN.title }).click();
  await editor.expectOpen();
  await expect(page).toHaveURL(`${list}?edit=${TRIGUN.id}`);
  await page.goBack();
  await expect(editor.dialog).toHaveCount(0);
  await expect(page).toHaveURL(list);
  await page.goForward();
  await editor.expectOpen();
  await page.reload();
  await editor.expectOpen();
  // Closing is going back: nothing is left behind it that shows the same page again.
  await editor.dialog.getByRole("button", { name: "Close" }).click();
  await expect(editor.dialog).toHaveCount(0);
  await expect(page).toHaveURL(list);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Session" })).toBeVisible();
});

test("a form that Back leaves is as it was when it is opened again, until it is saved", async ({ app, page, standin }) => {
  await openList(app);
  const editor = new Editor(page, TRIGUN.title);
  const link = row(page, TRIGUN.title).getByRole("link", { name: TRIGUN.title });
  await link.click();
  await editor.input("Episodes").fill("17");
  await editor.input("Notes").fill("Not to be lost");
  await page.goBack();
  await expect(editor.dialog).toHaveCount(0);
  await expect(page.getByRole("status").filter({ hasText: "TRIGUN: not saved, but kept for when you edit it again" })).toBeVisible();
  // Looking at another entry does not cost it.
  await row(page, "NANA").getByRole("link", { name: "NANA" }).click();
  await new Editor(page, "NANA").expectOpen();
  await page.keyboard.press("Escape");
  await link.click();
  await expect(editor.input("Episodes")).toHaveValue("17");
  await expect(editor.input("Notes")).toHaveValue("Not to be lost");
  await editor.dialog.getByRole("button", { name: "Save" }).click();
  await expect(editor.dialog).toHaveCount(0);
  await expectAllSent(page);
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toMatchObject({ progress: 17, notes: "Not to be lost" });
  // What was discarded does not come back.
  await link.click();
  await editor.input("Notes").fill("Thrown away");
  await page.keyboard.press("Escape");
  await editor.dialog.getByRole("button", { name: "Discard" }).click();
  await link.click();
  await expect(editor.input("Notes")).toHaveValue("Not to be lost");
});

test("an address that was opened by itself is left where it is", async ({ app, page }) => {
  await app.open("session");
  await app.open(`${LIST}?sort=title&edit=${TRIGUN.id}`);
  const editor = new Editor(page, TRIGUN.title);
  await editor.expectOpen();
  await page.keyboard.press("Escape");
  await expect(editor.dialog).toHaveCount(0);
  await expect(page).toHaveURL(/\/Watching\?sort=title$/);
  await expect(rows(page).first()).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Session" })).toBeVisible();
});

test("the focus comes back to the row, which the keyboard alone had opened", async ({ app, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  const target = row(page, TRIGUN.title);
  for (let step = 0; step < 20 && !(await target.evaluate((row) => row === document.activeElement)); step += 1) await page.keyboard.press("j");
  await expect(target).toBeFocused();
  await page.keyboard.press("Enter");
  const editor = new Editor(page, TRIGUN.title);
  await editor.expectOpen();
  await expect(editor.status).toBeFocused();
  // Single keys are for what is typed now.
  await editor.input("Episodes").focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type(String(before.progress + 2));
  await page.keyboard.press("Enter");
  await expect(editor.dialog).toHaveCount(0);
  await expect(target).toBeFocused();
  await expectAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 2);
});

test("what is not saved is asked about before it is thrown away", async ({ app, page, standin }) => {
  await app.open(`${LIST}?edit=${TRIGUN.id}`);
  const editor = new Editor(page, TRIGUN.title);
  await editor.expectOpen();
  await editor.input("Notes").fill("not yet");
  await page.keyboard.press("Escape");
  await expect(editor.dialog.getByText("Discard what you have changed?")).toBeVisible();
  await expect(editor.dialog.getByRole("button", { name: "Keep editing" })).toBeFocused();
  // Escape once more stays: nothing is lost by pressing it too often.
  await page.keyboard.press("Escape");
  await expect(editor.save).toBeVisible();
  await expect(editor.input("Notes")).toHaveValue("not yet");
  await editor.dialog.getByRole("button", { name: "Close" }).click();
  await editor.dialog.getByRole("button", { name: "Discard" }).click();
  await expect(editor.dialog).toHaveCount(0);
  await expect(unsent(page)).toHaveCount(0);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.notes).not.toBe("not yet");
});

test("whoever is not logged in is told so", async ({ app, page }) => {
  await page.evaluate(() => localStorage.clear());
  await app.open(`session?edit=${TRIGUN.id}`);
  const dialog = page.getByRole("dialog", { name: "Edit" });
  await expect(dialog.getByText("To change your list you have to be logged in.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Log in with AniList" })).toBeVisible();
});

test("a work that AniList does not have is said not to be there", async ({ app, page, trouble }) => {
  trouble.allow(/status of 404/);
  await app.open("session?edit=99999999");
  const dialog = page.getByRole("dialog", { name: "Edit" });
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(page).toHaveURL(/\/session$/);
});
