import { type BrowserContext, type Page, type Request, expect } from "@playwright/test";
import { App, ORIGIN } from "./app";
import { besideTheApp } from "./kept";
import { row, stored } from "./edits";
import type { Kept, Standin } from "./standin";

/** Numbers that a seed decides. */
export class Chance {
  constructor(private state: number) {}

  /** From 0 to below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }
}

/** The fields that runs change. */
export type Field = "progress" | "scoreRaw" | "status" | "deleted" | "favourite";

/** Something that was wanted, by the person or on another device. */
export interface Wish {
  by: "person" | "other";
  field: Field;
  value: number | string | boolean;
  /** What the person had before them when they wanted it. */
  seen?: number | string | boolean | null;
  /** When, by this machine's clock. */
  at: number;
}

/** What a run came to. */
export interface Outcome {
  lost: string[];
  doubled: string[];
  overwritten: string[];
  /** Saved, and not shown in the list. */
  unseen: string[];
  /** Conflicts although nobody else changed anything. */
  baseless: string[];
  /** Writes that met the gap between a reading and the write after it, which no client can close. */
  gaps: number;
  conflicts: number;
  refused: number;
  wishes: number;
}

/** An edit as it is stored. */
export interface StoredEdit {
  media: number;
  title: string;
  state: { is: "waiting" | "conflict" | "failed"; fields?: string[] };
}

const ACCOUNT = 5001;
const CATEGORIES = ["Story", "Characters", "Visuals", "Audio", "Enjoyment"];

/** Tabs of one browser with a person in front of them, and what of it can go wrong. */
export class Tabs {
  readonly tabs: Page[] = [];
  private readonly flying = new Set<Request>();

  private constructor(
    readonly context: BrowserContext,
    readonly standin: Standin,
    /** A page beside the app, which changes the database as another tab would. */
    readonly beside: Page,
  ) {}

  static async open(context: BrowserContext, standin: Standin): Promise<Tabs> {
    const beside = await context.newPage();
    await besideTheApp(beside);
    const tabs = new Tabs(context, standin, beside);
    await tabs.add();
    return tabs;
  }

  get first(): Page {
    return this.tabs[0]!;
  }

  async add(): Promise<void> {
    const page = await this.context.newPage();
    await page.addInitScript(() => {
      const open = IDBFactory.prototype.open;
      IDBFactory.prototype.open = function (name, version) {
        const request = open.call(this, name, version);
        if (name.endsWith(":edits")) request.addEventListener("success", () => Object.assign(globalThis, { opened: true }));
        return request;
      };
    });
    await page.setViewportSize({ width: 1280, height: 3600 });
    const ended = (request: Request) => this.flying.delete(request);
    page.on("request", (request) => request.url().startsWith("https://graphql") && this.flying.add(request));
    page.on("requestfinished", ended);
    page.on("requestfailed", ended);
    page.on("close", () => {
      for (const request of this.flying) if (request.frame().page() === page) this.flying.delete(request);
    });
    this.tabs.push(page);
    await this.load(page);
  }

  async reload(): Promise<void> {
    await this.load(this.first);
  }

  /** The list, as far as it is kept: nothing that it asks meets a failure, because failures are planned for edits alone. */
  private async load(page: Page): Promise<void> {
    const app = new App(page, ORIGIN);
    await app.open("user/kaede/animelist?view=compact");
    await row(page, "TRIGUN").waitFor();
    await app.expectWhole();
    // A clock that jumps while the database is being opened would end the patience with it.
    await expect.poll(() => page.evaluate(() => "opened" in globalThis)).toBe(true);
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(globalThis, { said });
      const listen = () => said.push(document.querySelector(".toasts")!.textContent);
      new MutationObserver(listen).observe(document.querySelector(".toasts")!, { childList: true, subtree: true, characterData: true });
    });
  }

  /** What the app has said in a tab since it was loaded, oldest first: one saying may take the place of another at once. */
  said(tab: Page): Promise<string[]> {
    return tab.evaluate(() => (globalThis as unknown as { said: string[] }).said);
  }

  async kill(): Promise<void> {
    await this.tabs.shift()!.close();
    if (this.tabs.length === 0) await this.add();
  }

  /** Lets so much time pass in all tabs, after what is under way had a moment to end. */
  async pass(ms: number): Promise<void> {
    await this.first.clock.runFor(ms);
    await this.rest();
  }

  /** A moment for what takes real time: the network and the database. */
  async rest(): Promise<void> {
    for (let tries = 0; tries < 20; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (this.flying.size === 0) return;
    }
  }

  /** The edits that wait. */
  async edits(): Promise<StoredEdit[]> {
    return ((await stored(this.beside))["edits"] ?? []).map((text) => JSON.parse(text) as StoredEdit);
  }

  /** Changes the database of edits as another tab would, and says so. */
  async write(puts: [key: string, text: string | null][]): Promise<void> {
    await this.beside.evaluate(
      (puts) =>
        new Promise<void>((resolve) => {
          const opening = indexedDB.open("tsuzuki:/:edits");
          opening.onsuccess = () => {
            const transaction = opening.result.transaction("edits", "readwrite");
            const edits = transaction.objectStore("edits");
            for (const [key, text] of puts) text === null ? edits.delete(key) : edits.put(text, key);
            transaction.oncomplete = () => {
              opening.result.close();
              localStorage.setItem("tsuzuki:/:edits", `beside-${Math.random()}`);
              resolve();
            };
          };
        }),
      puts,
    );
  }

  /** Notes an edit of an entry that another tab has before it as AniList has it. */
  async note(media: number, title: string, entry: Kept, change: object): Promise<void> {
    const now = await this.beside.evaluate(() => Date.now());
    const advanced = CATEGORIES.map((name, place) => [name, entry.advancedScores[place] ?? 0] as const).filter(([, score]) => score > 0);
    const base = {
      status: entry.status,
      scoreRaw: entry.scoreRaw,
      advancedScores: Object.fromEntries(advanced),
      progress: entry.progress,
      progressVolumes: entry.progressVolumes ?? 0,
      repeat: entry.repeat,
      priority: entry.priority,
      private: entry.private,
      hiddenFromStatusLists: entry.hiddenFromStatusLists,
      notes: entry.notes ?? "",
      customLists: entry.customLists,
      startedAt: entry.startedAt ?? 0,
      completedAt: entry.completedAt ?? 0,
    };
    const state = { is: "waiting", tries: 0, notBefore: 0, alone: false };
    const edit = { v: 1, account: ACCOUNT, media, kind: "ANIME", title, base, ...change, byHand: true, made: now, changed: now, revision: 1, readFrom: now, state };
    await this.write([[`${ACCOUNT}/${media}`, JSON.stringify(edit)]]);
  }
}
