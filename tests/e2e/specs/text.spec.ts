import { Editor } from "../support/editor";
import { TRIGUN, openList, row } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { shown, titles } from "../support/list";
import { expect, test } from "../support/test";

const ANIME = "user/kaede/animelist";

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
});

test("what is typed is read in any script's digits, and what cannot be read stays with a sentence", async ({ app, page, standin }) => {
  await standin.edit("kaede", TRIGUN.id, { status: "CURRENT", progress: 3, scoreRaw: 70 });
  await openList(app, "Watching");
  const line = row(page, TRIGUN.title);
  const field = page.getByRole("textbox", { name: `Progress of ${TRIGUN.title}` });
  await line.getByRole("button", { name: /^Progress of/ }).click();
  await field.fill("twelve");
  await page.keyboard.press("Enter");
  await expect(line.getByRole("alert")).toHaveText("Enter a whole number.");
  await expect(field).toHaveValue("twelve");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  // It is not lost when something else is done meanwhile.
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  await expect(field).toHaveValue("twelve");
  await field.fill("１２");
  await page.keyboard.press("Enter");
  await expect(line.getByRole("button", { name: `Progress of ${TRIGUN.title}: 12 / 26` })).toBeVisible();
  await expect(line.getByRole("alert")).toHaveCount(0);

  const from = page.getByRole("textbox", { name: "Year from", exact: true });
  const said = page.getByRole("group", { name: "Year", exact: true }).getByRole("status");
  const before = await shown(page);
  await from.fill("soon");
  await page.keyboard.press("Tab");
  await expect(said).toHaveText("Enter a whole number.");
  await expect(from).toHaveValue("soon");
  expect(await shown(page)).toBe(before);
  await from.fill("２０１１");
  await page.keyboard.press("Tab");
  await expect(page).toHaveURL(/\?year=2011-$/);
  await expect(said).toHaveCount(0);
  await expect(from).toHaveValue("2011");

  await app.open(`${ANIME}/Watching?edit=${TRIGUN.id}`);
  const editor = new Editor(page, TRIGUN.title);
  await editor.expectOpen();
  const started = editor.input("Started");
  await started.fill("2018年2月30日");
  await page.keyboard.press("Tab");
  await expect(started).toHaveAccessibleDescription("That month has only 28 days.");
  await started.fill("２０１８年４月７日");
  await editor.saveAndClose();
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.startedAt, { timeout: 15_000 }).toBe(20180407);
});

test("the same title is found however it is typed, and AniList is asked without marks", async ({ app, page }) => {
  await app.open(ANIME);
  const filter = page.getByRole("searchbox", { name: "Filter" });
  await expect.poll(async () => (await titles(page)).length).toBeGreaterThan(1);
  for (const text of ["ＴＲＩＧＵＮ", "ﾄﾗｲｶﾞﾝ", "トライガン".normalize("NFD")]) {
    await filter.fill(text);
    await expect.poll(() => titles(page)).toContain(TRIGUN.title);
    expect(await shown(page)).toBeLessThan(5);
  }
  await filter.fill("");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.postData() ?? ""));
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search AniList" }).fill("Bishōjo");
  // What finds nothing is asked for in the next spelling.
  for (const spelling of ["Bishoujo", "Bishoojo", "Bishojo"]) {
    await expect.poll(() => asked.some((body) => body.includes(`"${spelling}"`)), { timeout: 15_000 }).toBe(true);
  }
  expect(asked.filter((body) => /bish[^"]*(ō|\\u014d)/i.test(body))).toEqual([]);
});

test("names of others cannot reorder what stands beside them", async ({ app, page }) => {
  await app.open(ANIME);
  const table = page.getByRole("table", { name: "List" });
  await expect(table.getByRole("rowheader").first()).toBeVisible();
  const bidi = (selector: string) =>
    page.locator(selector).evaluateAll((found) => [...new Set(found.map((element) => getComputedStyle(element).unicodeBidi))]);
  expect(await bidi("[role=rowheader] .name")).toEqual(["isolate"]);
  expect(await bidi("[role=row] a.row-title")).toEqual(["isolate"]);
});
