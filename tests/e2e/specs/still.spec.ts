import type { Locator, Page } from "@playwright/test";
import { TRIGUN, openList, plus, row, runUntilAllSent } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { titles } from "../support/list";
import { expect, test } from "../support/test";

const progress = (page: Page, title: string) => page.getByRole("button", { name: new RegExp(`^Progress of ${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}: `) });

async function count(page: Page, title: string): Promise<number> {
  return Number.parseInt((await progress(page, title).innerText()).replaceAll(",", ""), 10);
}

/** A progress as its line tells it. */
const told = (count: number) => new RegExp(`^${count.toLocaleString("en-US")}\\b`);

/** The first title from a place on that is far from its end. */
async function unfinished(page: Page, titles: string[], from: number): Promise<string> {
  for (const title of titles.slice(from)) {
    const said = /^([\d,]+)(?: \/ ([\d,]+))?$/.exec((await progress(page, title).innerText()).trim())!;
    const number = (text: string | undefined) => (text === undefined ? Infinity : Number(text.replaceAll(",", "")));
    if (number(said[2]) - number(said[1]) > 4) return title;
  }
  throw new Error("everything is nearly over");
}

async function place(control: Locator): Promise<{ x: number; y: number }> {
  const { x, y } = (await control.boundingBox())!;
  return { x: Math.round(x), y: Math.round(y) };
}

/** Presses plus twice at the same place, and expects that both presses were of the same title, which stands where it stood. */
async function plusTwice(page: Page, title: string, press: (plus: Locator) => Promise<void>): Promise<void> {
  const before = { titles: await titles(page), count: await count(page, title), place: await place(plus(page, title)) };
  await press(plus(page, title));
  await expect(progress(page, title)).toHaveText(told(before.count + 2));
  // More lines may be drawn by now, below those that were.
  expect((await titles(page)).slice(0, before.titles.length)).toEqual(before.titles);
  expect(await place(plus(page, title))).toEqual(before.place);
}

/** Nobody does anything for as long as it takes until lines go where they belong. */
const rest = (page: Page) => page.clock.runFor(5_100);

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await page.clock.install();
});

test("plus moves no line in any layout, until nobody does anything for a while", async ({ app, page }) => {
  await openList(app);
  for (const layout of ["Detailed", "Compact", "Covers"]) {
    await page.getByRole("button", { name: layout, exact: true }).click();
    const shown = await titles(page);
    const title = await unfinished(page, shown, 3);
    await plusTwice(page, title, (plus) => plus.dblclick());
    await expect(row(page, title)).toContainText("moves to the top");
    // Whoever moves in the list is not done, whatever AniList answers meanwhile.
    const { x, y } = await place(plus(page, title));
    for (let moved = 0; moved < 4; moved += 1) {
      await page.clock.runFor(3_000);
      await page.mouse.move(x + 5 + moved, y + 5);
    }
    expect(await titles(page)).toEqual(shown);
    await rest(page);
    await expect.poll(async () => (await titles(page))[0]).toBe(title);
    await expect(row(page, title)).not.toContainText("moves to");
    await runUntilAllSent(page);
    // What AniList took in the same second is equally new.
    const second = () => Math.floor(Date.now() / 1000);
    const sent = second();
    await expect.poll(second).toBeGreaterThan(sent);
  }
});

test("a line goes when it is let go of, and not between a press and its click", async ({ app, page }) => {
  await openList(app);
  const shown = await titles(page);
  await plus(page, shown[2]!).click();
  await plus(page, shown[4]!).hover();
  await page.mouse.down();
  await page.clock.runFor(20_000);
  expect(await titles(page)).toEqual(shown);
  await page.mouse.up();
  await expect(row(page, shown[4]!)).toContainText("moves to the top");
  // What is sorted anew is right at once.
  await page.getByRole("button", { name: "Compact", exact: true }).click();
  await expect.poll(async () => (await titles(page)).slice(0, 2)).toEqual([shown[4], shown[2]]);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test("a finger that taps twice hits the same title twice", async ({ app, page }) => {
    await openList(app);
    const title = await unfinished(page, await titles(page), 2);
    await plusTwice(page, title, async (plus) => {
      await plus.tap();
      await plus.tap();
    });
    await expect(row(page, title)).toContainText("moves to the top");
    await rest(page);
    await expect.poll(async () => (await titles(page))[0]).toBe(title);
  });
});

test("a line that leaves its section stays, and keeps its place on screen when it goes", async ({ app, page }) => {
  await openList(app, "Planning");
  const title = await unfinished(page, await titles(page), 0);
  await page.setViewportSize({ width: 1280, height: 420 });
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: /^All/ }).click();
  // Down to it, and so far that it can stand there at the top of the list, too.
  await expect(async () => {
    await page.mouse.wheel(0, 300);
    await expect(plus(page, title)).toBeInViewport({ timeout: 200 });
  }).toPass();
  await page.evaluate((top) => scrollBy(0, top - 150), (await place(plus(page, title))).y);
  await expect.poll(async () => (await place(plus(page, title))).y).toBeLessThan(200);
  const before = await place(plus(page, title));
  await plus(page, title).dblclick();
  await expect(row(page, title)).toContainText("moves to Watching");
  expect(await place(plus(page, title))).toEqual(before);
  await runUntilAllSent(page);
  await rest(page);
  await expect(row(page, title)).not.toContainText("moves to");
  const after = await place(plus(page, title));
  expect(Math.abs(after.y - before.y)).toBeLessThanOrEqual(2);
});

test("what a filter holds no longer stays until nobody does anything", async ({ app, page }) => {
  await page.setViewportSize({ width: 1280, height: 1200 });
  await app.open("user/kaede/animelist?merged=yes&progress=none");
  await app.expectWhole();
  const shown = await titles(page);
  const title = await unfinished(page, shown, 1);
  await plusTwice(page, title, (plus) => plus.dblclick());
  await expect(row(page, title)).toContainText("Watching · no longer matches the filter");
  await rest(page);
  const stay = shown.filter((other) => other !== title);
  await expect.poll(async () => (await titles(page)).slice(0, stay.length)).toEqual(stay);
});

test("home: a card stays where it is until nobody does anything", async ({ app, page }) => {
  await app.open();
  await app.expectWhole();
  for (const kind of ["Anime", "Manga"]) {
    const cards = page.getByRole("table", { name: `${kind} to go on with` }).getByRole("row");
    await expect(cards.nth(3)).toBeVisible();
    const names = () => cards.getByRole("link").allInnerTexts();
    const before = await names();
    const title = await unfinished(page, before, 2);
    const where = await place(plus(page, title));
    const seen = await count(page, title);
    await plus(page, title).dblclick();
    await expect(progress(page, title)).toHaveText(told(seen + 2));
    expect(await names()).toEqual(before);
    if (kind === "Anime") expect(await place(plus(page, title))).toEqual(where);
    // What somebody is behind with stays above it.
    await expect(cards.filter({ hasText: title })).toContainText(/moves (up|to the top)/);
    await rest(page);
    await expect.poll(async () => (await names()).indexOf(title)).toBeLessThan(before.indexOf(title));
  }
});

test("a double click opens what its first click opens, and is no press beside it", async ({ app, page, standin }) => {
  await standin.edit("kaede", TRIGUN.id, { status: "CURRENT", progress: 25 });
  await openList(app);
  const beside = () => page.mouse.click(5, 300, { delay: 20 });
  for (const [button, dialog] of [
    [plus(page, TRIGUN.title), /^Finished TRIGUN/],
    [page.getByRole("button", { name: "Search" }).filter({ visible: true }), "Search"],
    [page.getByRole("button", { name: "Keyboard" }).filter({ visible: true }), /^Keyboard/],
    // Whoever closed the question is asked again by one more.
    [plus(page, TRIGUN.title), /^Finished TRIGUN/],
  ] as const) {
    const opened = page.getByRole("dialog", { name: dialog });
    await button.dblclick();
    await expect(opened).toBeVisible();
    // Later it is one.
    await expect(async () => {
      await beside();
      await expect(opened).toHaveCount(0, { timeout: 300 });
    }).toPass();
  }
  await expect(row(page, TRIGUN.title)).toContainText("26 / 26");
  // Enter that is held opens, and confirms nothing.
  await plus(page, TRIGUN.title).focus();
  await page.keyboard.down("Enter");
  await expect(page.getByRole("dialog", { name: /^Finished TRIGUN/ })).toBeVisible();
  await page.keyboard.down("Enter");
  await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await expect(page.getByRole("dialog", { name: /^Finished TRIGUN/ })).toBeVisible();
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.status).toBe("CURRENT");
});
