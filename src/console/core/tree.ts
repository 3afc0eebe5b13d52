/** A value of an answer with its place in it. */
export interface Branch {
  /** Name or index in what holds it; null for the whole. */
  key: string | null;
  value: unknown;
  /** How deep it lies; 1 for the whole. */
  level: number;
}

/** How many children are shown at once; more on request. */
export const PAGE = 100;
/** Branches with more than this many values in them start folded. */
const MAX_OPEN = 12;

/** Whether there is something to unfold. */
export function isFoldable(value: unknown): value is object {
  return typeof value === "object" && value !== null && sizeOf(value) > 0;
}

/** How many children a value has. */
export function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}

/** Children from `start`, at most a page of them. */
export function childrenOf({ value, level }: Branch, start = 0): Branch[] {
  const branch = (key: string | number, child: unknown) => ({ key: String(key), value: child, level: level + 1 });
  if (Array.isArray(value)) return value.slice(start, start + PAGE).map((child, index) => branch(start + index, child));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value)
    .slice(start, start + PAGE)
    .map(([key, child]) => branch(key, child));
}

/** A whole number with its thousands apart, as everywhere in the app. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** What stands behind a key: the value itself, or what a folded one holds. */
export function summaryOf(value: unknown): string {
  const count = sizeOf(value);
  if (Array.isArray(value)) return count === 0 ? "[]" : `[ ${grouped(count)} ${count === 1 ? "item" : "items"} ]`;
  if (typeof value === "object" && value !== null) return count === 0 ? "{}" : `{ ${grouped(count)} ${count === 1 ? "field" : "fields"} }`;
  return JSON.stringify(value) ?? "undefined";
}

/** What kind of value it is, which decides its colour. */
export function kindOf(value: unknown): "text" | "number" | "word" | "many" {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  return typeof value === "object" && value !== null ? "many" : "word";
}

/** Whether a branch starts unfolded: the first levels, as long as they are small. */
export function startsOpen({ value, level }: Branch): boolean {
  return level <= 1 || (level <= 4 && sizeOf(value) <= MAX_OPEN);
}
