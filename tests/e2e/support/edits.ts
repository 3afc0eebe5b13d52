import { type Locator, type Page, expect } from "@playwright/test";
import type { App } from "./app";
import { sentTo } from "./console";
import { besideTheApp } from "./kept";
import type { Standin } from "./standin";

/** An anime that kaede is watching, with many episodes left. */
export const TRIGUN = { id: 6, title: "TRIGUN" };

/** Opens kaede's anime she is watching, or another section, and waits until all of the list and of the app is there. */
export async function openList(app: App, section = "Watching"): Promise<void> {
  await app.open(`user/kaede/animelist/${section}`);
  await expect(app.page.getByRole("status").filter({ hasText: /^\d+ entr(y|ies)$/ })).toBeVisible();
  await expect(app.page.getByText("Updated just now")).toBeVisible();
  await app.expectWhole();
}

/** Stops the clock of every page, so that nothing rests to its end or is tried again until `page.clock` moves. */
export async function freeze(page: Page): Promise<void> {
  // Where a second goes by before it is told, it is in the past, and another one is taken.
  await expect(async () => page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1_000)).toPass({ timeout: 10_000 });
}

/** Stops the clock before a page is opened: what fails is not tried again by itself. */
export async function standStill(page: Page): Promise<void> {
  await page.clock.install();
  // Ahead of every clock, and nothing runs yet that could be skipped.
  await page.clock.pauseAt(Date.now() + 60_000);
}

/** The row of a title in the list. */
export function row(page: Page, title: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("button", { name: `Increase progress of ${title}`, exact: true }) });
}

export function plus(page: Page, title: string): Locator {
  return page.getByRole("button", { name: `Increase progress of ${title}`, exact: true });
}

/** The link that says how many edits wait, wherever the frame shows it. */
export function unsent(page: Page): Locator {
  return page.getByRole("link", { name: /^\d+ unsent edit/ }).filter({ visible: true });
}

/** One edit on the page of unsent edits. */
export function waiting(page: Page, title: string): Locator {
  return page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3, name: title }) });
}

/** Waits until AniList has everything. */
export async function expectAllSent(page: Page): Promise<void> {
  await expect(unsent(page)).toHaveCount(0);
}

/**
 * Lets the page's clock run on until AniList has everything. In steps that no request takes for its time limit: the clock
 * that is installed does not wait for answers.
 */
export async function runUntilAllSent(page: Page): Promise<void> {
  await expect(async () => {
    await page.clock.runFor(5_000);
    expect(await unsent(page).count()).toBe(0);
  }).toPass({ timeout: 20_000, intervals: [300] });
}

/** The changes that AniList was sent, oldest first. */
export async function mutations(standin: Standin): Promise<string[]> {
  const sent = await sentTo(standin);
  return sent.filter(({ json }) => /^\s*mutation\b/.test(json.query)).map(({ json }) => json.query);
}

/** Everything in the database of edits: texts by store. */
export function stored(page: Page): Promise<Record<string, string[]>> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open("tsuzuki:/:edits"));
    const found: Record<string, string[]> = {};
    for (const name of database.objectStoreNames) found[name] = await done(database.transaction(name).objectStore(name).getAll());
    database.close();
    return found;
  });
}

/** Changes the text of the one edit that waits, while no page of the app is open to see it. */
export async function rewrite(page: Page, change: (edit: Record<string, unknown>) => void): Promise<void> {
  const [text] = (await stored(page))["edits"]!;
  const edit = JSON.parse(text!) as Record<string, unknown>;
  change(edit);
  await besideTheApp(page);
  await page.evaluate(
    ([key, text]) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open("tsuzuki:/:edits");
        opening.onsuccess = () => {
          const transaction = opening.result.transaction("edits", "readwrite");
          transaction.objectStore("edits").put(text, key);
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    [`${String(edit["account"])}/${String(edit["media"])}`, JSON.stringify(edit)] as const,
  );
}
