import { expectAccessible } from "../support/axe";
import { Editor, scoreBy } from "../support/editor";
import { TRIGUN, openList, plus } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

test("the editor has no finding of axe: filled in, refused, about to be left", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await app.open(`user/kaede/animelist/Watching?edit=${TRIGUN.id}`);
  const editor = new Editor(page, TRIGUN.title);
  await editor.expectOpen();
  await expectAccessible(page);
  await editor.input("Score").fill("101");
  await editor.input("Completed").fill("never");
  await editor.save.click();
  await expect(editor.input("Score")).toHaveAttribute("aria-invalid", "true");
  await editor.input("Episodes").fill("26");
  await editor.input("Episodes").blur();
  await expect(editor.dialog.getByRole("button", { name: "Complete it, today" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(editor.dialog.getByRole("button", { name: "Discard" })).toBeVisible();
  await expectAccessible(page);
});

test("stars, faces and a work that is not listed have no finding of axe", async ({ app, page, standin }) => {
  const token = await keepSignedIn(page, standin, "new");
  for (const scale of ["POINT_5", "POINT_3"] as const) {
    await scoreBy(page, token, scale);
    await app.open("session?edit=30002");
    await new Editor(page, "Berserk").expectOpen();
    await expect(page.getByRole("dialog").getByRole("group", { name: "Score" })).toBeVisible();
    await expectAccessible(page);
  }
});

test("the search has no finding of axe, empty and with what it found", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await openList(app);
  await page.keyboard.press("/");
  await expectAccessible(page);
  await page.keyboard.type("na");
  await expect(page.getByRole("group", { name: "AniList" }).getByRole("option").first()).toBeVisible();
  await expectAccessible(page);
});

test("the keys and the end of a work have no finding of axe", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await standin.edit("kaede", TRIGUN.id, { status: "CURRENT", progress: 25 });
  await openList(app);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard and rules" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await plus(page, TRIGUN.title).click();
  await expect(page.getByRole("dialog", { name: "Finished TRIGUN?" })).toBeVisible();
  await expectAccessible(page);
});
