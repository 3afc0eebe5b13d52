import { Editor } from "../support/editor";
import { TRIGUN, expectAllSent, mutations, openList, row, unsent } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
});

test("an entry is deleted, and put back by Undo with everything in it", async ({ app, page, standin }) => {
  const notes = "Seen twice 🍵";
  await standin.edit("kaede", TRIGUN.id, { notes, repeat: 1, scoreRaw: 88, customLists: ["Favourites"] });
  const { id: _, updatedAt: __, createdAt: ___, ...before } = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  const editor = new Editor(page, TRIGUN.title);
  await row(page, TRIGUN.title).getByRole("link", { name: TRIGUN.title }).click();
  await editor.expectOpen();
  await editor.dialog.getByRole("button", { name: "Delete" }).click();
  await expect(editor.dialog).toHaveCount(0);
  // Its line stays for now, and says so.
  await expect(row(page, TRIGUN.title)).toContainText("Deleted");
  await expect(page.getByRole("status").filter({ hasText: "TRIGUN: deleted" })).toBeVisible();
  await expectAllSent(page);
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toBeNull();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row(page, TRIGUN.title)).not.toContainText("Deleted");
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toMatchObject(before);
});

test("a favourite is marked and unmarked, and nothing else is sent with it", async ({ app, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  const was = await standin.favourite("kaede", TRIGUN.id);
  await app.open(`session?edit=${TRIGUN.id}`);
  const editor = new Editor(page, TRIGUN.title);
  await editor.expectOpen();
  await editor.check("Favourite").setChecked(!was);
  await editor.saveAndClose();
  await expectAllSent(page);
  await expect.poll(() => standin.favourite("kaede", TRIGUN.id)).toBe(!was);
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toEqual(before);
  expect(await mutations(standin)).toHaveLength(1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => standin.favourite("kaede", TRIGUN.id)).toBe(was);
});

test("what AniList refuses of a field stands at the field", async ({ app, page, standin, trouble }) => {
  trouble.allow(/status of 400/);
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  const editor = new Editor(page, TRIGUN.title);
  const open = row(page, TRIGUN.title).getByRole("link", { name: TRIGUN.title });
  await open.click();
  await editor.expectOpen();
  await editor.input("Notes").fill("fault:validation");
  await editor.saveAndClose();
  await expect(unsent(page)).toHaveText("1 unsent edit1 needs you");
  await open.click();
  await editor.expectOpen();
  await expect(editor.dialog.getByText("AniList did not accept your last edit.")).toBeVisible();
  await expect(editor.input("Notes")).toHaveAccessibleDescription(/[a-z]/);
  await expect(editor.input("Notes")).toHaveAttribute("aria-invalid", "true");
  await expect(editor.input("Notes")).toHaveValue("fault:validation");
  await editor.input("Notes").fill("mended");
  await expect(editor.input("Notes")).not.toHaveAttribute("aria-invalid", "true");
  await editor.saveAndClose();
  await expectAllSent(page);
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toMatchObject({ notes: "mended", progress: before.progress });
});

test("saving twice in a moment is saving once", async ({ app, page, standin }) => {
  await app.open("session");
  await openList(app);
  await row(page, TRIGUN.title).getByRole("link", { name: TRIGUN.title }).click();
  const editor = new Editor(page, TRIGUN.title);
  await editor.expectOpen();
  await editor.input("Notes").fill("once");
  await editor.save.evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  await expect(editor.dialog).toHaveCount(0);
  await expect(page).toHaveURL(/\/Watching$/);
  await expectAllSent(page);
  expect(await mutations(standin)).toHaveLength(1);
});
