import { type Locator, type Page, expect } from "@playwright/test";
import { keepSignedIn } from "../support/kept";
import { rows, shown } from "../support/list";
import { test } from "../support/test";

/** Goes on with the tab key until something has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${wanted}`);
}

const focusedRow = (page: Page) => page.locator("[role=row]:focus");

test("the whole way through a list by keyboard alone", async ({ app, page, standin }) => {
  test.setTimeout(90_000);
  await keepSignedIn(page, standin, "kaede");
  await app.open();

  // From home to the list, and into the section of what is being watched.
  await tabTo(page, page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Anime", exact: true }).filter({ visible: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Anime" })).toBeFocused();
  await tabTo(page, page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: /^Watching/ }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/Watching$/);
  await expect.poll(() => shown(page)).toBe(11);

  // Filtered, then on to the first row, and along the rows.
  await page.keyboard.press("f");
  await expect(page.getByRole("searchbox", { name: "Filter" })).toBeFocused();
  await page.keyboard.type("an");
  await expect.poll(() => shown(page)).toBeLessThan(11);
  await page.keyboard.press("ArrowDown");
  await expect(focusedRow(page)).toHaveAttribute("aria-rowindex", "1");
  await page.keyboard.press("j");
  await expect(focusedRow(page)).toHaveAttribute("aria-rowindex", "2");
  await page.keyboard.press("k");
  await expect(focusedRow(page)).toHaveAttribute("aria-rowindex", "1");

  // One more and one less, where one is.
  const progress = focusedRow(page).getByRole("button", { name: /^Progress of/ });
  const before = Number.parseInt((await progress.innerText()).replaceAll(",", ""), 10);
  const link = (await focusedRow(page).getByRole("link").getAttribute("href"))!;
  const media = Number(/edit=(\d+)/.exec(link)![1]);
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  await page.keyboard.press("-");
  await expect.poll(async () => (await standin.entry("kaede", media))?.progress, { timeout: 15_000 }).toBe(before + 1);

  // The editor opens over the list, and gives the focus back.
  const index = (await focusedRow(page).getAttribute("aria-rowindex"))!;
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(focusedRow(page)).toHaveAttribute("aria-rowindex", index);

  // A filter, an order and another way to draw it.
  await tabTo(page, page.getByRole("searchbox", { name: "Filter" }));
  await page.keyboard.press("Escape");
  await expect.poll(() => shown(page)).toBe(11);
  await tabTo(page, page.getByRole("combobox", { name: "Sort" }));
  await page.keyboard.type("Sco");
  await expect(page).toHaveURL(/sort=score/);
  await tabTo(page, page.getByRole("button", { name: "Compact" }));
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/view=compact/);
  await expect(page.getByRole("button", { name: "Compact" })).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Filters", exact: true }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("group", { name: "Format" }).getByRole("checkbox", { name: "TV", exact: true }));
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/format=TV/);
});

test("sections are shut from the keyboard, and the focus stays on them", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await app.open("user/kaede/animelist");
  await expect(rows(page).first()).toBeVisible();
  const heading = page.getByRole("button", { name: /^Watching/ }).filter({ visible: true });
  await tabTo(page, heading);
  await page.keyboard.press("Enter");
  await expect(heading).toHaveAttribute("aria-expanded", "false");
  await expect(heading).toBeFocused();
  // The next section's first row comes next.
  await page.keyboard.press("j");
  await expect(focusedRow(page)).toHaveAttribute("aria-rowindex", "3");
});
