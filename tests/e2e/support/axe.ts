import axe, { type Result, type RunOnly } from "axe-core";
import { type Page, expect, test } from "@playwright/test";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** Every rule there is but those of WCAG's level AAA and those that axe itself has given up. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice", "experimental"];

/** What can come out differently in the other colours. */
const COLOURS = ["color-contrast", "link-in-text-block"];

/** The widths that between them show everything: all of it in one scheme, in the other what is in colour. */
const LOOKS = [
  ...[320, 1280].map((width) => ({ scheme: "light", width, only: { type: "tag", values: TAGS } }) as const),
  ...[320, 1280].map((width) => ({ scheme: "dark", width, only: { type: "rule", values: COLOURS } }) as const),
];
/** Widths at which nothing may stick out. */
const WIDTHS = [320, 768, 1280];
/** How long a look at all of them may take on a busy machine: axe counts, it waits for nothing. */
const LOOK_MS = 60_000;

/** Expects no finding of axe, in both colour schemes, on a phone and on a desk, and no sideways scrolling at any width. */
export async function expectAccessible(page: Page): Promise<void> {
  test.setTimeout(test.info().timeout + LOOK_MS);
  const before = page.viewportSize();
  const findings = new Set<string>();
  for (const { scheme, width, only } of LOOKS) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    for (const { id, help, nodes } of await look(page, only))
      for (const node of nodes) if (!isMistaken(id, node.html)) findings.add(`${scheme}, ${width} px: ${id}: ${help}: ${node.html}`);
  }
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) findings.add(`${width} px: ${overflow} px wider than the window`);
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
async function look(page: Page, only: RunOnly): Promise<Result[]> {
  const isThere = await page.evaluate(() => "axe" in window);
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(async (runOnly) => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"], runOnly });
    return violations;
  }, only);
}
