import { type Locator, type Page, expect } from "@playwright/test";
import { rows } from "./list";

/** Choosing entries of a list and changing them together, by roles and names. */
export class Bulk {
  readonly dialog: Locator;
  readonly selection: Locator;
  /** What is said of each run, by what it does. */
  readonly runs: Locator;

  constructor(readonly page: Page) {
    this.dialog = page.getByRole("dialog", { name: /^Edit \d/ });
    this.selection = page.getByRole("group", { name: "Selection" });
    this.runs = page.getByRole("region").filter({ has: page.getByRole("button", { name: /^(Pause|Go on|Cancel|Revert|Dismiss)$/ }) });
  }

  async begin(): Promise<void> {
    await rows(this.page).first().waitFor();
    await this.page.getByRole("button", { name: "Select", exact: true }).click();
    await expect(this.selection).toBeVisible();
  }

  async all(): Promise<void> {
    await this.selection.getByRole("button", { name: /^Select all/ }).click();
  }

  /** Opens the dialog. */
  async edit(): Promise<void> {
    await this.selection.getByRole("button", { name: /^Edit/ }).click();
    await expect(this.dialog).toBeVisible();
  }

  /** Ticks a field and fills it in. */
  async set(field: string, value: string): Promise<void> {
    await this.dialog.getByRole("checkbox", { name: field, exact: true }).check();
    const choice = this.dialog.getByRole("combobox", { name: field, exact: true });
    const input = this.dialog.getByRole("textbox", { name: field, exact: true });
    await choice.or(input).waitFor();
    if (await choice.count()) await choice.selectOption({ label: value });
    else await input.fill(value);
  }

  async preview(): Promise<void> {
    await this.dialog.getByRole("button", { name: "Preview" }).click();
    await expect(this.dialog.getByRole("button", { name: "Back" })).toBeVisible();
  }

  /** Starts the run. */
  async apply(): Promise<void> {
    await this.dialog.getByRole("button", { name: /^(Apply to|Delete \d)/ }).click();
    await expect(this.dialog).toHaveCount(0);
  }

  /** Sets one field of everything that is shown, and starts. */
  async run(field: string, value: string, silent = false): Promise<void> {
    await this.begin();
    await this.all();
    await this.edit();
    await this.set(field, value);
    await this.preview();
    if (silent) await this.dialog.getByRole("checkbox", { name: /^No list activity/ }).check();
    await this.apply();
  }

  async expectRun(sentence: RegExp): Promise<void> {
    await expect(this.runs.getByRole("status").filter({ hasText: sentence }).first()).toBeVisible({ timeout: 20_000 });
  }
}

/** Numbers of the works in the rows that are drawn, once all of the list is there. */
export async function works(page: Page): Promise<number[]> {
  await expect(page.getByRole("status").filter({ hasText: /^[\d,]+ entr(y|ies)$/ })).toBeVisible();
  await rows(page).first().waitFor();
  const links = await rows(page).getByRole("link").evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  return links.map((link) => Number(new URL(link).searchParams.get("edit")));
}

/** The statuses for which AniList writes no activity, asked of it as this account. */
export function silentStatuses(page: Page, token: string): Promise<string[]> {
  return page.evaluate(async (token) => {
    const answer = await fetch("https://graphql.anilist.co", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: "{ Viewer { options { disabledListActivity { type disabled } } } }" }),
    });
    const { data } = (await answer.json()) as { data: { Viewer: { options: { disabledListActivity: { type: string; disabled: boolean }[] } } } };
    return data.Viewer.options.disabledListActivity.filter(({ disabled }) => disabled).map(({ type }) => type);
  }, token);
}
