import { type Locator, type Page, expect } from "@playwright/test";
import { ORIGIN } from "./app";

/** The scales of scores, as AniList names them. */
export type Scale = "POINT_100" | "POINT_10_DECIMAL" | "POINT_10" | "POINT_5" | "POINT_3";

/** The editor of an entry, by roles and names. */
export class Editor {
  readonly dialog: Locator;
  readonly save: Locator;

  constructor(
    readonly page: Page,
    title: string,
  ) {
    this.dialog = page.getByRole("dialog", { name: title, exact: true });
    this.save = this.dialog.getByRole("button", { name: /^(Save|Add to list)$/ });
  }

  /** Waits until the form is there. */
  async expectOpen(): Promise<void> {
    await expect(this.dialog).toBeVisible();
    await expect(this.save).toBeVisible();
    // Where it begins: until then the focus may still leave what one types into.
    await expect(this.status).toBeFocused();
  }

  input(name: string): Locator {
    return this.dialog.getByRole("textbox", { name, exact: true });
  }

  check(name: string): Locator {
    return this.dialog.getByRole("checkbox", { name, exact: true });
  }

  get status(): Locator {
    return this.dialog.getByRole("combobox", { name: "Status" });
  }

  async saveAndClose(): Promise<void> {
    await this.save.click();
    await expect(this.dialog).toHaveCount(0);
  }
}

/** Has AniList keep another scale for this account. */
export async function scoreBy(page: Page, token: string, scale: Scale): Promise<void> {
  // A page of the app that asks AniList for nothing, so that nothing of before is kept.
  await page.goto(`${ORIGIN}requests`);
  await page.evaluate(
    async ([token, scale]) => {
      const query = "mutation ($scale: ScoreFormat) { UpdateUser(scoreFormat: $scale) { id } }";
      const answer = await fetch("https://graphql.anilist.co", {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables: { scale } }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    [token, scale] as const,
  );
}
