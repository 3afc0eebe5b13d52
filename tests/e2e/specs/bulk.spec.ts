import { expectAccessible } from "../support/axe";
import { Bulk, silentStatuses, works } from "../support/bulk";
import { keepSignedIn } from "../support/kept";
import { rows, titles } from "../support/list";
import type { Kept } from "../support/standin";
import { expect, test } from "../support/test";

const ANIME = "user/kaede/animelist";
/** How many statuses there are. */
const STATUSES = 6;

let token: string;

test.beforeEach(async ({ page, standin }) => {
  token = await keepSignedIn(page, standin, "kaede");
});

/** What a person sets, without what AniList adds by itself. */
function values(entry: Kept | null): object | null {
  if (!entry) return null;
  const { id: _, updatedAt: __, createdAt: ___, ...rest } = entry;
  return rest;
}

test("entries are chosen by hand, in a row, by key and all at once", async ({ app, page }) => {
  await app.open(`${ANIME}/Completed`);
  const bulk = new Bulk(page);
  await bulk.begin();
  const said = bulk.selection.getByRole("status");
  await expect(said).toHaveText("0 selected");
  const boxes = rows(page).getByRole("checkbox");
  const [first] = await titles(page);
  await page.getByRole("checkbox", { name: `Select ${first}`, exact: true }).click();
  await boxes.nth(4).click({ modifiers: ["Shift"] });
  await expect(said).toHaveText("5 selected");
  await expect(boxes.nth(2)).toBeChecked();
  // The box has the focus; j goes on from there.
  await page.keyboard.press("j");
  await page.keyboard.press("Space");
  await expect(said).toHaveText("6 selected");
  await page.keyboard.press("x");
  await expect(said).toHaveText("5 selected");
  await bulk.all();
  await expect(said).toHaveText("20 selected");
  await bulk.selection.getByRole("button", { name: "Clear" }).click();
  await expect(said).toHaveText("0 selected");
  await expect(boxes.nth(2)).not.toBeChecked();
  await expect(bulk.selection.getByRole("button", { name: /^Edit/ })).toHaveAttribute("aria-disabled", "true");
  await bulk.selection.getByRole("button", { name: "Done" }).click();
  await expect(boxes).toHaveCount(0);
});

test("what is chosen by filter is previewed, changed, and taken back", async ({ app, page, standin }) => {
  await app.open(`${ANIME}/Planning`);
  const ids = await works(page);
  const before = await Promise.all(ids.map((id) => standin.entry("kaede", id)));
  const bulk = new Bulk(page);
  await bulk.begin();
  await bulk.all();
  await bulk.edit();
  await bulk.dialog.getByRole("button", { name: "Preview" }).click();
  await expect(bulk.dialog.getByRole("alert")).toHaveText("Choose what to change.");
  await bulk.set("Status", "Paused");
  await bulk.set("Score", "140");
  await bulk.dialog.getByRole("button", { name: "Preview" }).click();
  await expect(bulk.dialog.getByRole("alert")).toHaveText(/^A score is/);
  await bulk.set("Score", "64");
  await bulk.dialog.getByRole("combobox", { name: "Rainy Sundays" }).selectOption({ label: "Put into" });
  await bulk.preview();
  await expect(bulk.dialog.getByText(`${ids.length} entries will change.`)).toBeVisible();
  await expect(bulk.dialog.getByRole("row")).toHaveCount(ids.length + 1);
  await expect(bulk.dialog.getByRole("row").nth(1)).toContainText("Status: Planning → Paused; Score: none → 64");
  // What was filled in is still there.
  await bulk.dialog.getByRole("button", { name: "Back" }).click();
  await expect(bulk.dialog.getByRole("textbox", { name: "Score" })).toHaveValue("64");
  await bulk.preview();
  await expect.poll(async () => (await standin.entry("kaede", ids[0]!))?.status).toBe("PLANNING");
  await bulk.apply();
  await bulk.expectRun(new RegExp(`^Done: ${ids.length} entries changed\\.`));
  for (const id of ids) {
    const entry = (await standin.entry("kaede", id))!;
    expect([entry.status, entry.scoreRaw]).toEqual(["PAUSED", 64]);
    expect(entry.customLists).toContain("Rainy Sundays");
  }
  // The same once more changes nothing.
  await app.open(`${ANIME}/Paused`);
  await bulk.begin();
  await bulk.all();
  await bulk.edit();
  await bulk.set("Status", "Paused");
  await bulk.preview();
  await expect(bulk.dialog.getByText(/^Nothing would change\./)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(bulk.dialog).toHaveCount(0);
  await bulk.runs.getByRole("button", { name: "Revert" }).click();
  await expect(page.getByRole("region", { name: /^Revert of the run of / })).toContainText(`Done: ${ids.length} entries changed`, { timeout: 20_000 });
  await expect(page.getByRole("button", { name: "Revert" })).toHaveCount(1);
  const after = await Promise.all(ids.map((id) => standin.entry("kaede", id)));
  expect(after.map(values)).toEqual(before.map(values));
});

test("what is completed together is completed as in the editor, unless one does not want that", async ({ app, page, standin }) => {
  const today = await page.evaluate(() => new Date().toISOString().slice(0, 10));
  await app.open(`${ANIME}/Rewatching?sort=title`);
  const ids = await works(page);
  const before = await Promise.all(ids.map((id) => standin.entry("kaede", id)));
  const bulk = new Bulk(page);
  await bulk.begin();
  await bulk.all();
  await bulk.edit();
  await bulk.set("Status", "Completed");
  await bulk.preview();
  const first = bulk.dialog.getByRole("row").nth(1);
  const lead = bulk.dialog.getByRole("checkbox", { name: /^Also set episodes, dates/ });
  await expect(lead).toBeChecked();
  await expect(bulk.dialog.getByText(/^Also set for some of them: .*Times rewatched/)).toBeVisible();
  await expect(first).toContainText(/Status: Rewatching → Completed; .*Times rewatched: \d+ → \d+/);
  await lead.uncheck();
  await expect(lead).toBeFocused();
  await expect(bulk.dialog.getByText(/^Also set for some/)).toHaveCount(0);
  await expect(first.getByRole("cell")).toHaveText("Status: Rewatching → Completed");
  await lead.check();
  await bulk.apply();
  await bulk.expectRun(new RegExp(`^Done: ${ids.length} entries changed\\.`));
  const after = await Promise.all(ids.map((id) => standin.entry("kaede", id)));
  expect(after.map((entry) => entry!.repeat)).toEqual(before.map((entry) => entry!.repeat + 1));
  for (const [index, entry] of after.entries()) {
    expect(entry!.status).toBe("COMPLETED");
    expect(entry!.progress).toBeGreaterThanOrEqual(before[index]!.progress);
    expect(entry!.completedAt).toBe(before[index]!.completedAt ?? Number(today.replaceAll("-", "")));
  }
});

test("entries are deleted together, and come back", async ({ app, page, standin }) => {
  await app.open(`${ANIME}/Dropped`);
  const ids = await works(page);
  const before = await Promise.all(ids.map((id) => standin.entry("kaede", id)));
  const bulk = new Bulk(page);
  await bulk.begin();
  await bulk.all();
  await bulk.edit();
  await bulk.dialog.getByRole("button", { name: "Delete them…" }).click();
  await expect(bulk.dialog.getByText(`${ids.length} entries will be deleted from your list.`)).toBeVisible();
  await bulk.apply();
  await expect(rows(page)).toHaveCount(0);
  await bulk.expectRun(new RegExp(`^Done: ${ids.length} entries changed\\.`));
  await expect.poll(() => standin.entry("kaede", ids[0]!)).toBeNull();
  await bulk.runs.getByRole("button", { name: "Revert" }).click();
  await expect(rows(page)).toHaveCount(ids.length);
  await expect(page.getByRole("region", { name: /^Revert of the run of / })).toContainText("Done: ", { timeout: 20_000 });
  const after = await Promise.all(ids.map((id) => standin.entry("kaede", id)));
  expect(after.map(values)).toEqual(before.map(values));
});

test("a run pauses, survives a reload, goes on, and is sent in few requests", async ({ app, page, standin }) => {
  await app.open(ANIME);
  const bulk = new Bulk(page);
  // While the entries are read nothing is sent yet: what is under way when a tab goes would first have to be looked after.
  await standin.fail({ fault: "delay", ms: 5_000, operation: "EntriesNow" });
  await standin.forget();
  await bulk.run("Priority", "3");
  await bulk.runs.getByRole("button", { name: "Pause" }).click();
  await expect(bulk.runs.getByRole("button", { name: "Go on" })).toBeVisible();
  await bulk.expectRun(/^Paused: \d+ of 51 entries done\./);
  const said = await bulk.runs.getByRole("status").innerText();
  await page.reload();
  await expect(bulk.runs.getByRole("status")).toHaveText(said);
  await expect(page.getByRole("progressbar", { name: "Entries done" })).toBeVisible();
  await bulk.runs.getByRole("button", { name: "Go on" }).click();
  await bulk.expectRun(/^Done: 51 entries changed\./);
  const writes = (await standin.journal("graphql.anilist.co")).filter(({ operation }) => /UpdateEntries|SaveEntry/.test(operation ?? ""));
  expect(writes.length).toBeLessThanOrEqual(4);
});

test("a run that is cancelled sends no more, and its part can be taken back", async ({ app, page, standin }) => {
  await app.open(ANIME);
  const bulk = new Bulk(page);
  await standin.fail({ fault: "delay", ms: 4_000, operation: "UpdateEntries" });
  await bulk.run("Priority", "3");
  await expect.poll(async () => (await standin.journal("graphql.anilist.co")).some(({ operation }) => operation?.includes("UpdateEntries"))).toBe(true);
  await bulk.runs.getByRole("button", { name: "Cancel" }).click();
  await bulk.expectRun(/^Cancelled: \d+ entries changed/);
  await expect(bulk.runs.getByRole("progressbar")).toHaveCount(0);
  await expect(bulk.runs.getByRole("button", { name: "Revert" })).toBeVisible();
  await bulk.runs.getByRole("button", { name: "Revert" }).click();
  await expect(page.getByRole("region", { name: /^Revert of/ })).toContainText("Done: ", { timeout: 20_000 });
});

test("what AniList refuses is counted, and leads to the edits", async ({ app, page, standin, trouble }) => {
  trouble.allow(/status of 400/);
  await app.open(`${ANIME}/Paused`);
  const bulk = new Bulk(page);
  await standin.fail({ fault: "validation", operation: "UpdateEntries", times: 2 }, { fault: "validation", operation: "SaveEntry", times: 2 });
  await bulk.run("Priority", "9");
  await bulk.expectRun(/^Done: .*\d refused by AniList\./);
  await expect(bulk.runs.getByRole("link", { name: "See which" })).toHaveAttribute("href", /\/edits$/);
});

test("what was changed elsewhere meanwhile is kept for a choice", async ({ app, page, standin }) => {
  await app.open(`${ANIME}/Paused`);
  const [id] = await works(page);
  await standin.edit("kaede", id!, { priority: 7 });
  const bulk = new Bulk(page);
  await bulk.run("Priority", "9");
  await bulk.expectRun(/^Done: 2 entries changed, 1 changed elsewhere too\./);
  await expect.poll(async () => (await standin.entry("kaede", id!))?.priority).toBe(7);
});

test("list activity is off during a run, and as before after it", async ({ app, page, standin }) => {
  await app.open(ANIME);
  const before = await silentStatuses(page, token);
  expect(before.length).toBeLessThan(STATUSES);
  await standin.fail({ fault: "delay", ms: 3_000, operation: "UpdateEntries" });
  const bulk = new Bulk(page);
  await bulk.run("Priority", "3", true);
  await expect.poll(() => silentStatuses(page, token), { intervals: [700] }).toHaveLength(STATUSES);
  await bulk.expectRun(/^Done: 51 entries changed\./);
  await expect.poll(() => silentStatuses(page, token), { intervals: [700] }).toEqual(before);
});

test("list activity comes back even when the tab dies in the middle", async ({ app, context, page, standin }) => {
  await app.open(ANIME);
  const before = await silentStatuses(page, token);
  // The answer never comes, so the tab dies with a change on its way.
  await standin.fail({ fault: "delay", ms: 4_000, operation: "UpdateEntries" });
  const bulk = new Bulk(page);
  await bulk.run("Priority", "3", true);
  await expect
    .poll(async () => (await standin.journal("graphql.anilist.co")).some(({ operation }) => operation?.includes("UpdateEntries")), { timeout: 15_000 })
    .toBe(true);
  await page.close();
  const next = await context.newPage();
  await next.goto(app.base + "session");
  expect(await silentStatuses(next, token)).toHaveLength(STATUSES);
  // What became of a change without an answer is known for sure only a minute later.
  await next.clock.install({ time: Date.now() + 70_000 });
  await next.goto(app.base + ANIME);
  const again = new Bulk(next);
  await again.expectRun(/^Done: 51 entries changed\./);
  await expect.poll(() => silentStatuses(next, token), { intervals: [700] }).toEqual(before);
});

test("nothing of it is there on somebody else's list", async ({ app, page }) => {
  await app.open("user/ren/animelist");
  await expect(rows(page).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Select", exact: true })).toHaveCount(0);
});

test("the whole way by keyboard alone", async ({ app, page, standin }) => {
  await app.open(`${ANIME}/Paused`);
  const [id] = await works(page);
  await page.getByRole("button", { name: "Select", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  const bulk = new Bulk(page);
  await bulk.selection.getByRole("button", { name: "Edit 1 entry…" }).focus();
  await page.keyboard.press("Enter");
  await bulk.dialog.getByRole("checkbox", { name: "Priority" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.type("5");
  await bulk.dialog.getByRole("button", { name: "Preview" }).focus();
  await page.keyboard.press("Enter");
  await expect(bulk.dialog.getByText("1 entry will change.")).toBeFocused();
  await bulk.dialog.getByRole("button", { name: "Apply to 1 entry" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await standin.entry("kaede", id!))!.priority, { timeout: 20_000 }).toBe(5);
});

test("choosing, dialog and preview are accessible", async ({ app, page, standin }) => {
  await app.open(`${ANIME}/Planning`);
  const bulk = new Bulk(page);
  await bulk.begin();
  await bulk.all();
  await expectAccessible(page);
  await bulk.edit();
  for (const field of ["Status", "Score", "Notes", "Private", "Started"]) await bulk.dialog.getByRole("checkbox", { name: field, exact: true }).check();
  await expectAccessible(page);
  await bulk.preview();
  await expectAccessible(page);
  await standin.fail({ fault: "stall", operation: "UpdateEntries" });
  await bulk.apply();
  await expect(page.getByRole("progressbar", { name: "Entries done" })).toBeVisible();
  await expectAccessible(page);
});
