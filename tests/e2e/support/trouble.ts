import { type BrowserContext, type Page, expect } from "@playwright/test";

/** A `securitypolicyviolation` event. */
export interface Violation {
  directive: string;
  blocked: string;
}

/** What AniList's own pages do is not ours to test. */
function isAniList(url: string): boolean {
  return URL.canParse(url) && new URL(url).host === "anilist.co";
}

/** Watches every page of a context. A test fails when something went wrong that it did not say it expects. */
export class Trouble {
  /** CSP violations so far, of every frame. */
  readonly violations: Violation[] = [];
  private readonly problems: string[] = [];
  private readonly allowed: RegExp[] = [];
  private violationsAllowed = false;

  static async watch(context: BrowserContext): Promise<Trouble> {
    const trouble = new Trouble();
    await context.exposeBinding("reportViolation", ({ frame }, violation: Violation) => {
      if (!isAniList(frame.url())) trouble.violations.push(violation);
    });
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => {
        const report = (self as unknown as { reportViolation?: (violation: object) => void }).reportViolation;
        report?.({ directive: event.effectiveDirective, blocked: event.blockedURI });
      });
    });
    context.on("page", (page) => trouble.watchPage(page));
    return trouble;
  }

  /** This test causes errors like these, and looks at their effect. */
  allow(...messages: RegExp[]): void {
    this.allowed.push(...messages);
  }

  /** This test breaks the policy on purpose. */
  allowViolations(): void {
    this.violationsAllowed = true;
    this.allow(/Content Security Policy/);
  }

  /** Called at the end of every test. */
  expectNone(): void {
    const left = this.problems.filter((problem) => !this.allowed.some((pattern) => pattern.test(problem)));
    expect.soft(left, "errors in the page or its console").toEqual([]);
    if (!this.violationsAllowed) expect.soft(this.violations, "CSP violations").toEqual([]);
  }

  private watchPage(page: Page): void {
    page.on("pageerror", (error) => this.problems.push(`uncaught: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() !== "error") return;
      const { url } = message.location();
      if (isAniList(url)) return;
      // A deep link on a static host: the page itself comes with status 404.
      if (/status of 404/.test(message.text()) && !/\.\w+$/.test(url)) return;
      this.problems.push(`console: ${message.text()} (${url})`);
    });
  }
}
