/** A request that was sent. */
export interface Entry {
  /** Milliseconds since 1970. */
  at: number;
  /** Label of its operation. */
  operation: string;
  query: string;
  variables: string;
}

/** The newest that are kept. */
export const MAX_ENTRIES = 50;
/** Longer texts are not kept: the store holds about 5 MB for the whole app. */
const MAX_CHARS = 40_000;

/** Three parts of base64url, the first of which begins a JSON object: what every token of AniList looks like. */
const TOKEN = /eyJ[\w-]{8,}\.[\w-]+\.[\w-]+/;

/** Whether a text may be kept: not what holds something like a token, and nothing huge. */
export function mayBeKept(...texts: string[]): boolean {
  return texts.every((text) => text.length <= MAX_CHARS && !TOKEN.test(text));
}

/** Reads what is stored. What is no entry is left out; whatever stands there, it is a list. */
export function readHistory(stored: string | null): Entry[] {
  let list: unknown;
  try {
    list = JSON.parse(stored ?? "[]");
  } catch {
    return [];
  }
  return Array.isArray(list) ? list.filter(isEntry).slice(0, MAX_ENTRIES) : [];
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const entry = value as Record<string, unknown>;
  const texts = ["operation", "query", "variables"].every((name) => typeof entry[name] === "string");
  return texts && typeof entry["at"] === "number" && Number.isFinite(new Date(entry["at"]).getTime());
}

/** The list with one more entry, newest first. The same request sent again moves to the front. */
export function withEntry(history: Entry[], entry: Entry): Entry[] {
  if (!mayBeKept(entry.query, entry.variables)) return history;
  const others = history.filter((other) => !isSame(other, entry));
  return [entry, ...others].slice(0, MAX_ENTRIES);
}

/** The list without one entry. */
export function withoutEntry(history: Entry[], entry: Entry): Entry[] {
  return history.filter((other) => !isSame(other, entry));
}

function isSame(a: Entry, b: Entry): boolean {
  return a.query === b.query && a.variables === b.variables && a.operation === b.operation;
}

/** The entries in which every word stands somewhere, in any case. */
export function searchHistory(history: Entry[], words: string): Entry[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return history.filter((entry) => {
    const text = `${entry.operation}\n${entry.query}\n${entry.variables}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
