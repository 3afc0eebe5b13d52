import { keepSignedIn } from "../support/kept";
import { Console, sentTo } from "../support/console";
import { expect, test } from "../support/test";

const SAVE = `mutation Save($media: Int, $status: MediaListStatus, $progress: Int = 2) {
  SaveMediaListEntry(mediaId: $media, status: $status, progress: $progress, notes: "seen") { id status progress }
}`;

test("a mutation asks first, and says what it changes, with its values, at whom", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await standin.forget();
  await console.write(SAVE, '{"media": 1, "status": "PAUSED"}');
  await console.query.focus();
  await page.keyboard.press("Control+Enter");
  await expect(console.question).toHaveAccessibleName("Change data at AniList as kaede?");
  await expect(console.question).toContainText("Save media list entry");
  for (const [name, value] of [["mediaId", "1"], ["status", '"PAUSED"'], ["progress", "2"], ["notes", '"seen"']] as const)
    await expect(console.question.getByRole("term").filter({ hasText: new RegExp(`^${name}$`) }).locator("+ dd")).toHaveText(value);
  await expect(page.getByRole("button", { name: "Don’t send" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(console.question).toHaveCount(0);
  await expect(console.query).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Don’t send" }).click();
  await expect(console.question).toHaveCount(0);
  expect(await sentTo(standin), "nothing was sent").toEqual([]);
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Send mutation" }).click();
  await expect(console.runs.first()).toContainText("Save done · 200");
  await page.getByRole("button", { name: "Text", exact: true }).click();
  await expect(page.getByRole("textbox", { name: "Answer as text" })).toContainText('"status": "PAUSED"');
  expect((await sentTo(standin)).map(({ json }) => json.variables)).toEqual([{ media: 1, status: "PAUSED" }]);
});

test("a query does not ask", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await console.send("query Me { Viewer { id } }");
  await expect(console.question).toHaveCount(0);
});

test("every change of a mutation is listed", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await console.write("mutation Both { a: ToggleFavourite(animeId: 1) { anime { nodes { id } } } b: DeleteMediaListEntry(id: 7) { deleted } }");
  await console.run.click();
  await expect(console.question.getByRole("listitem")).toHaveText([/^Toggle favourite ToggleFavourite.*animeId1/, /^Delete media list entry DeleteMediaListEntry.*id7/]);
});

test("without a login the question says that AniList will refuse", async ({ app }) => {
  const console = await Console.open(app);
  await console.write("mutation Off { ToggleFavourite(animeId: 1) { anime { nodes { id } } } }");
  await console.run.click();
  await expect(console.question).toHaveAccessibleName("Send this mutation without a login?");
  await expect(console.question).toContainText("Nobody is logged in here, so AniList will most likely refuse it.");
});
