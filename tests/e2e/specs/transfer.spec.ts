import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe";
import { besideTheApp, keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

interface Exported {
  user: { name: string };
  types: string[];
  entries: { media: { id: number; idMal?: number; type: string; title: { romaji: string } }; progress: number; private: boolean }[];
}

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
});

/** Presses a button and gives the names and texts of the files that are saved. */
async function saved(page: Page, name: string | RegExp, files = 1): Promise<{ name: string; text: string }[]> {
  const found: { name: string; text: string }[] = [];
  const downloads = new Promise<void>((resolve) => {
    page.on("download", async (download) => {
      found.push({ name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") });
      if (found.length === files) resolve();
    });
  });
  await page.getByRole("button", { name, exact: true }).click();
  await downloads;
  return found;
}

async function openFile(page: Page, name: string, text: string | Buffer): Promise<void> {
  await page.getByLabel("File", { exact: true }).setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) });
}

/** Waits until both lists are here. */
async function whole(page: Page): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: /^Anime: \d+ entries\. Manga: \d+ entries\.$/ })).toBeVisible();
}

async function exported(page: Page): Promise<{ text: string; lists: Exported }> {
  const [file] = await saved(page, "Export JSON");
  return { text: file!.text, lists: JSON.parse(file!.text) as Exported };
}

const summary = (page: Page) => page.getByRole("region", { name: "Import", exact: true }).getByRole("status").filter({ hasText: / new, / });

test("JSON has every entry, and restores a list that was changed since", async ({ app, page, standin }) => {
  await app.open("transfer");
  await whole(page);
  const { text, lists } = await exported(page);
  expect(lists.user.name).toBe("kaede");
  expect(lists.types).toEqual(["ANIME", "MANGA"]);
  expect(lists.entries.length).toBe(72);
  const [changed, deleted] = lists.entries.filter(({ media }) => media.type === "ANIME");
  const before = await standin.entry("kaede", deleted!.media.id);
  await standin.edit("kaede", changed!.media.id, { progress: changed!.progress + 1, notes: "Changed since." });
  await standin.edit("kaede", deleted!.media.id, { delete: true });

  await page.getByRole("link", { name: "Anime", exact: true }).first().click();
  await page.getByRole("button", { name: "Refresh list" }).click();
  await expect(page.getByRole("status").filter({ hasText: /^50 entries$/ })).toBeVisible();
  await page.getByRole("link", { name: "Export and import" }).click();
  await whole(page);
  await openFile(page, "mine.json", text);
  const panel = page.getByRole("region", { name: "Import", exact: true });
  await expect(panel.getByText(/The lists of kaede on .*, 72 entries/)).toBeVisible();
  await expect(summary(page)).toHaveText("1 new, 1 to change, 70 the same, 0 kept as they are, 0 left out.");
  await expect(panel.getByRole("row").filter({ hasText: changed!.media.title.romaji })).toContainText("Notes: Changed since. → ");
  // The dry run has changed nothing.
  await expect.poll(() => standin.entry("kaede", deleted!.media.id)).toBeNull();
  // Choices change what would be done.
  await panel.getByRole("checkbox", { name: "Change entries that are on my list already" }).uncheck();
  await expect(summary(page)).toHaveText("1 new, 0 to change, 70 the same, 1 kept as they are, 0 left out.");
  await panel.getByRole("checkbox", { name: "Change entries that are on my list already" }).check();
  await panel.getByRole("button", { name: "Apply 2 changes" }).click();
  await expect(page.getByRole("region", { name: "Import of a file" })).toContainText("Done: 2 entries changed.", { timeout: 20_000 });
  const after = await standin.entry("kaede", deleted!.media.id);
  for (const field of ["status", "scoreRaw", "progress", "notes", "private", "customLists", "startedAt"] as const)
    expect(after![field], field).toEqual(before![field]);
  await expect.poll(async () => (await standin.entry("kaede", changed!.media.id))?.progress).toBe(changed!.progress);
  // What came back is shown in the list again.
  await page.getByRole("link", { name: "Anime", exact: true }).first().click();
  await expect(page.getByRole("status").filter({ hasText: /^51 entries$/ })).toBeVisible();
});

test("CSV has a line for each entry", async ({ app, page }) => {
  await app.open("transfer");
  await whole(page);
  await page.getByRole("combobox", { name: "Lists" }).selectOption("Manga");
  const [file] = await saved(page, "Export CSV");
  expect(file!.name).toMatch(/^kaede-manga-\d{4}-\d\d-\d\d\.csv$/);
  const lines = file!.text.split("\r\n");
  expect(lines[0]).toMatch(/^\uFEFFtitle,type,format,status,/);
  expect(lines.filter((line) => /,MANGA,/.test(line)).length).toBe(21);
});

test("MyAnimeList's XML goes out without what is private, and comes in again", async ({ app, page, standin }) => {
  await app.open("transfer");
  await whole(page);
  const { lists } = await exported(page);
  const files = await saved(page, "Export MyAnimeList XML", 2);
  expect(files.map(({ name }) => name.replace(/-\d{4}.*/, "")).sort()).toEqual(["kaede-anime", "kaede-manga"]);
  const hidden = lists.entries.filter(({ media, private: isPrivate }) => isPrivate || !media.idMal);
  await expect(page.getByText(/\d entr(y is|ies are) not in the file\./)).toContainText(String(hidden.length));
  const left = page.getByRole("region", { name: "Left out because" });
  await expect(left.getByRole("row")).toHaveCount(hidden.length + 1);
  for (const { media } of hidden) await expect(left).toContainText(media.title.romaji);
  const anime = files.find(({ name }) => name.includes("anime"))!.text;
  const known = lists.entries.find(({ media, private: isPrivate }) => media.type === "ANIME" && media.idMal && !isPrivate)!;
  expect(anime).toContain(`<series_animedb_id>${known.media.idMal}</series_animedb_id>`);

  await standin.edit("kaede", known.media.id, { delete: true });
  await besideTheApp(page);
  await page.evaluate(() => new Promise((gone) => (indexedDB.deleteDatabase("tsuzuki:/:answers").onsuccess = gone)));
  await app.open("transfer");
  await whole(page);
  await openFile(page, "animelist.xml", anime);
  const panel = page.getByRole("region", { name: "Import", exact: true });
  await expect(panel.getByText("1 work is not on your lists. Which ones they are, AniList has to say: 1 request.")).toBeVisible();
  expect((await standin.journal()).filter(({ operation }) => operation?.includes("MediaByMal"))).toHaveLength(0);
  await panel.getByRole("button", { name: "Look them up" }).click();
  await expect(summary(page)).toHaveText(/^1 new, 0 to change, /);
  await panel.getByRole("button", { name: "Apply 1 change", exact: true }).click();
  await expect.poll(async () => (await standin.entry("kaede", known.media.id))?.progress, { timeout: 20_000 }).toBe(known.progress);
});

test("a file that cannot be read gets a sentence, and changes nothing", async ({ app, page, standin }) => {
  await app.open("transfer");
  await whole(page);
  await standin.forget();
  const panel = page.getByRole("region", { name: "Import", exact: true });
  for (const [text, why] of [
    ["a,b,c", "It is neither JSON nor XML."],
    ['{"app":"tsuzuki","version":1,"entries":[{"id"', "It ends in the middle"],
    ['{"lists":[]}', "one of another program"],
    ["<myanimelist><anime>", "the file ends in the middle of something"],
    [Buffer.from([0x1f, 0x8b, 8, 0]), "It is compressed, and damaged"],
    [gzipSync(`<myanimelist>${"<anime/>".repeat(1000)}</myanimelist>`).subarray(0, 60), "It is compressed, and damaged"],
    // Twenty thousand times as large when it is unpacked.
    [gzipSync(Buffer.alloc(100 * 1024 * 1024, " ")), "It is larger than any list."],
    ["<!DOCTYPE x [<!ENTITY a 'b'>]><myanimelist><anime>&a;</anime></myanimelist>", "entities are declared"],
    ['<?xml version="1.0" encoding="EUC-JP"?><myanimelist/>', "in an encoding that is not read here: euc-jp."],
    [Buffer.from([0xff, 0xfe, 0, 1]), "It is neither JSON nor XML."],
  ] as const) {
    await openFile(page, "list", text);
    await expect(panel.getByRole("alert")).toContainText(why);
  }
  await openFile(page, "list.xml", "<myanimelist><anime><series_title>Nowhere</series_title></anime></myanimelist>");
  await expect(panel.getByText("1 entry of the file cannot be read")).toBeVisible();
  await panel.getByRole("button", { name: "Close the file" }).click();
  await expect(summary(page)).toHaveCount(0);
  expect(await standin.journal("graphql.anilist.co")).toHaveLength(0);
});

/** A list as MyAnimeList writes it. */
function malList(entries: [id: number, title: string, fields: string][]): string {
  const list = entries.map(
    ([id, title, fields]) => `<anime><series_animedb_id>${id}</series_animedb_id><series_title>${title}</series_title>${fields}</anime>`,
  );
  return `<?xml version="1.0" encoding="UTF-16" ?><!DOCTYPE myanimelist><myanimelist>${list.join("\n")}</myanimelist>`;
}

test("files from elsewhere are read as they come: packed, in UTF-16, with small damage, from AniList itself", async ({ app, page, standin }) => {
  await app.open("transfer");
  await whole(page);
  const { lists } = await exported(page);
  const [one, other] = lists.entries.filter(({ media }) => media.type === "ANIME" && media.idMal);
  const panel = page.getByRole("region", { name: "Import", exact: true });
  await expect(page.getByLabel("File", { exact: true })).toHaveAttribute("accept", /(^|,)\.gz(,|$)/);

  const list = malList([
    [one!.media.idMal!, "One & only&nbsp;", "<my_score>85</my_score><my_comments>Read from elsewhere</my_comments>"],
    [other!.media.idMal!, "Other", "<my_score>8.55</my_score><my_start_date>2018-02-30</my_start_date><my_finish_date>2018-04</my_finish_date>"],
  ]);
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(list, "utf16le")]);
  for (const [name, file] of [
    ["animelist_1_-_2.xml.gz", gzipSync(list)],
    ["utf16.xml", utf16],
    ["named-wrongly.xml", gzipSync(utf16)],
  ] as const) {
    await openFile(page, name, file);
    await expect(panel.getByText(`${name} · MyAnimeList’s XML, 2 entries`)).toBeVisible();
    await panel.getByText("3 values of the file cannot be read").click();
    await expect(panel.getByRole("listitem")).toHaveText([
      "Score of 2 entries: it is not from 0 to 10 with at most one decimal, for example “85” (One & only), “8.55” (Other).",
      "Started of 1 entry: no calendar has that day, for example “2018-02-30” (Other).",
    ]);
    await expect(panel.getByRole("row").filter({ hasText: one!.media.title.romaji })).toContainText("Read from elsewhere");
    await expect(panel.getByRole("row").filter({ hasText: other!.media.title.romaji })).toContainText("2018-04");
    await expect(panel.getByRole("alert").filter({ hasText: "not whole" })).toHaveCount(0);
  }
  await panel.getByRole("button", { name: "Apply 2 changes" }).click();
  await expect(page.getByRole("region", { name: "Import of a file" })).toContainText("Done: 2 entries changed.", { timeout: 20_000 });
  await expect.poll(async () => (await standin.entry("kaede", one!.media.id))?.notes).toBe("Read from elsewhere");

  // What stands before the end of a file that was cut off is read, and it is said.
  await openFile(page, "cut.xml", list.slice(0, list.indexOf("<my_score>8.55")));
  await expect(panel.getByRole("alert").filter({ hasText: "The file is not whole." })).toContainText("is shown: 1 entry.");
  // AniList's own files.
  const entry = { id: 1, series_type: 0, series_id: one!.media.id, status: 0, score: 0, progress: 1, notes: "From AniList itself" };
  await openFile(page, "gdpr_data.json", JSON.stringify({ user: { id: 5001, display_name: "kaede" }, lists: [entry] }));
  await expect(panel.getByText("gdpr_data.json · AniList’s own data of kaede, 1 entry")).toBeVisible();
  await expect(panel.getByRole("row").filter({ hasText: one!.media.title.romaji })).toContainText("From AniList itself");
  const answer = { mediaId: one!.media.id, notes: "An answer" };
  await openFile(page, "saved.json", JSON.stringify({ data: { MediaListCollection: { lists: [{ name: "A", entries: [answer] }] } } }));
  await expect(panel.getByText("saved.json · An answer of AniList’s API, 1 entry")).toBeVisible();
  // A browser that cannot unpack says so.
  await page.evaluate(() => Reflect.deleteProperty(window, "DecompressionStream"));
  await openFile(page, "list.xml.gz", gzipSync(list));
  await expect(panel.getByRole("alert")).toContainText("this browser cannot unpack it here.Unpack it, then choose what was in it.");
});

test.describe("where the day is another one than in UTC", () => {
  // One of the two is, at every hour, and not only just.
  const zone = new Date().getUTCHours() >= 10 ? "Pacific/Kiritimati" : "Pacific/Pago_Pago";
  test.use({ timezoneId: zone });

  test("a file has the day of the person in its name", async ({ app, page }) => {
    await app.open("transfer");
    await whole(page);
    const day = (timeZone: string) => new Intl.DateTimeFormat("en-CA", { timeZone }).format();
    expect(day(zone)).not.toBe(day("UTC"));
    const [file] = await saved(page, "Export JSON");
    expect(file!.name).toBe(`kaede-lists-${day(zone)}.json`);
  });
});

test("snapshots are made, compared, restored, downloaded and removed", async ({ app, page, standin }) => {
  await app.open("transfer");
  await whole(page);
  const panel = page.getByRole("region", { name: "Snapshots" });
  await expect(panel.getByText("There is none yet.")).toBeVisible();
  await panel.getByRole("button", { name: "Make one now" }).click();
  const rows = panel.getByRole("table").first().getByRole("row");
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText("72 entries");

  await app.open("user/kaede/animelist/Watching");
  const title = (await page.getByRole("table", { name: "List" }).getByRole("link").first().innerText()).trim();
  const href = await page.getByRole("table", { name: "List" }).getByRole("link").first().getAttribute("href");
  const id = Number(new URL(href!, page.url()).searchParams.get("edit"));
  const before = (await standin.entry("kaede", id))!.progress;
  await page.getByRole("button", { name: `Increase progress of ${title}`, exact: true }).click();
  await expect.poll(async () => (await standin.entry("kaede", id))!.progress, { timeout: 15_000 }).toBe(before + 1);

  await page.getByRole("link", { name: "Export and import" }).click();
  await whole(page);
  await panel.getByRole("button", { name: "Compare" }).click();
  await expect(panel.getByText(/: 0 added, 0 removed, 1 changed, 71 the same\./)).toBeVisible();
  await expect(panel.getByRole("region", { name: "Differences" }).getByRole("row").nth(1)).toContainText(`Episodes: ${before} → ${before + 1}`);

  const [file] = await saved(page, /^Download the snapshot of/);
  expect((JSON.parse(file!.text) as Exported).entries.length).toBe(72);

  await panel.getByRole("button", { name: /^Restore the snapshot of/ }).click();
  await expect(page.getByRole("heading", { name: "Import", exact: true })).toBeFocused();
  await expect(summary(page)).toHaveText(/^0 new, 1 to change, 71 the same/);
  await page.getByRole("button", { name: "Apply 1 change", exact: true }).click();
  await expect.poll(async () => (await standin.entry("kaede", id))!.progress, { timeout: 20_000 }).toBe(before);
  // The run has kept a snapshot of its own.
  await expect(rows).toHaveCount(3);
  await panel.getByRole("button", { name: /^Remove the snapshot of/ }).first().click();
  await expect(rows).toHaveCount(2);
});

test("who is not logged in is told what for", async ({ app, page }) => {
  await page.evaluate(() => localStorage.clear());
  await app.open("transfer");
  await expect(page.getByText("Log in to take your lists along, or to bring some in.")).toBeVisible();
});

test("the page is accessible with a file and a comparison open", async ({ app, page, standin }) => {
  await app.open("transfer");
  await whole(page);
  const { text, lists } = await exported(page);
  await page.getByRole("button", { name: "Make one now" }).click();
  await saved(page, "Export MyAnimeList XML", 2);
  await standin.edit("kaede", lists.entries[0]!.media.id, { progress: lists.entries[0]!.progress + 1 });
  await openFile(page, "mine.json", text.replace(/"progress":\d+/g, '"progress":1'));
  await expect(summary(page)).toBeVisible();
  await page.getByRole("button", { name: "Compare" }).click();
  await expectAccessible(page);
});
