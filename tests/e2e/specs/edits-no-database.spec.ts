import { TRIGUN, expectAllSent, freeze, mutations, openList, plus, runUntilAllSent, stored, unsent } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

const WARNING = "This browser keeps no database for this page: an edit is sent only while this tab is open.";

test("where there is no database, that is said before the first edit, and edits are sent all the same", async ({ app, page, standin }) => {
  await page.addInitScript(() => Object.defineProperty(self, "indexedDB", { get: () => undefined }));
  await keepSignedIn(page, standin, "kaede");
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await expect(page.getByText(WARNING)).toBeVisible();
  await plus(page, TRIGUN.title).click();
  await expect.poll(() => mutations(standin)).toHaveLength(1);
  await expectAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).click();
  await page.getByRole("link", { name: "Unsent edits", exact: true }).click();
  await expect(page.getByRole("paragraph").filter({ hasText: WARNING })).toHaveCount(2);
});

test("whoever is not signed in is not told of it", async ({ app, page }) => {
  await page.addInitScript(() => Object.defineProperty(self, "indexedDB", { get: () => undefined }));
  await app.open();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText(WARNING)).toHaveCount(0);
});

test("a database without room says so, and the edit is sent from this tab", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await page.addInitScript(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("no room", "QuotaExceededError");
    };
  });
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await expect(page.getByText("There was no room for what had to be kept, so it lasts only until this tab is closed or reloaded.")).toBeVisible();
  await expect.poll(() => mutations(standin)).toHaveLength(1);
  await expectAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
});

for (const how of ["is refused", "is taken back at the end"])
  test(`storage that runs full in the middle of an edit, and a write that ${how}: it is said, sent once, and does not come back`, async ({ app, page, standin }) => {
    await page.addInitScript((how) => {
      const { put } = IDBObjectStore.prototype;
      const { commit } = IDBTransaction.prototype;
      const isFull = () => (globalThis as unknown as { full?: boolean }).full === true;
      const written = new WeakSet<IDBTransaction>();
      IDBObjectStore.prototype.put = function (...values) {
        if (isFull() && how === "is refused") throw new DOMException("no room", "QuotaExceededError");
        written.add(this.transaction);
        return put.apply(this, values);
      };
      IDBTransaction.prototype.commit = function () {
        if (isFull() && written.has(this)) this.abort();
        else commit.call(this);
      };
    }, how);
    await page.clock.install();
    await keepSignedIn(page, standin, "kaede");
    const before = (await standin.entry("kaede", TRIGUN.id))!;
    await openList(app);
    await freeze(page);
    await plus(page, TRIGUN.title).click();
    await expect(unsent(page)).toHaveCount(1);
    await page.evaluate(() => Object.assign(globalThis, { full: true }));
    await plus(page, TRIGUN.title).click();
    await expect(page.getByText(/so it lasts only until this tab is closed or reloaded\./)).toBeVisible();
    await runUntilAllSent(page);
    await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 2);
    expect(await mutations(standin)).toHaveLength(1);
    // Another tab, with room again, finds nothing that waits and sends nothing.
    await page.reload();
    await expect(plus(page, TRIGUN.title)).toBeVisible();
    await expect(unsent(page)).toHaveCount(0);
    expect((await stored(page))["edits"]).toEqual([]);
    expect(await mutations(standin)).toHaveLength(1);
  });

test("a database that opens late is gone over to, and what waited in it is sent", async ({ app, page, standin }) => {
  await page.clock.install();
  await keepSignedIn(page, standin, "kaede");
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await freeze(page);
  await plus(page, TRIGUN.title).click();
  await expect(unsent(page)).toHaveCount(1);
  await page.addInitScript(() => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...named) {
      return (globalThis as unknown as { opens?: boolean }).opens ? open.apply(this, named) : ({} as IDBOpenDBRequest);
    };
  });
  await page.reload();
  await expect(async () => {
    await page.clock.runFor(1_000);
    await expect(page.getByText(WARNING)).toBeVisible({ timeout: 200 });
  }).toPass();
  await page.evaluate(() => Object.assign(globalThis, { opens: true }));
  await expect(async () => {
    await page.clock.runFor(10_000);
    expect((await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
  }).toPass();
  await runUntilAllSent(page);
  await expect(page.getByText(WARNING)).toHaveCount(0);
  expect(await mutations(standin)).toHaveLength(1);
});

test("a database that is closed under the page is opened again", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.deleteDatabase("tsuzuki:/:edits").onsuccess = resolve;
      }),
  );
  await plus(page, TRIGUN.title).click();
  await expect(unsent(page)).toHaveCount(1);
  await expect.poll(() => mutations(standin)).toHaveLength(1);
  await expectAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
  await expect(page.getByText(WARNING)).toHaveCount(0);
});

test("the browser is asked once never to drop edits, and its answer is shown", async ({ app, page, standin }) => {
  await page.addInitScript(() => {
    navigator.storage.persist = () => {
      (self as unknown as { asked: number }).asked = ((self as unknown as { asked?: number }).asked ?? 0) + 1;
      return Promise.resolve(true);
    };
  });
  await keepSignedIn(page, standin, "kaede");
  await openList(app);
  const asked = () => page.evaluate(() => (self as unknown as { asked?: number }).asked ?? 0);
  expect(await asked()).toBe(0);
  await plus(page, TRIGUN.title).click();
  await plus(page, "Samurai Champloo").click();
  await expect.poll(asked).toBe(1);
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).click();
  await page.getByRole("link", { name: "Unsent edits", exact: true }).click();
  await expect(page.getByText("The browser has promised not to drop them by itself.")).toBeVisible();
});
