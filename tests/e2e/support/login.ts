import { type Page, expect } from "@playwright/test";
import { App } from "./app";
import { expectNothingKept } from "./kept";

/** A login whose answer the test writes itself, and what the app says to it. */
export class Login {
  constructor(
    readonly page: Page,
    readonly app: App,
  ) {}

  /** Leaves for AniList from `path`, and returns the address the browser went to. */
  async leave(path = ""): Promise<URL> {
    await this.app.open(path);
    const asked = this.page.waitForRequest((request) => request.url().startsWith("https://anilist.co/api/v2/oauth/authorize"));
    await this.app.startLogIn();
    const url = new URL((await asked).url());
    await this.page.waitForURL((here) => here.host === "anilist.co");
    return url;
  }

  /** Leaves for AniList, and returns the `state` that was sent. */
  async leaveWithState(path = ""): Promise<string> {
    return (await this.leave(path)).searchParams.get("state")!;
  }

  /** Comes back with this fragment or query, `#…` or `?…`. */
  async answer(callback: string): Promise<void> {
    await this.page.goto(this.app.base + callback);
  }

  /** A regular answer. */
  async answerWith(token: string, state: string | null, base = this.app.base): Promise<void> {
    const tail = state === null ? "" : `&state=${encodeURIComponent(state)}`;
    await this.page.goto(`${base}#access_token=${token}&token_type=Bearer&expires_in=31536000${tail}`);
  }

  /** What stands in the place of the page when no login came of an answer. */
  refusal() {
    return this.page.getByRole("alert").filter({ has: this.page.getByRole("heading", { name: /^(You are not logged in|The login did not go through)$/ }) });
  }

  /** Expects a refusal that says `why`, a clean address, and that nothing is stored. */
  async expectRefused(why: string | RegExp): Promise<void> {
    await expect(this.refusal()).toContainText(why);
    await expect(this.app.logInControl()).toBeVisible();
    const { hash, search } = new URL(this.page.url());
    expect(hash + search).toBe("");
    await expectNothingKept(this.page);
  }

  /** Expects to hear that what stood in the address was no answer. */
  async expectUnlike(): Promise<void> {
    await expect(this.refusal()).toContainText("looks like a login but is not a login answer");
  }

  /** The question whether the account of a token is to be used. */
  question() {
    return this.page.getByRole("main").filter({ has: this.page.getByRole("heading", { name: "Is this you?" }) });
  }

  async continueAs(name: string): Promise<void> {
    await this.page.getByRole("button", { name: `Continue as ${name}` }).click();
  }
}
