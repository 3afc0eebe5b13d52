import type { Page } from "@playwright/test";
import { keepSignedIn } from "../support/kept";
import { rows, shown, titles } from "../support/list";
import { expect, test } from "../support/test";

const ANIME = "user/kaede/animelist";
/** Of kaede's anime, one for adults among them. */
const ALL = 52;

test.beforeEach(async ({ page, standin }) => {
  await standin.edit("kaede", 900001, { status: "PLANNING" });
  await keepSignedIn(page, standin, "kaede");
});

const box = (page: Page, group: string, name: string) => page.getByRole("group", { name: group, exact: true }).getByRole("checkbox", { name, exact: true });
const choice = (page: Page, name: string) => page.getByRole("combobox", { name, exact: true });
const bound = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });

async function type(page: Page, name: string, value: string): Promise<void> {
  await bound(page, name).fill(value);
  await page.keyboard.press("Tab");
}

/**
 * Each filter: how it is set, what it adds to the address, how many pass it alone, and how one sees that it is set. Which
 * entries pass is proved by `library/views.rs`, and that an address brings a query back by `src/list/query/tests.rs`;
 * what is left for a browser is that each control sets its filter and shows it.
 */
const FILTERS: { name: string; set: (page: Page) => Promise<unknown>; query: string; passing: number; isSet: (page: Page) => Promise<unknown> }[] = [
  { name: "format", set: (page) => box(page, "Format", "Movie").check(), query: "format=MOVIE", passing: 6, isSet: (page) => expect(box(page, "Format", "Movie")).toBeChecked() },
  { name: "state of release", set: (page) => box(page, "Release", "Releasing").check(), query: "release=RELEASING", passing: 4, isSet: (page) => expect(box(page, "Release", "Releasing")).toBeChecked() },
  { name: "season", set: (page) => box(page, "Season", "Winter").check(), query: "season=WINTER", passing: 8, isSet: (page) => expect(box(page, "Season", "Winter")).toBeChecked() },
  { name: "year", set: async (page) => (await type(page, "Year from", "2011"), await type(page, "Year to", "2011")), query: "year=2011", passing: 3, isSet: (page) => expect(bound(page, "Year to")).toHaveValue("2011") },
  { name: "score", set: (page) => type(page, "Score, of 100 from", "95"), query: "score=95-", passing: 3, isSet: (page) => expect(bound(page, "Score, of 100 from")).toHaveValue("95") },
  { name: "progress", set: (page) => choice(page, "Progress").selectOption("Not started"), query: "progress=none", passing: 12, isSet: (page) => expect(choice(page, "Progress")).toHaveValue("none") },
  { name: "behind", set: (page) => choice(page, "Episodes behind").selectOption("Yes"), query: "behind=yes", passing: 1, isSet: (page) => expect(choice(page, "Episodes behind")).toHaveValue("yes") },
  { name: "airing", set: (page) => choice(page, "Airing").selectOption("Yes"), query: "airing=yes", passing: 4, isSet: (page) => expect(choice(page, "Airing")).toHaveValue("yes") },
  { name: "adult", set: (page) => choice(page, "Adult").selectOption("Yes"), query: "adult=yes", passing: 1, isSet: (page) => expect(choice(page, "Adult")).toHaveValue("yes") },
  { name: "private", set: (page) => choice(page, "Private").selectOption("Yes"), query: "private=yes", passing: 1, isSet: (page) => expect(choice(page, "Private")).toHaveValue("yes") },
  { name: "favourite", set: (page) => choice(page, "Favourite").selectOption("Yes"), query: "favourite=yes", passing: 2, isSet: (page) => expect(choice(page, "Favourite")).toHaveValue("yes") },
  { name: "notes", set: (page) => choice(page, "Has notes").selectOption("No"), query: "notes=no", passing: ALL - 5, isSet: (page) => expect(choice(page, "Has notes")).toHaveValue("no") },
  { name: "country", set: (page) => box(page, "Country", "Japan").check(), query: "country=JP", passing: ALL, isSet: (page) => expect(box(page, "Country", "Japan")).toBeChecked() },
  { name: "genre", set: (page) => add(page, "Genre", "music"), query: "genre=Music", passing: 5, isSet: (page) => expect(page.getByRole("button", { name: "With Music: make it without" })).toBeVisible() },
];

async function add(page: Page, what: "Genre" | "Tag", name: string): Promise<void> {
  await page.getByRole("combobox", { name: `${what} to add` }).fill(name);
  await page.keyboard.press("Enter");
}

test("each filter is set in the panel, is said in the address, and passes what it should", async ({ app, page }) => {
  test.setTimeout(120_000);
  await app.open(ANIME);
  await expect.poll(() => shown(page)).toBe(ALL);
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  for (const { name, set, query, passing, isSet } of FILTERS)
    await test.step(name, async () => {
      await set(page);
      await expect(page).toHaveURL(`https://tsuzuki.test/${ANIME}?${query}`);
      await expect.poll(() => shown(page)).toBe(passing);
      await isSet(page);
      await page.getByRole("button", { name: "Clear filters" }).click();
      await expect.poll(() => shown(page)).toBe(ALL);
    });
});

test("all filters together are restored from the address", async ({ app, page }) => {
  await app.open(`${ANIME}?${FILTERS.map(({ query }) => query).join("&")}`);
  await expect(page.getByText("No entry is like that.")).toBeVisible();
  for (const { name, isSet } of FILTERS) await test.step(name, () => isSet(page));
});

test("tags go in and out, and stay where they are under the focus", async ({ app, page }) => {
  await app.open(ANIME);
  await expect.poll(() => shown(page)).toBe(ALL);
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  await add(page, "Tag", "Detective");
  await expect.poll(() => shown(page)).toBe(10);
  await add(page, "Tag", "Ghost");
  await expect(page).toHaveURL(/\?tag=Detective,Ghost$/);
  await expect.poll(() => shown(page)).toBe(2);
  await page.getByRole("button", { name: "With Ghost: make it without" }).press("Enter");
  await expect(page).toHaveURL(/\?tag=Detective&tag-not=Ghost$/);
  await expect.poll(() => shown(page)).toBe(8);
  await expect(page.getByRole("button", { name: "Without Ghost: make it with" })).toBeFocused();
  await page.getByRole("button", { name: "Remove Detective" }).press("Enter");
  await expect(page.getByRole("combobox", { name: "Tag to add" })).toBeFocused();
  await expect(page).toHaveURL(/\?tag-not=Ghost$/);
  await add(page, "Tag", "No such tag");
  await expect(page.getByText("Nothing on this list has “No such tag”.")).toBeVisible();
});

test("notes, synonyms and every title are searched, whatever the accents", async ({ app, page }) => {
  await app.open(ANIME);
  const filter = page.getByRole("searchbox", { name: "Filter" });
  for (const [text, title] of [["葬送", "Sousou no Frieren"], ["spirited frieren", ""], ["BOCCHI rock", "Bocchi the Rock!"]] as const) {
    await filter.fill(text);
    if (title) await expect.poll(() => titles(page)).toEqual([title]);
    else await expect(page.getByText("No entry is like that.")).toBeVisible();
  }
});

test("controls follow Back, links and saved views", async ({ app, page }) => {
  await app.open(`${ANIME}?q=na&format=TV&notes=no&year=2006-&genre=Drama&sort=score&view=compact`);
  await expect(rows(page).first()).toBeVisible();
  const filter = page.getByRole("searchbox", { name: "Filter" });
  const all = async () => {
    await expect(filter).toHaveValue("na");
    await expect(choice(page, "Sort")).toHaveValue("score");
    await expect(box(page, "Format", "TV")).toBeChecked();
    await expect(choice(page, "Has notes")).toHaveValue("no");
    await expect(bound(page, "Year from")).toHaveValue("2006");
    await expect(page.getByRole("button", { name: "Remove Drama" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Compact" })).toHaveAttribute("aria-pressed", "true");
  };
  const none = async () => {
    await expect(filter).toHaveValue("");
    await expect(choice(page, "Sort")).toHaveValue("updated");
    await expect(box(page, "Format", "TV")).not.toBeChecked();
    await expect(choice(page, "Has notes")).toHaveValue("");
    await expect(bound(page, "Year from")).toHaveValue("");
    await expect(page.getByRole("button", { name: "Remove Drama" })).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Compact" })).toHaveAttribute("aria-pressed", "false");
  };
  await all();
  await page.getByRole("button", { name: "Save this view" }).click();
  await page.getByRole("textbox", { name: "Name of the view" }).fill("Mine");
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Anime", exact: true }).filter({ visible: true }).click();
  await none();
  await page.goBack();
  await all();
  await page.goForward();
  await none();
  await choice(page, "Saved views").selectOption("Mine");
  await all();
});

test("clearing the filters unticks them, and the focus stays beside", async ({ app, page }) => {
  await app.open(`${ANIME}?q=a&format=MOVIE&private=yes&sort=title`);
  await expect(box(page, "Format", "Movie")).toBeChecked();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).toHaveURL(/animelist\?sort=title$/);
  await expect(box(page, "Format", "Movie")).not.toBeChecked();
  await expect(choice(page, "Private")).toHaveValue("");
  await expect(page.getByRole("searchbox", { name: "Filter" })).toHaveValue("");
  await expect(page.getByRole("button", { name: "Filters", exact: true })).toBeFocused();
});

test("a control keeps the focus while the list changes under it", async ({ app, page, standin }) => {
  await app.open(ANIME);
  await expect.poll(() => shown(page)).toBe(ALL);
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  await box(page, "Format", "TV").focus();
  await page.keyboard.press("Space");
  await expect.poll(() => shown(page)).toBeLessThan(ALL);
  await standin.edit("kaede", 900001, { delete: true });
  await page.getByRole("button", { name: "Refresh list" }).dispatchEvent("click");
  await expect(page.getByText("Updated just now")).toBeVisible();
  await expect(box(page, "Format", "TV")).toBeFocused();
});

test("where nothing passes, the page says so and how to go on", async ({ app, page }) => {
  await app.open(`${ANIME}?country=KR`);
  await expect(page.getByText("No entry is like that.")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(rows(page).first()).toBeVisible();
});

test("one of what is filtered is picked by chance", async ({ app, page }) => {
  await app.open(`${ANIME}?private=yes`);
  await expect.poll(() => titles(page)).toEqual(["Howl no Ugoku Shiro"]);
  await page.getByRole("button", { name: "Random" }).click();
  await expect(page.getByRole("dialog", { name: /Howl no Ugoku Shiro/ })).toBeVisible();
});
