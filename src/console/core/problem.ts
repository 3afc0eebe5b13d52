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
