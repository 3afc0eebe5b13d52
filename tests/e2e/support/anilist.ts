import { type Page, expect } from "@playwright/test";

/** Users the stand-in knows. */
export type User = "kaede" | "ren" | "new";

/** The pages of AniList that a login passes through, as the stand-in shows them. */
export class AniList {
  constructor(readonly page: Page) {}

  async logInAs(user: User): Promise<void> {
    await this.page.getByRole("button", { name: `Log in as ${user}` }).click();
  }

  async approve(): Promise<void> {
    await this.page.getByRole("button", { name: "Approve" }).click();
  }

  async deny(): Promise<void> {
    await this.page.getByRole("button", { name: "Deny" }).click();
  }

  /** To choose another user at the next login. */
  async logOut(): Promise<void> {
    await this.page.goto("https://anilist.co/api/v2/oauth/logout");
  }

  async expectConsent(): Promise<void> {
    await expect(this.page.getByRole("button", { name: "Approve" })).toBeVisible();
  }
}
