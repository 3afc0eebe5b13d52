import axe, { type Result } from "axe-core";
import { type Page, expect, test } from "@playwright/test";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** Every rule there is but those of WCAG's level AAA and those that axe itself has given up. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice", "experimental"];

const WIDTHS = [320, 768, 1280];
const SCHEMES = ["light", "dark"] as const;
/** How long a look at all of them may take on a busy machine: axe counts, it waits for nothing. */
const LOOK_MS = 60_000;

/** Expects no finding of axe, in both colour schemes at each width, and no sideways scrolling. */
export async function expectAccessible(page: Page): Promise<void> {
  test.setTimeout(test.info().timeout + LOOK_MS);
  const before = page.viewportSize();
  const findings = new Set<string>();
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const violations = await look(page);
      for (const { id, help, nodes } of violations)
        for (const node of nodes) if (!isMistaken(id, node.html)) findings.add(`${colorScheme}, ${width} px: ${id}: ${help}: ${node.html}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (overflow > 0) findings.add(`${colorScheme}, ${width} px: ${overflow} px wider than the window`);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
  expect([...findings]).toEqual([]);
}

/** The rule takes the text of all items below an item of a tree for its own, and a name with a colon for another one. */
function isMistaken(rule: string, html: string): boolean {
  return rule === "label-content-name-mismatch" && html.includes('role="treeitem"');
}

/** What axe finds in the page as it is: in the page itself, because no frame of another site is part of the app. */
async function look(page: Page): Promise<Result[]> {
  const isThere = await page.evaluate(() => "axe" in window);
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(async (tags) => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"], runOnly: { type: "tag", values: tags } });
    return violations;
  }, TAGS);
}
