// JSON with places. `JSON.parse` of the browsers does not always say where a text is wrong, and never where a name
// stands. So a text it refuses is walked through here once more.

/** A text that is no JSON: what is wrong and where. */
export interface JsonError {
  message: string;
  offset: number;
}

/** What a walk through a JSON text found. */
export interface JsonWalk {
  error: JsonError | null;
  /** Names of the outermost object, with the offsets of their quotes. */
  names: Map<string, { from: number; to: number }>;
}

class Stop extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z]+/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SPACE = /[ \t\r\n]*/y;
/** Deeper than any variable, and shallow enough for the stack. */
const MAX_DEPTH = 500;

/** Walks through a text; finds the first error and the outermost names. */
export function walkJson(text: string): JsonWalk {
  const names: JsonWalk["names"] = new Map();
  let at = 0;

  function match(pattern: RegExp): string | null {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  }

  function stop(message: string, offset = at): never {
    throw new Stop(offset >= text.length ? `${message}, but the text ends here.` : `${message}.`, offset);
  }

  function string(what: string): string {
    const from = at;
    if (text[at] !== '"') stop(text[at] === "'" ? `${what} stands in double quotes` : `${what} is expected here`);
    const found = match(STRING);
    if (found === null) stop("This text in quotes is not ended on its line, or holds a wrong escape", from);
    return JSON.parse(found) as string;
  }

  function members(depth: number): void {
    at += 1;
    match(SPACE);
    if (text[at] === "}") return void (at += 1);
    for (;;) {
      const from = at;
      const name = string("A name");
      if (depth === 0) {
        if (names.has(name)) stop(`“${name}” stands here twice`, from);
        names.set(name, { from, to: at });
      }
      match(SPACE);
      if (text[at] !== ":") stop("A colon is expected after a name");
      at += 1;
      value(depth + 1);
      if (text[at] === "}") return void (at += 1);
      separator("}");
    }
  }

  function items(depth: number): void {
    at += 1;
    match(SPACE);
    if (text[at] === "]") return void (at += 1);
    for (;;) {
      value(depth + 1);
      if (text[at] === "]") return void (at += 1);
      separator("]");
    }
  }

  function separator(end: string): void {
    if (text[at] !== ",") stop(`A comma or ${end} is expected here`);
    const comma = at;
    at += 1;
    match(SPACE);
    if (text[at] === end) stop("Nothing follows this comma", comma);
  }

  function value(depth: number): void {
    if (depth > MAX_DEPTH) stop("This is nested too deeply");
    match(SPACE);
    const from = at;
    if (text[at] === "{") members(depth);
    else if (text[at] === "[") items(depth);
    else if (text[at] === '"') string("A text");
    else if (match(NUMBER) === null) {
      const word = match(WORD);
      if (word === null) stop("A value is expected here");
      if (!["true", "false", "null"].includes(word)) stop(`“${word}” is no JSON value; a text stands in double quotes`, from);
    }
    match(SPACE);
  }

  try {
    value(0);
    if (at < text.length) stop("Nothing more is expected here");
    return { error: null, names };
  } catch (stopped) {
    if (!(stopped instanceof Stop)) throw stopped;
    return { error: { message: stopped.message, offset: stopped.offset }, names };
  }
}

/**
 * A JSON text with each member and item on a line of its own, every value as it was written: no number loses digits, no
 * name that stands twice is lost. What is no JSON comes back as it is.
 */
export function indentJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  const lines: string[] = [];
  let line = "";
  let depth = 0;
  const broken = () => {
    lines.push(line);
    line = "  ".repeat(depth);
  };
  tokens.forEach((token, index) => {
    if (token === "{" || token === "[") {
      line += token;
      const next = tokens[index + 1];
      depth += 1;
      if (next !== "}" && next !== "]") broken();
    } else if (token === "}" || token === "]") {
      depth -= 1;
      const before = tokens[index - 1];
      if (before !== "{" && before !== "[") broken();
      line += token;
    } else if (token === ",") {
      line += token;
      broken();
    } else line += token === ":" ? ": " : token;
  });
  lines.push(line);
  return lines.join("\n");
}
