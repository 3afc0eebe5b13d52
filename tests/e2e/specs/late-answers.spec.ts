import { ORIGIN } from "../support/app";
import { TRIGUN, expectAllSent, mutations, openList, plus } from "../support/edits";
import { keepSignedIn, keyOf } from "../support/kept";
import { expect, test } from "../support/test";

// What a browser may answer late or never: each of these calls comes to nothing here, as in a browser that waits for a
// person, whose files are damaged, or that keeps another page in its cache.
const SILENT: Record<string, () => void> = {
  "the question about persistent storage": () => {
    navigator.storage.persist = () => new Promise(() => {});
  },
  "the locks": () => {
    LockManager.prototype.request = () => new Promise(() => {});
  },
  "the opening of databases": () => {
    IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest;
    IDBFactory.prototype.deleteDatabase = () => ({}) as IDBOpenDBRequest;
  },
  "everything that is asked of databases": () => {
    const silent = () => ({}) as IDBRequest;
    IDBObjectStore.prototype.get = silent;
    IDBObjectStore.prototype.getAll = silent;
    IDBObjectStore.prototype.getAllKeys = silent;
  },
};

for (const [what, silence] of Object.entries(SILENT))
  test(`an edit is confirmed and sent although the browser leaves unanswered: ${what}`, async ({ app, page, standin }) => {
    test.setTimeout(120_000);
    await page.addInitScript(silence);
    await keepSignedIn(page, standin, "kaede");
    const before = (await standin.entry("kaede", TRIGUN.id))!;
    // Not as `openList`: where there is no cache, nothing says when a list is as new as can be.
    await app.open("user/kaede/animelist/Watching");
    await app.expectWhole();
    await expect(plus(page, TRIGUN.title)).toBeVisible({ timeout: 30_000 });
    await plus(page, TRIGUN.title).click();
    await expect(page.getByRole("status").filter({ hasText: `TRIGUN: episode ${before.progress + 1}` })).toBeVisible({ timeout: 30_000 });
    await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))!.progress, { timeout: 40_000 }).toBe(before.progress + 1);
    await expect(page.getByRole("link", { name: /^\d+ unsent edit/ }).filter({ visible: true })).toHaveCount(0, { timeout: 40_000 });
    expect(await mutations(standin)).toHaveLength(1);
  });

test("locks of a page that does not run any more stop nobody, and the turn of one that runs is waited for", async ({ app, context, page, standin, trouble }) => {
  // A browser looks for the icon of a file that names none.
  trouble.allow(/favicon\.ico/);
  test.setTimeout(120_000);
  await keepSignedIn(page, standin, "kaede");
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  // A file of the site, in which no app runs: it takes the locks, and never answers.
  const silent = await context.newPage();
  await silent.goto(`${ORIGIN}icon.svg`);
  const hold = (name: string) =>
    silent.evaluate(
      (name) =>
        new Promise<void>((held) => {
          const lock = () => {
            held();
            return new Promise(() => {});
          };
          navigator.locks.request(name, lock).catch(() => {});
        }),
      name,
    );
  await hold(keyOf("budget"));
  await hold(keyOf("edits"));
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))!.progress, { timeout: 40_000 }).toBe(before.progress + 1);
  await expectAllSent(page);
  // The same with one that says that it runs.
  await silent.evaluate((name) => {
    const channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => data === "?" && channel.postMessage("!");
  }, keyOf("edits"));
  await hold(keyOf("edits"));
  await plus(page, TRIGUN.title).click();
  await page.getByRole("link", { name: /^\d+ unsent edit/ }).filter({ visible: true }).click();
  await expect(page.getByText("Another tab of this browser is sending them.")).toBeVisible({ timeout: 30_000 });
  expect(await mutations(standin)).toHaveLength(1);
  await silent.close();
  await expectAllSent(page);
  await expect(page.getByText("Another tab of this browser is sending them.")).toHaveCount(0);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 2);
});

test("a clipboard and a list of databases that never come are said, and hold up nothing", async ({ app, page, standin }) => {
  test.setTimeout(60_000);
  await page.addInitScript(() => {
    Clipboard.prototype.writeText = () => new Promise(() => {});
    IDBFactory.prototype.databases = () => new Promise(() => {});
  });
  await keepSignedIn(page, standin, "kaede");
  await app.open("session");
  await expect(page.getByRole("row").filter({ hasText: keyOf("edits") }).last()).toBeVisible();
  await page.getByRole("button", { name: "Copy token" }).click();
  await expect(page.getByRole("status").filter({ hasText: "The browser refused" })).toBeAttached({ timeout: 20_000 });
  await expect(page.getByRole("row").filter({ hasText: "IndexedDB" }).filter({ hasText: "not known" }).first()).toBeVisible();
});
