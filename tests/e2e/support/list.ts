import type { Locator, Page } from "@playwright/test";

/** The entries of a list that are drawn, headings left out. */
export function rows(page: Page): Locator {
  return page.getByRole("table", { name: "List" }).getByRole("row").filter({ has: page.getByRole("cell") });
}

/** Their titles, from top to bottom. */
export async function titles(page: Page): Promise<string[]> {
  await rows(page).first().waitFor();
  // In one look: lines take over each other's elements.
  return page.getByRole("table", { name: "List" }).evaluate((table) => [...table.querySelectorAll<HTMLElement>("[role=row] a")].map((link) => link.innerText));
}

/** How many entries pass the filters, as the page says. */
export async function shown(page: Page): Promise<number> {
  const said = await page.getByRole("status").filter({ hasText: /\d entr(y|ies)/ }).innerText();
  return Number(/^[\d,]+/.exec(said)![0].replaceAll(",", ""));
}
