import { type Locator, type Page, expect } from "@playwright/test";
import type { App } from "./app";
import type { Seen, Standin } from "./standin";

/** The page at /console, by roles and names. */
export class Console {
  readonly query: Locator;
  readonly variables: Locator;
  readonly operation: Locator;
  readonly run: Locator;
  readonly cancel: Locator;
  readonly runs: Locator;
  readonly tree: Locator;
  /** Compared with a list, which waits: while one editor is written and the other not yet, there may be one more. */
  readonly problems: Locator;
  /** The question before a mutation. */
  readonly question: Locator;

  constructor(readonly page: Page) {
    this.query = page.getByRole("textbox", { name: "Query" });
    this.variables = page.getByRole("textbox", { name: "Variables" });
    this.operation = page.getByRole("combobox", { name: "Operation" });
    this.run = page.getByRole("button", { name: "Run", exact: true });
    this.cancel = page.getByRole("button", { name: "Cancel", exact: true });
    this.runs = page.getByRole("list", { name: "Runs" }).getByRole("listitem");
    this.tree = page.getByRole("tree");
    this.problems = page.getByRole("list", { name: "Problems" }).getByRole("listitem");
    this.question = page.getByRole("dialog");
  }

  /** Opens the page and waits for the editors. */
  static async open(app: App): Promise<Console> {
    await app.open("console");
    const console = new Console(app.page);
    await expect(console.query).toBeVisible();
    return console;
  }

  /** Replaces what is in the editors. */
  async write(query: string, variables = ""): Promise<void> {
    await this.fill(this.query, query);
    await this.fill(this.variables, variables);
  }

  /**
   * Replaces what is in one editor. It draws its lines anew when it likes, now and then between the moment all is
   * selected and the moment it is replaced.
   */
  async fill(editor: Locator, text: string): Promise<void> {
    // It indents as it likes, too.
    const bare = (text: string) => text.replace(/\s+/g, "");
    await expect(async () => {
      await editor.fill(text);
      expect(bare(await this.text(editor))).toBe(bare(text));
    }).toPass({ timeout: 10_000 });
  }

  /** Writes a request, runs it and waits until it has ended. */
  async send(query: string, variables = ""): Promise<void> {
    await this.write(query, variables);
    const before = await this.runs.count();
    await this.run.click();
    await expect(this.runs).toHaveCount(before + 1);
    await expect(this.runs.first()).toContainText(/done|failed/);
  }

  async openTab(name: "Response" | "Schema" | "History"): Promise<void> {
    await this.page.getByRole("tab", { name }).click();
    await expect(this.page.getByRole("tabpanel", { name })).toBeVisible();
  }

  async loadSchema(): Promise<void> {
    await this.openTab("Schema");
    await this.page.getByRole("button", { name: "Load schema" }).click();
    await expect(this.page.getByRole("searchbox", { name: "Search schema" })).toBeVisible();
  }

  /** The text of an editor, line by line, without its line numbers. */
  async text(editor: Locator): Promise<string> {
    return (await editor.locator(".cm-line").allInnerTexts()).map((line) => line.replace(/\n$/, "")).join("\n");
  }

  /** The lines that have an error beside them, in an editor whose view holds all its lines. */
  faultyLines(editor: Locator): Promise<string[]> {
    return editor.evaluate((content) => {
      const lines = [...content.querySelectorAll(".cm-line")];
      return lines.flatMap((line, index) => (line.querySelector(".cm-lintRange-error, .cm-lintPoint-error") ? [String(index + 1)] : []));
    });
  }
}

/** The requests that the API was sent, oldest first, with the journal's other entries left out. */
export async function sentTo(standin: Standin): Promise<(Seen & { json: { query: string; variables: Record<string, unknown> } })[]> {
  const seen = (await standin.journal("graphql.anilist.co")).filter(({ method }) => method === "POST");
  return seen.map((request) => ({ ...request, json: JSON.parse(request.body) as { query: string; variables: Record<string, unknown> } }));
}
