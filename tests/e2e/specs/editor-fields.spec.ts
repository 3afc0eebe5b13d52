import { Editor } from "../support/editor";
import { TRIGUN, expectAllSent, mutations, openList, row } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

const BERSERK = { id: 30002, title: "Berserk" };

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
});

test("all thirteen fields go to AniList, and stand in the form again", async ({ app, page, standin }) => {
  await standin.edit("kaede", TRIGUN.id, { progress: 14, scoreRaw: 86, startedAt: { year: 2026 } });
  await openList(app);
  await row(page, TRIGUN.title).getByRole("link", { name: TRIGUN.title }).click();
  const editor = new Editor(page, TRIGUN.title);
  await editor.expectOpen();
  const texts: [string, string][] = [
    ["Story", "70"],
    ["Enjoyment", "95"],
    ["Score", "77"],
    ["Episodes", "15"],
    ["Times rewatched", "2"],
    ["Priority", "3"],
    ["Started", "2019-05"],
    ["Completed", "2020"],
    ["Notes", "Tea 🍵 & <b>crumbs</b>\n漢字 👩‍👩‍👧"],
  ];
  const favourite = await standin.favourite("kaede", TRIGUN.id);
  await editor.status.selectOption({ label: "Paused" });
  for (const [name, text] of texts) await editor.input(name).fill(text);
  await editor.check("Rainy Sundays").check();
  await editor.check("Private").check();
  await editor.check("Hidden from status lists").check();
  await editor.check("Favourite").setChecked(!favourite);
  await editor.saveAndClose();
  await expect(page.getByRole("status").filter({ hasText: /^TRIGUN: Status, / }).getByRole("button", { name: "Undo" })).toBeVisible();
  await expectAllSent(page);
  const kept = (await standin.entry("kaede", TRIGUN.id))!;
  expect(kept).toMatchObject({
    status: "PAUSED",
    scoreRaw: 77,
    progress: 15,
    repeat: 2,
    priority: 3,
    private: true,
    hiddenFromStatusLists: true,
    startedAt: 20190500,
    completedAt: 20200000,
    notes: "Tea &#127861; & <b>crumbs</b>\n漢字 &#128105;‍&#128105;‍&#128103;",
  });
  expect(kept.customLists).toContain("Rainy Sundays");
  expect([kept.advancedScores[0], kept.advancedScores[4]]).toEqual([70, 95]);
  await expect.poll(() => standin.favourite("kaede", TRIGUN.id)).toBe(!favourite);
  // What AniList has, as it is read from there.
  await app.open(`session?edit=${TRIGUN.id}`);
  await editor.expectOpen();
  await expect(editor.status).toHaveValue("PAUSED");
  for (const [name, text] of texts) await expect(editor.input(name)).toHaveValue(text);
  for (const name of ["Rainy Sundays", "Private", "Hidden from status lists"]) await expect(editor.check(name)).toBeChecked();
  await expect(editor.check("Favourite")).toBeChecked({ checked: !favourite });
  await editor.saveAndClose();
  expect(await mutations(standin)).toHaveLength(1);
});

test("a manga has chapters and volumes, by steps and by typing", async ({ app, page, standin }) => {
  await standin.edit("kaede", BERSERK.id, { status: "CURRENT", progress: 10, progressVolumes: 1 });
  await app.open(`session?edit=${BERSERK.id}`);
  const editor = new Editor(page, BERSERK.title);
  await editor.expectOpen();
  await editor.dialog.getByRole("button", { name: "One more: Chapters" }).click();
  await editor.dialog.getByRole("button", { name: "One more: Chapters" }).click();
  await editor.dialog.getByRole("button", { name: "One less: Chapters" }).click();
  await editor.input("Volumes").fill("5");
  await editor.input("Times reread").fill("1");
  await expect(editor.input("Chapters")).toHaveValue("11");
  await editor.saveAndClose();
  await expect.poll(() => standin.entry("kaede", BERSERK.id)).toMatchObject({ progress: 11, progressVolumes: 5, repeat: 1 });
});

test("a status and a first episode bring along what they do on AniList's site", async ({ app, page, standin }) => {
  await page.clock.install({ time: new Date("2026-03-04T05:06:07Z") });
  await keepSignedIn(page, standin, "kaede", { expires_in: 10_000_000 });
  await standin.edit("kaede", TRIGUN.id, { status: "PLANNING", progress: 0, startedAt: { year: 0 } });
  await app.open(`session?edit=${TRIGUN.id}`);
  const editor = new Editor(page, TRIGUN.title);
  await editor.expectOpen();
  await expect(editor.input("Started")).toHaveValue("");
  await editor.dialog.getByRole("button", { name: "One more: Episodes" }).click();
  await expect(editor.dialog.getByRole("status")).toHaveText("Also set: Status, Started");
  await expect(editor.status).toHaveValue("CURRENT");
  await expect(editor.input("Started")).toHaveValue("2026-03-04");
  await editor.input("Episodes").fill("30");
  await editor.input("Episodes").blur();
  await expect(editor.input("Episodes")).toHaveValue("26");
  await editor.dialog.getByRole("button", { name: "Complete it, today" }).click();
  await expect(editor.status).toHaveValue("COMPLETED");
  await expect(editor.input("Completed")).toHaveValue("2026-03-04");
  await editor.status.selectOption({ label: "Dropped" });
  await editor.saveAndClose();
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toMatchObject({ status: "DROPPED", progress: 26, startedAt: 20260304 });
});

test("what cannot be read is said at its input, and takes nothing from the others", async ({ app, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await page.goto(`${page.url()}?edit=${TRIGUN.id}`);
  const editor = new Editor(page, TRIGUN.title);
  await editor.expectOpen();
  await editor.input("Score").fill("101");
  await editor.input("Started").fill("yesterday");
  await editor.input("Notes").fill("kept");
  await editor.save.click();
  await expect(editor.input("Score")).toBeFocused();
  await expect(editor.input("Score")).toHaveAccessibleDescription("A score is a whole number from 1 to 100, or nothing for none.");
  await expect(editor.input("Started")).toHaveAccessibleDescription(/^Enter a date like 2018-04-07/);
  await expect(editor.input("Started")).toHaveAttribute("aria-invalid", "true");
  await editor.dialog.getByRole("button", { name: "Started: Clear" }).click();
  await editor.input("Score").fill("99");
  await editor.input("Notes").fill("🍵".repeat(700));
  await editor.save.click();
  await expect(editor.input("Notes")).toHaveAccessibleDescription(/^Too long for AniList by 300 of 6,000 characters/);
  await editor.input("Notes").fill("kept");
  await editor.saveAndClose();
  await expect.poll(() => standin.entry("kaede", TRIGUN.id)).toMatchObject({ scoreRaw: 99, notes: "kept", startedAt: null, progress: before.progress });
});

test("an input that is reached by Tab is typed over, not into", async ({ app, page, standin }) => {
  await standin.edit("kaede", TRIGUN.id, { progress: 14, repeat: 7 });
  await app.open(`session?edit=${TRIGUN.id}`);
  const editor = new Editor(page, TRIGUN.title);
  await editor.expectOpen();
  await editor.input("Episodes").fill("x");
  await editor.input("Episodes").focus();
  for (const _ of ["minus", "plus", "repeat"]) await page.keyboard.press("Tab");
  await expect(editor.input("Times rewatched")).toBeFocused();
  await page.keyboard.type("3");
  await expect(editor.input("Times rewatched")).toHaveValue("3");
});
