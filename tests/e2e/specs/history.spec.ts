import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe";
import { TRIGUN, expectAllSent, freeze, mutations, openList, plus, row, unsent } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

const records = (page: Page) => page.getByRole("main").getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) });
const open = async (page: Page) => {
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).click();
  await page.getByRole("link", { name: "History" }).click();
};

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await page.clock.install();
});

test("what was saved is listed by day, and undone and done again from there", async ({ app, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await expect.poll(() => mutations(standin)).toHaveLength(1);
  await expectAllSent(page);
  await open(page);
  await expect(records(page)).toHaveCount(1);
  await expect(records(page)).toContainText(`Episodes: ${before.progress} → ${before.progress + 1}`);
  await expect(records(page)).toContainText("by hand");
  const today = await page.evaluate(() => new Date().toLocaleDateString("en-US", { day: "numeric", month: "long", year: "numeric" }));
  await expect(page.getByRole("heading", { level: 2, name: today })).toBeVisible();
  await expectAccessible(page);
  await freeze(page);
  await page.getByRole("button", { name: "Undo: TRIGUN" }).click();
  await expect(records(page)).toContainText("Being undone");
  await page.clock.resume();
  await expect(records(page)).toHaveCount(2);
  await expect(records(page).nth(0)).toContainText(`Episodes: ${before.progress + 1} → ${before.progress}`);
  await expect(records(page).nth(0)).toContainText("undone from here");
  await expect(records(page).nth(1)).toContainText("Undone");
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress);
  // Undoing the undoing.
  await records(page).nth(0).getByRole("button", { name: "Undo: TRIGUN" }).click();
  await expect(records(page)).toHaveCount(3);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
  await expect(records(page).nth(2).getByRole("button", { name: "Undo: TRIGUN" })).toBeVisible();
});

test("undoing what was changed since asks first", async ({ app, page, standin }) => {
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await expect.poll(() => mutations(standin)).toHaveLength(1);
  await expectAllSent(page);
  await standin.edit("kaede", TRIGUN.id, { progress: 20 });
  await open(page);
  await page.getByRole("button", { name: "Undo: TRIGUN" }).click();
  await expect(unsent(page)).toHaveText("1 unsent edit1 needs you");
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(20);
});

test("the history survives a reload, is filtered by title, and long ones come in parts", async ({ app, page, standin }) => {
  const progress = () => Promise.all([TRIGUN.id, 205].map(async (id) => (await standin.entry("kaede", id))!.progress));
  const before = await progress();
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await plus(page, "Samurai Champloo").click();
  await expect.poll(progress).toEqual(before.map((progress) => progress + 1));
  await expectAllSent(page);
  // The same record many times over, each at a time of its own.
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open("tsuzuki:/:edits");
        opening.onsuccess = () => {
          const journal = opening.result.transaction("journal", "readwrite").objectStore("journal");
          const all = journal.getAll();
          all.onsuccess = () => {
            const record = JSON.parse(String(all.result.find((text: string) => text.includes("TRIGUN")))) as { at: number; media: number };
            for (let number = 1; number <= 150; number += 1) {
              const at = record.at - number * 3_600_000;
              journal.put(JSON.stringify({ ...record, at }), `5001/${String(at).padStart(14, "0")}/${record.media}`);
            }
            journal.transaction.oncomplete = () => {
              opening.result.close();
              resolve();
            };
          };
        };
      }),
  );
  await app.open("history");
  await expect(records(page)).toHaveCount(100);
  await page.getByRole("button", { name: "Show more (52 left)" }).click();
  await expect(records(page)).toHaveCount(152);
  await page.getByRole("searchbox", { name: "Filter by title" }).fill("champ");
  await expect(records(page)).toHaveCount(1);
  await expect(records(page)).toContainText("Samurai Champloo");
  await page.getByRole("searchbox", { name: "Filter by title" }).fill("nothing like it");
  await expect(page.getByText("No edit of such a title.")).toBeVisible();
});

test("without anything saved it says what will be there", async ({ app, page }) => {
  await app.open("history");
  await expect(page.getByText("Nothing yet: what you change is listed here once AniList has it.")).toBeVisible();
  await expectAccessible(page);
  await app.open("edits");
  await expect(page.getByText("AniList has everything you changed.")).toBeVisible();
  await expectAccessible(page);
});

test("an edit of the history leads to its list as it is", async ({ app, page, standin }) => {
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await expect.poll(() => mutations(standin)).toHaveLength(1);
  await page.reload();
  await expect(row(page, TRIGUN.title)).toContainText(`${before.progress + 1} / 26`);
});
