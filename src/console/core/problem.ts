/** Something wrong with a request, at its place in a text. */
export interface Problem {
  /** The text it is in. */
  where: "query" | "variables";
  /**
   * Whether it can be sent all the same: `blocks` cannot, `refused` most likely comes back with this error, `hint` is
   * only worth knowing.
   */
  weight: "blocks" | "refused" | "hint";
  /** What is wrong, for a person. */
  message: string;
  /** Offsets in the text, in UTF-16 units. */
  from: number;
  to: number;
  /** Place of `from`, both counted from 1. */
  line: number;
  column: number;
}

/** Line and column of an offset, both counted from 1. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** The offset of a line and a column, both counted from 1; of what is outside the text, the nearest that is in it. */
export function offsetOf(text: string, line: number, column: number): number {
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
  const start = starts[Math.min(line, starts.length) - 1] ?? 0;
  return Math.min(start + Math.max(column, 1) - 1, text.length);
}

/** A problem at a stretch of a text. */
export function problemAt(
  where: Problem["where"],
  weight: Problem["weight"],
  text: string,
  from: number,
  to: number,
  message: string,
): Problem {
  return { where, weight, message, from, to: Math.max(to, from), ...placeOf(text, from) };
}
