import type { Page } from "@playwright/test";
import { HOME_KEPT, besideTheApp, keepSignedIn, keptAnswers, keptOperations } from "../support/kept";
import { sentTo } from "../support/console";
import { freeze } from "../support/edits";
import { expect, test } from "../support/test";

const shelf = (page: Page) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) });
const viewer = (page: Page) => page.getByRole("heading", { level: 1, name: "kaede", exact: true });
const DATABASE = "tsuzuki:/:answers";

test("a return visit is painted from what is kept, before AniList answers", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  await expect.poll(() => keptOperations(page)).toEqual(HOME_KEPT);
  const upNext = page.getByRole("button", { name: /^Increase progress of / }).first();
  const first = await upNext.getAttribute("aria-label");
  await standin.fail({ operation: "Viewer", fault: "stall", times: 0 });
  await app.open();
  await expect(viewer(page)).toBeVisible();
  await expect(shelf(page)).toHaveCount(12);
  await expect(upNext).toHaveAttribute("aria-label", first!);
  // What is fresh is not asked again; who is signed in always is.
  const queries = async () => (await sentTo(standin)).map(({ json }) => json.query.split(/[\s({]/)[1]!.split("_").sort());
  expect((await queries())[0]).toEqual(HOME_KEPT);
  // It may still be on its way when the page is drawn.
  await expect.poll(async () => (await queries()).slice(1).flat().filter((name) => name !== "ListOwner")).toEqual(["Viewer"]);
});

test("what is shown says how old it is, and can be refreshed", async ({ app, page, standin }) => {
  await page.clock.install();
  await app.open();
  await expect(page.getByText("Updated just now")).toBeVisible();
  await page.clock.runFor(5.6 * 60_000);
  await expect(page.getByText("Updated 5 min ago")).toBeVisible();
  await page.getByRole("button", { name: "Refresh trending" }).click();
  await expect(page.getByText("Updated just now")).toBeVisible();
  expect(await sentTo(standin)).toHaveLength(2);
});

test("the session page says how old its knowledge of the account is, and asks again when it is told to", async ({ app, page, standin }) => {
  await page.clock.install();
  await keepSignedIn(page, standin, "kaede");
  await app.open("session");
  await expect(page.getByText("AniList confirms: this token belongs to user 5001, as it says.")).toBeVisible();
  await expect(page.getByText("Updated just now")).toBeVisible();
  await page.clock.runFor(5.6 * 60_000);
  await expect(page.getByText("Updated 5 min ago")).toBeVisible();
  // The next visit shows what is kept, and says that it is older than the answer on its way.
  await standin.fail({ operation: "Viewer", fault: "stall" });
  await page.getByRole("link", { name: /^Requests:/ }).filter({ visible: true }).click();
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).click();
  await expect(page.getByText("AniList confirms: this token belongs to user 5001, as it says.")).toBeVisible();
  await expect(page.getByText("From 5 min ago, updating…")).toBeVisible();
  await expect.poll(async () => (await sentTo(standin)).length).toBe(2);
  // It would be tried again by itself.
  await freeze(page);
  await page.clock.runFor(20_000);
  await expect(page.getByRole("alert").getByRole("heading")).toHaveText("AniList took too long");
  await page.getByRole("button", { name: "Refresh whose token this is" }).click();
  await page.clock.resume();
  await expect(page.getByText("Updated just now")).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("when AniList fails, what is kept stays on screen with the reason beside it", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  await standin.fail({ operation: "Trending", fault: "server_error", times: 0 });
  await page.getByRole("button", { name: "Refresh trending" }).click();
  await expect(page.getByRole("alert").getByRole("heading")).toHaveText("AniList had an error");
  await expect(page.getByText("What is shown was kept from earlier.")).toBeVisible();
  await expect(shelf(page)).toHaveCount(12);
});

// SECURITY.md: T10
test("logging out removes the account's answers and no other's, in memory and on disk", async ({ app, page, standin }) => {
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  await expect.poll(() => keptAnswers(page)).toHaveLength(1);
  await keepSignedIn(page, standin, "kaede");
  await app.open();
  await expect(viewer(page)).toBeVisible();
  await expect.poll(() => keptAnswers(page)).toHaveLength(1 + HOME_KEPT.length);
  await app.open("session");
  await page.getByRole("button", { name: "Log out", exact: true }).click();
  await expect.poll(async () => (await keptAnswers(page)).filter((key) => !key.startsWith("/"))).toEqual([]);
  expect(await keptAnswers(page)).toHaveLength(1);
});

test("answers of an account that another tab logged out are gone when the next page opens", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await app.open();
  await expect(viewer(page)).toBeVisible();
  await expect.poll(() => keptAnswers(page)).toHaveLength(HOME_KEPT.length);
  await page.evaluate(() => localStorage.clear());
  await app.open();
  await expect.poll(async () => (await keptAnswers(page)).filter((key) => key.startsWith("5001/"))).toEqual([]);
});

test("a store of another version is dropped with a word", async ({ app, page }) => {
  await besideTheApp(page);
  await page.evaluate(
    (name) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open(name, 99);
        opening.onupgradeneeded = () => opening.result.createObjectStore("of the future");
        opening.onsuccess = () => {
          opening.result.close();
          resolve();
        };
      }),
    DATABASE,
  );
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  await expect(page.getByText("so it was dropped. AniList is asked again.")).toBeVisible();
  await expect.poll(() => keptAnswers(page)).toHaveLength(1);
});

test("a kept answer that cannot be read costs a request, not the page", async ({ app, page, standin }) => {
  await app.open();
  await expect.poll(() => keptAnswers(page)).toHaveLength(1);
  await page.evaluate(
    (name) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => {
          const bodies = opening.result.transaction("bodies", "readwrite").objectStore("bodies");
          const keys = bodies.getAllKeys();
          keys.onsuccess = () => {
            bodies.put(new Uint8Array([1, 2, 3]), keys.result[0]!);
            bodies.transaction.oncomplete = () => {
              opening.result.close();
              resolve();
            };
          };
        };
      }),
    DATABASE,
  );
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  expect(await sentTo(standin)).toHaveLength(2);
});

test("without a database everything works, from this tab's memory", async ({ app, page, standin }) => {
  await page.addInitScript(() => Object.defineProperty(self, "indexedDB", { get: () => undefined }));
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).click();
  await page.getByRole("link", { name: "Home" }).filter({ visible: true }).click();
  await expect(shelf(page)).toHaveCount(12);
  expect(await sentTo(standin)).toHaveLength(1);
  await page.getByRole("link", { name: /^Requests:/ }).filter({ visible: true }).click();
  await expect(page.getByText("This browser keeps no database for this page")).toBeVisible();
});

test("a database without room keeps answers in this tab's memory and says so", async ({ app, page }) => {
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("no room", "QuotaExceededError");
    };
  });
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  await expect(page.getByText("The browser’s storage is full, so answers last until this tab is closed.")).toBeVisible();
});

for (const silent of ["tsuzuki:/:answers", "tsuzuki:/:edits"])
  test(`a database that never opens holds nothing up: ${silent}`, async ({ app, page, standin }) => {
    await page.addInitScript((silent) => {
      const open = IDBFactory.prototype.open;
      // As Chromium does while another process holds the files, and Safari now and then.
      IDBFactory.prototype.open = function (name, version) {
        return name === silent ? (new EventTarget() as IDBOpenDBRequest) : open.call(this, name, version);
      };
    }, silent);
    await keepSignedIn(page, standin, "kaede");
    await app.open();
    await expect(shelf(page)).toHaveCount(12);
    await page.getByRole("link", { name: /^Requests:/ }).filter({ visible: true }).click();
    const place = silent.endsWith("answers") ? "This browser keeps no database for this page" : "Kept in this browser’s database";
    await expect(page.getByText(place)).toBeVisible();
  });

test("a look at an answer is written down, and what cannot be read is thrown away", async ({ app, page }) => {
  await page.clock.install();
  await app.open();
  await expect.poll(() => keptAnswers(page)).toHaveLength(1);
  const stamps = () =>
    page.evaluate(
      ([name]) =>
        new Promise<string[]>((resolve) => {
          const opening = indexedDB.open(name!);
          opening.onsuccess = () => {
            const all = opening.result.transaction("stamps").objectStore("stamps").getAll();
            all.onsuccess = () => {
              opening.result.close();
              resolve(all.result as string[]);
            };
          };
        }),
      [DATABASE],
    );
  const [before] = await stamps();
  const used = (stamp: string | undefined) => Number(stamp!.split(" ")[1]);
  await page.evaluate(
    ([name]) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open(name!);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction(["stamps", "bodies"], "readwrite");
          transaction.objectStore("stamps").put("rubbish", "5001/Viewer/0/{}");
          transaction.objectStore("bodies").put(new Uint8Array(9), "5001/Viewer/0/{}");
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    [DATABASE],
  );
  await page.clock.runFor(5 * 60_000);
  await app.open();
  await expect(shelf(page)).toHaveCount(12);
  await expect.poll(async () => used((await stamps())[0]) - used(before)).toBeGreaterThan(4 * 60_000);
  await expect.poll(() => keptAnswers(page)).toHaveLength(1);
});
