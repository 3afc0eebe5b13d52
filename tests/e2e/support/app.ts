import { type Page, expect } from "@playwright/test";
import { AniList, type User } from "./anilist";

/** Where the bundle with a client id is served. */
export const ORIGIN = "https://tsuzuki.test/";
/** The same bundle without a client id. */
export const SETUP = "https://setup.tsuzuki.test/";
/** The bundle that was built for a sub-path. */
export const SUB_PATH = "https://pages.test/tsuzuki/";

/** The chunks that somebody who is signed in gets unasked (src/ui/lazy/mod.rs, `prefetch`). */
const PREFETCHED = ["home", "list", "store", "commands", "editor", "search", "tools", "bulk", "records", "account", "transfer", "reader"];

/** The app as a person sees it: by roles and names. */
export class App {
  constructor(
    readonly page: Page,
    /** Where it is served; ends with a slash. */
    readonly base: string,
  ) {}

  /** Opens a page of the app by its path below the base, and waits until the app itself has drawn it. */
  async open(path = ""): Promise<void> {
    await this.page.goto(this.base + path);
    await this.expectStarted();
  }

  /** The whole way through AniList's pages, for a user who is not logged in there yet. */
  async logIn(user: User): Promise<void> {
    await this.startLogIn();
    const anilist = new AniList(this.page);
    await anilist.logInAs(user);
    await anilist.approve();
    await this.expectSignedIn(user);
  }

  /** From any page of the app to AniList's. */
  async startLogIn(): Promise<void> {
    await this.logInControl().click();
  }

  /** A button where the client id is known, else a link to where it is asked for. */
  logInControl() {
    const name = "Log in with AniList";
    return this.page.getByRole("button", { name }).or(this.page.getByRole("link", { name })).filter({ visible: true }).first();
  }

  /** The app has taken over from the skeleton. */
  async expectStarted(): Promise<void> {
    await expect(this.page.locator("#shell")).toHaveCount(0);
    await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(this.page.locator("#failed")).toBeHidden();
  }

  /** The chunks of the main places have come, as they do unasked for somebody who is signed in: these work offline from here on. */
  async expectWhole(): Promise<void> {
    // Not by `performance`, which a paused clock replaces.
    await this.page.evaluate(
      (chunks) =>
        new Promise<void>((done) => {
          const missing = new Set(chunks);
          const look = (list: PerformanceObserverEntryList) => {
            for (const { name } of list.getEntries()) missing.delete(/\/([^/]*)-[^/]*\.wasm$/.exec(name)?.[1] ?? "");
            if (missing.size === 0) done();
          };
          new PerformanceObserver(look).observe({ type: "resource", buffered: true });
        }),
      PREFETCHED,
    );
  }

  async expectSignedIn(user: User): Promise<void> {
    await this.page.waitForURL((url) => url.href.startsWith(this.base));
    await expect(this.page.getByText(user, { exact: true }).filter({ visible: true }).first()).toBeVisible();
    await expect(this.logInControl()).toHaveCount(0);
  }

  async expectSignedOut(): Promise<void> {
    await this.page.waitForURL((url) => url.href.startsWith(this.base));
    await expect(this.logInControl()).toBeVisible();
  }

  /** The page's own explanation of why it could not start. */
  failure() {
    return this.page.locator("#failed").getByRole("alert");
  }
}
