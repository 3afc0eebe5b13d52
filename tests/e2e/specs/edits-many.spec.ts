import { besideTheApp, keepSignedIn } from "../support/kept";
import { shown } from "../support/list";
import type { Kept } from "../support/standin";
import { expect, test } from "../support/test";

// Seven of ten are anime.
test.use({ entries: 1_600 });

const MANY = 1_000;

test("a thousand unsent edits at a start: counted right, the page answers at once, and they go within the limit", async ({ app, page, standin }) => {
  test.setTimeout(120_000);
  const token = await keepSignedIn(page, standin, "kaede");
  await app.open("user/kaede/animelist");
  await app.expectWhole();
  // From the page of the app, which may ask AniList.
  const ids = await page.evaluate(async (token) => {
    const query = "{ MediaListCollection(userId: 5001, type: ANIME) { lists { isCustomList entries { media { id } } } } }";
    const answer = await fetch("https://graphql.anilist.co/", { method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${token}` }, body: JSON.stringify({ query }) });
    const { data } = (await answer.json()) as { data: { MediaListCollection: { lists: { entries: { media: { id: number } }[] }[] } } };
    return [...new Set(data.MediaListCollection.lists.flatMap(({ entries }) => entries.map(({ media }) => media.id)))];
  }, token);
  await besideTheApp(page);
  expect(ids.length).toBeGreaterThan(MANY);
  const entries: [number, Kept][] = [];
  for (let first = 0; first < MANY; first += 50) entries.push(...(await Promise.all(ids.slice(first, Math.min(first + 50, MANY)).map(async (id) => [id, (await standin.entry("kaede", id))!] as [number, Kept]))));
  // Made an hour ago, by a tab that is gone.
  const made = Date.now() - 3_600_000;
  const texts = entries.map(([media, entry]) => {
    const base = { status: entry.status, scoreRaw: entry.scoreRaw, advancedScores: {}, progress: entry.progress, progressVolumes: entry.progressVolumes ?? 0, repeat: entry.repeat, priority: entry.priority, private: entry.private, hiddenFromStatusLists: entry.hiddenFromStatusLists, notes: entry.notes ?? "", customLists: entry.customLists, startedAt: entry.startedAt ?? 0, completedAt: entry.completedAt ?? 0 };
    const state = { is: "waiting", tries: 0, notBefore: 0, alone: false };
    const edit = { v: 1, account: 5001, media, kind: "ANIME", title: `Title ${media}`, base, set: { notes: `Note ${media}` }, byHand: true, made, changed: made, revision: 1, readFrom: made, state };
    return [`5001/${media}`, JSON.stringify(edit)] as const;
  });
  await page.evaluate(
    (texts) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open("tsuzuki:/:edits");
        opening.onsuccess = () => {
          const transaction = opening.result.transaction("edits", "readwrite");
          for (const [key, text] of texts) transaction.objectStore("edits").put(text, key);
          transaction.oncomplete = () => (opening.result.close(), resolve());
        };
      }),
    texts,
  );
  await standin.forget();
  await page.addInitScript(() => {
    const long: number[] = [];
    Object.assign(globalThis, { long });
    new PerformanceObserver((seen) => long.push(...seen.getEntries().map(({ duration }) => duration))).observe({ type: "longtask", buffered: true });
  });

  await app.open("user/kaede/animelist");
  const unsent = page.getByRole("link", { name: /unsent edit/ }).filter({ visible: true });
  const left = async () => Number(/[\d,]+/.exec(await unsent.innerText())![0].replaceAll(",", ""));
  await expect(unsent).toBeVisible();
  expect(await left()).toBeGreaterThan(MANY - 100);
  // A person at work meanwhile.
  await page.getByRole("searchbox", { name: "Filter" }).fill("note 1");
  await expect.poll(() => shown(page)).toBeLessThan(MANY);
  await page.getByRole("searchbox", { name: "Filter" }).fill("");
  await expect.poll(left, { timeout: 40_000 }).toBeLessThan(MANY - 60);
  const sent = (await standin.journal("graphql.anilist.co")).filter(({ method }) => method === "POST");
  const minute = sent.filter(({ at }) => at < sent[0]!.at + 60_000);
  expect(minute.length, "requests of the first minute").toBeLessThanOrEqual(30);
  const written = sent.filter(({ body }) => body.includes("mutation"));
  // Each of them once: a note is in one request alone.
  const notes = written.flatMap(({ body }) => body.match(/Note \d+/g) ?? []);
  expect(new Set(notes).size).toBe(notes.length);
  const long = await page.evaluate(() => (globalThis as unknown as { long: number[] }).long);
  test.info().annotations.push({ type: "figures", description: `longest task ${Math.max(0, ...long)} ms, ${sent.length} requests, ${notes.length} edits sent` });
  expect(Math.max(0, ...long), "ms that nothing answered").toBeLessThan(1_500);
});
