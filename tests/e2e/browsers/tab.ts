import { expect } from "@playwright/test";
import { type Role, type Step, look, reach, steps } from "./look";
import { type Command, Refusal, type Wire } from "./webdriver";

/** How long something may take to be seen: other programs may share the machine's two cores. */
const SOON = { timeout: 25_000, intervals: [50, 100, 200] };
/** The key under which WebDriver refers to an element. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
type Reference = { [ELEMENT]: string };
/** An element that can be seen, its accessible name and its text. */
type Seen = [Reference, string, string];

/** A browser window and its tabs. Commands are given one after the other. */
export class Window {
  readonly tabs: Tab[] = [];
  /** What pages were seen to do wrong: violations of the policy, and errors that nobody caught. */
  readonly wrongs: string[] = [];
  private current = "";

  private constructor(
    private readonly wire: Wire,
    private readonly kind: "tab" | "window",
  ) {}

  /** The window of a browser that has just started; in what further pages are opened there. */
  static async open(wire: Wire, kind: "tab" | "window" = "tab"): Promise<Window> {
    const window = new Window(wire, kind);
    window.current = (await wire.send("tab")) as string;
    window.tabs.push(new Tab(window, window.current));
    return window;
  }

  async newTab(): Promise<Tab> {
    const { handle } = (await this.wire.send("newTab", { type: this.kind })) as { handle: string };
    const tab = new Tab(this, handle);
    this.tabs.push(tab);
    return tab;
  }

  /** Gives a command to a tab. */
  async send(tab: Tab, command: Command, parameters?: Record<string, unknown>): Promise<unknown> {
    if (this.current !== tab.handle) await this.wire.send("switchTo", { handle: tab.handle });
    this.current = tab.handle;
    return this.wire.send(command, parameters);
  }

  /** What every tab shows, for a report: an address without query and fragment, where secrets may be, and all text. */
  async shown(): Promise<string> {
    const shown: string[] = [];
    for (const tab of this.tabs)
      shown.push(await tab.run(() => `${location.origin}${location.pathname}\n${document.body.innerText}`).catch(String));
    return shown.map((text, index) => `Tab ${index + 1} shows ${text}`).join("\n\n");
  }
}

/** A tab, and the page in it as a person sees it: by roles and names. */
export class Tab {
  constructor(
    private readonly window: Window,
    readonly handle: string,
  ) {}

  async open(url: string): Promise<void> {
    await this.window.send(this, "navigate", { url });
  }

  async reload(): Promise<void> {
    await this.window.send(this, "reload");
  }

  async back(): Promise<void> {
    await this.window.send(this, "back");
  }

  async address(): Promise<URL> {
    return new URL((await this.window.send(this, "address")) as string);
  }

  /** Runs a function in the page. It can use what it is given, and nothing else from here. */
  async run<A extends unknown[], R>(what: (...args: A) => R, ...args: { [K in keyof A]: A[K] | Reference }): Promise<Awaited<R>> {
    return (await this.window.send(this, "execute", { script: `return (${what}).apply(null, arguments)`, args })) as Awaited<R>;
  }

  /** What has this role and name, wherever it is on the page. */
  get(role: Role, name?: string | RegExp): Found {
    return new Found(this, [{ role, ...(name === undefined ? {} : { name }) }]);
  }

  async look(path: object[]): Promise<Seen[]> {
    const answer = await this.run(look as (path: object[]) => unknown, path).catch((error: unknown) => {
      // The page goes away under the question.
      if (error instanceof Refusal) return null;
      throw error;
    });
    const [seen, wrongs] = (answer ?? [[], []]) as [Seen[], string[]];
    this.window.wrongs.push(...wrongs);
    return seen;
  }

  async press(element: Reference): Promise<void> {
    // Not the driver's own click, for which Firefox has an unload listener wait in the page: such a page is never kept for Back.
    const move = { type: "pointerMove", origin: element, x: 0, y: 0, duration: 0 };
    const actions = [move, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }];
    await this.window.send(this, "act", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }] });
  }

  /** Types into what has the focus; `whole` in place of all that is there. */
  async type(text: string, whole = false): Promise<void> {
    const control = "\uE009";
    const typed = [...text].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    const all = [
      { type: "keyDown", value: control },
      { type: "keyDown", value: "a" },
      { type: "keyUp", value: "a" },
      { type: "keyUp", value: control },
    ];
    const actions = whole ? [...all, ...typed] : typed;
    await this.window.send(this, "act", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  async choose(element: Reference, path: string): Promise<void> {
    await this.window.send(this, "sendKeys", { id: element[ELEMENT], text: path });
  }
}

/** Something to be seen on a page, now or soon. */
export class Found {
  constructor(
    private readonly tab: Tab,
    private readonly path: Step[],
  ) {}

  /** What has this role and name inside it. */
  get(role: Role, name?: string | RegExp): Found {
    return new Found(this.tab, [...this.path, { role, ...(name === undefined ? {} : { name }) }]);
  }

  /** How many there are. */
  async count(): Promise<number> {
    return (await this.all()).length;
  }

  /** The texts of all there are. */
  async texts(): Promise<string[]> {
    return (await this.all()).map(([, , text]) => text);
  }

  /** Waits until it is there, once at least. */
  async expectShown(): Promise<void> {
    await expect.poll(() => this.count(), { ...SOON, message: `${this} is shown` }).toBeGreaterThan(0);
  }

  /** Waits until it is not there any longer. */
  async expectGone(): Promise<void> {
    await expect.poll(() => this.count(), { ...SOON, message: `${this} is gone` }).toBe(0);
  }

  /** Waits until the text of it is this, or holds this. */
  async expectText(text: string | RegExp): Promise<void> {
    const poll = expect.poll(async () => (await this.texts())[0], { ...SOON, message: `the text of ${this}` });
    await (text instanceof RegExp ? poll.toMatch(text) : poll.toContain(text));
  }

  async click(): Promise<void> {
    await this.withOne((element) => this.tab.press(element));
  }

  /** Replaces what is written in it. */
  async fill(text: string): Promise<void> {
    await this.withOne(async (element) => {
      await this.tab.press(element);
      await this.tab.run((field: HTMLElement) => field.focus(), element);
      await this.tab.type(text, true);
      const written = await this.tab.run((field: HTMLInputElement) => (field.isContentEditable ? field.innerText : field.value), element);
      if (written.trim() !== text) throw new Error(`${this} holds ${written}`);
    });
  }

  /** Chooses a file of this machine. */
  async choose(path: string): Promise<void> {
    await expect.poll(() => this.count(), SOON).toBe(1);
    await this.tab.choose((await this.all())[0]![0], path);
  }

  toString(): string {
    return this.path.map(({ role, name }) => (name === undefined ? role : `${role} “${name}”`)).reverse().join(" in ");
  }

  /** Waits until there is one, in reach, and does something to it. */
  private async withOne(act: (element: Reference) => Promise<void>): Promise<void> {
    await expect(async () => {
      const found = await this.all();
      if (found.length !== 1) throw new Error(`${found.length} of ${this}: ${found.map(([, name]) => name).join(", ")}`);
      const [element] = found[0]!;
      const obstacle = await this.tab.run(reach, element);
      if (obstacle) throw new Error(`${this} cannot be used: ${obstacle}`);
      await act(element);
    }).toPass(SOON);
  }

  private all(): Promise<Seen[]> {
    return this.tab.look(steps(this.path));
  }
}
