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
  const walk = new Walk(text);
  try {
    walk.whole();
    return { error: null, names: walk.names };
  } catch (stopped) {
    if (!(stopped instanceof Stop)) throw stopped;
    return { error: { message: stopped.message, offset: stopped.offset }, names: walk.names };
  }
}

/** Where a walk has come to. Each step leaves it behind what it read, or throws `Stop`. */
class Walk {
  readonly names: JsonWalk["names"] = new Map();
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): void {
    this.value(0);
    if (this.at < this.text.length) this.stop("Nothing more is expected here");
  }

  private value(depth: number): void {
    if (depth > MAX_DEPTH) this.stop("This is nested too deeply");
    this.match(SPACE);
    const begin = this.here();
    if (begin === "{") this.object(depth);
    else if (begin === "[") this.list(depth);
    else if (begin === '"') this.string("A text");
    else if (this.match(NUMBER) === null) this.word();
    this.match(SPACE);
  }

  private object(depth: number): void {
    this.at += 1;
    this.match(SPACE);
    if (this.ends("}")) return;
    do {
      const from = this.at;
      const name = this.string("A name");
      if (depth === 0) {
        if (this.names.has(name)) this.stop(`“${name}” stands here twice`, from);
        this.names.set(name, { from, to: this.at });
      }
      this.match(SPACE);
      if (this.here() !== ":") this.stop("A colon is expected after a name");
      this.at += 1;
      this.value(depth + 1);
    } while (this.goesOn("}"));
  }

  private list(depth: number): void {
    this.at += 1;
    this.match(SPACE);
    if (this.ends("]")) return;
    do this.value(depth + 1);
    while (this.goesOn("]"));
  }

  private string(what: string): string {
    const from = this.at;
    if (this.here() !== '"') this.stop(this.here() === "'" ? `${what} stands in double quotes` : `${what} is expected here`);
    const found = this.match(STRING);
    if (found === null) this.stop("This text in quotes is not ended on its line, or holds a wrong escape", from);
    return JSON.parse(found) as string;
  }

  private word(): void {
    const from = this.at;
    const word = this.match(WORD);
    if (word === null) this.stop("A value is expected here");
    if (!["true", "false", "null"].includes(word)) this.stop(`“${word}” is no JSON value; a text stands in double quotes`, from);
  }

  /** Whether another one follows: a comma stands here, and not the end. */
  private goesOn(end: string): boolean {
    if (this.ends(end)) return false;
    if (this.here() !== ",") this.stop(`A comma or ${end} is expected here`);
    const comma = this.at;
    this.at += 1;
    this.match(SPACE);
    if (this.here() === end) this.stop("Nothing follows this comma", comma);
    return true;
  }

  private ends(end: string): boolean {
    if (this.here() !== end) return false;
    this.at += 1;
    return true;
  }

  private here(): string | undefined {
    return this.text[this.at];
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  private stop(message: string, offset = this.at): never {
    throw new Stop(offset >= this.text.length ? `${message}, but the text ends here.` : `${message}.`, offset);
  }
}
