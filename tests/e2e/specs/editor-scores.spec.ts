import { Editor, type Scale, scoreBy } from "../support/editor";
import { TRIGUN, expectAllSent, freeze, openList, row, stored, unsent, waiting } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

/** A scale, what is typed or chosen, what AniList keeps of 100, and how the list says it. */
const TYPED: [Scale, string, number, string][] = [
  ["POINT_10_DECIMAL", "8,5", 85, "8.5 of 10"],
];
const CHOSEN: [Scale, string, number, string][] = [
  ["POINT_5", "4 of 5 stars", 70, "4 of 5 stars"],
  ["POINT_3", "Good", 85, "Good"],
];

for (const [scale, text, raw, said] of TYPED)
  test(`a score in ${scale} is a number`, async ({ app, page, standin }) => {
    await scoreBy(page, await keepSignedIn(page, standin, "kaede"), scale);
    await openList(app);
    await row(page, TRIGUN.title).getByRole("link", { name: TRIGUN.title }).click();
    const editor = new Editor(page, TRIGUN.title);
    await editor.expectOpen();
    await editor.input("Score").fill(text);
    await editor.saveAndClose();
    await expect(row(page, TRIGUN.title).getByRole("button", { name: `Score of TRIGUN: ${said}` })).toBeVisible();
    await expectAllSent(page);
    await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.scoreRaw).toBe(raw);
  });

for (const [scale, name, raw, said] of CHOSEN)
  test(`a score in ${scale} is chosen as the site shows it`, async ({ app, page, standin }) => {
    await scoreBy(page, await keepSignedIn(page, standin, "kaede"), scale);
    await standin.edit("kaede", TRIGUN.id, { scoreRaw: 20 });
    await openList(app);
    await row(page, TRIGUN.title).getByRole("link", { name: TRIGUN.title }).click();
    const editor = new Editor(page, TRIGUN.title);
    await editor.expectOpen();
    const marks = editor.dialog.getByRole("group", { name: "Score" });
    await marks.getByRole("radio", { name, exact: true }).check();
    await editor.saveAndClose();
    const score = row(page, TRIGUN.title).getByRole("button", { name: `Score of TRIGUN: ${said}` });
    await expect(score).toBeVisible();
    // Faces are pictures, not words.
    if (scale === "POINT_3") await expect(score).toHaveText("");
    await expectAllSent(page);
    await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.scoreRaw).toBe(raw);
    await row(page, TRIGUN.title).getByRole("link", { name: TRIGUN.title }).click();
    await expect(marks.getByRole("radio", { name, exact: true })).toBeChecked();
    await marks.getByRole("radio", { name: "No score" }).check();
    await editor.saveAndClose();
    await expectAllSent(page);
    await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.scoreRaw).toBe(0);
  });

test("scores of parts make the score, and are sent by a page that has no list", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await standin.edit("kaede", TRIGUN.id, { scoreRaw: 0, advancedScores: [0, 0, 0, 0, 0] });
  await page.clock.install();
  await app.open(`session?edit=${TRIGUN.id}`);
  const editor = new Editor(page, TRIGUN.title);
  await editor.expectOpen();
  await editor.input("Story").fill("80");
  await editor.input("Audio").fill("85");
  await expect(editor.input("Score")).toHaveValue("83");
  await freeze(page);
  await editor.saveAndClose();
  await expect(unsent(page)).toHaveText("1 unsent edit");
  // It is shown before it is kept.
  await expect.poll(async () => (await stored(page))["edits"]).toHaveLength(1);
  await app.open("edits");
  await expect(waiting(page, TRIGUN.title)).toContainText("Story 80, Audio 85");
  await page.clock.resume();
  await expectAllSent(page);
  const kept = (await standin.entry("kaede", TRIGUN.id))!;
  expect(kept.advancedScores).toEqual([80, 0, 0, 85, 0]);
  expect(kept.scoreRaw).toBe(83);
});
