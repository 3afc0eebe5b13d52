// A list as the three pages hold it: parsed, indexed, sorted, searched, cut into sections. Pure, without a framework.
import type { Collection, Entry } from "./anilist";

/** An entry with what the page derives from it. */
export interface Item {
  readonly id: number;
  readonly entry: Entry;
  readonly title: string;
  /** Numbers of the sections it stands in; the first is where "All" shows it. */
  readonly places: number[];
  /** Everything that a search looks through, folded; made when first needed. */
  haystack?: string;
  /** The title as it is sorted by. */
  key?: string;
}

export interface List {
  readonly items: Map<number, Item>;
  readonly sections: string[];
}

/** The heading of a section among the rows. */
export interface Heading {
  readonly section: string;
  readonly count: number;
}
export type Row = Item | Heading;
export const isItem = (row: Row): row is Item => "entry" in row;
export const rowKey = (row: Row) => (isItem(row) ? row.id : row.section);
export const rowHeight = (row: Row) => (isItem(row) ? 72 : 48);

const PARSED = "parse+index";

/** To be called when the answer's text is there and nothing is parsed yet. */
export const markText = () => performance.mark(PARSED);

/** Indexes a list by entry, and closes the measure that `markText` opened. */
export function index({ lists }: Collection): List {
  const items = new Map<number, Item>();
  lists.forEach(({ entries }, place) => {
    for (const entry of entries) {
      const known = items.get(entry.id);
      if (known) known.places.push(place);
      else items.set(entry.id, { id: entry.id, entry, title: entry.media.title.userPreferred, places: [place] });
    }
  });
  performance.measure(PARSED, PARSED);
  return { items, sections: lists.map(({ name }) => name) };
}

/** Without case and accents. */
export const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function haystack(item: Item): string {
  if (item.haystack === undefined) {
    const { title, synonyms } = item.entry.media;
    item.haystack = fold([title.romaji, title.english, title.native, ...synonyms].join("\n"));
  }
  return item.haystack;
}

const key = (item: Item) => (item.key ??= fold(item.title));

/** Folds texts ahead while the page has nothing else to do, so that the first search and sort need not. */
export function prepare({ items }: List): void {
  const rest = items.values();
  const work = (deadline: IdleDeadline) => {
    while (deadline.timeRemaining() > 1) {
      for (let n = 0; n < 50; n += 1) {
        const { value, done } = rest.next();
        if (done) return;
        haystack(value);
        key(value);
      }
    }
    requestIdleCallback(work);
  };
  requestIdleCallback(work);
}

const byTitle = (a: Item, b: Item) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id);
/** Larger first, then by title. */
const by = (value: (entry: Entry) => number | null) => (a: Item, b: Item) =>
  (value(b.entry) ?? 0) - (value(a.entry) ?? 0) || byTitle(a, b);

/** The orders of the combobox "Sort", by the names it shows. */
export const SORTS = {
  Title: byTitle,
  Score: by((entry) => entry.score),
  Progress: by((entry) => entry.progress),
  "Last updated": by((entry) => entry.updatedAt),
  "Average score": by((entry) => entry.media.averageScore),
  Popularity: by((entry) => entry.media.popularity),
} satisfies Record<string, (a: Item, b: Item) => number>;
export type Sort = keyof typeof SORTS;
/** The order a list begins with. */
export const FIRST_SORT: Sort = "Last updated";

export const sorted = ({ items }: List, sort: Sort): Item[] => [...items.values()].sort(SORTS[sort]);

/** Those that have the text in a title or synonym. */
export function matching(items: Item[], text: string): Item[] {
  const wanted = fold(text.trim());
  return wanted ? items.filter((item) => haystack(item).includes(wanted)) : items;
}

/** How many stand in each section. */
export function counts({ sections }: List, items: Item[]): number[] {
  const counts = sections.map(() => 0);
  for (const { places } of items) for (const place of places) counts[place] = (counts[place] ?? 0) + 1;
  return counts;
}

/** The rows of one section, or of all: there each item stands once, below its section's heading. */
export function rows({ sections }: List, items: Item[], section: string | null): Row[] {
  if (section !== null) {
    const place = sections.indexOf(section);
    return items.filter(({ places }) => places.includes(place));
  }
  const groups: Item[][] = sections.map(() => []);
  for (const item of items) groups[item.places[0] ?? 0]?.push(item);
  return groups.flatMap((group, place) => {
    const name = sections[place] ?? "";
    return group.length ? [{ section: name, count: group.length }, ...group] : [];
  });
}

/** The quiet line below a title. */
export function meta({ format, seasonYear, episodes }: Entry["media"]): string {
  const known = [format?.replace("_", " "), seasonYear, episodes && `${episodes} episodes`];
  return known.filter(Boolean).join(" · ");
}

/** Share of the episodes that are seen, 0 to 1; half where their number is not known. */
export function share(progress: number, episodes: number | null): number {
  return episodes ? Math.min(progress / episodes, 1) : progress ? 0.5 : 0;
}

/** Progress after a step, within what there is. */
export function stepped(progress: number, by: number, episodes: number | null): number {
  return Math.max(0, Math.min(progress + by, episodes ?? Infinity));
}
