import { openList, plus, row, stored } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { shown } from "../support/list";
import { expect, test } from "../support/test";

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
});

test("what one more brings along is told, and taken back with it", async ({ app, page, standin }) => {
  await standin.edit("kaede", 6, { status: "REPEATING", progress: 25, repeat: 1, completedAt: { year: 0 } });
  await openList(app, "Planning");
  const planned = (await page.getByRole("row").getByRole("link").allInnerTexts()).find((title) => title.length > 0)!;
  await plus(page, planned).click();
  const told = page.getByRole("status").filter({ hasText: `${planned}: episode 1, now Watching, started 20` });
  await expect(told).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row(page, planned)).toContainText(/^(?!.*1 \/)/);
  const before = await standin.entry("kaede", 6);
  await openList(app, "Rewatching");
  await plus(page, "TRIGUN").click();
  await expect(page.getByRole("status").filter({ hasText: /TRIGUN: episode 26, now Completed, rewatched 2 times, finished 20/ })).toBeVisible();
  await expect.poll(async () => (await standin.entry("kaede", 6))?.status, { timeout: 15_000 }).toBe("COMPLETED");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await standin.entry("kaede", 6))?.status, { timeout: 15_000 }).toBe("REPEATING");
  const { status, progress, repeat, completedAt } = (await standin.entry("kaede", 6))!;
  expect([status, progress, repeat, completedAt]).toEqual([before!.status, before!.progress, before!.repeat, before!.completedAt]);
});

test("over somebody else's list the form says whose entry it is", async ({ app, page }) => {
  await app.open("user/ren/animelist");
  await expect.poll(() => shown(page)).toBeGreaterThan(0);
  const link = page.getByRole("table", { name: "List" }).getByRole("link").first();
  await link.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { level: 3, name: "Your entry" })).toBeVisible();
  await expect(dialog.getByText(/^ren: \w+, [\d,]+( \/ [\d,]+)?, (not scored|score .+)$/)).toBeVisible();
  // In one's own list there is nobody to be told apart from.
  await app.open("user/kaede/animelist?edit=6");
  await expect(page.getByRole("dialog", { name: "TRIGUN" }).getByRole("button", { name: "Save" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Your entry" })).toHaveCount(0);
});

for (const [button, question] of [
  ["Log out", "Log out all the same?"],
  ["Erase everything", "Log out and erase all of this?"],
] as const)
  test(`${button} says that the history and the snapshots go with it, and asks`, async ({ app, page }) => {
    await openList(app);
    await plus(page, "TRIGUN").click();
    await expect.poll(async () => (await stored(page))["journal"]?.length, { timeout: 15_000 }).toBe(1);
    await page.goto(`${app.base}transfer`);
    await page.getByRole("button", { name: "Make one now" }).click();
    await expect.poll(async () => (await stored(page))["snapshots"]?.length).toBe(1);
    await app.open("session");
    await page.getByRole("button", { name: button, exact: true }).click();
    await expect(page.getByText(`1 edit of your history and 1 snapshot of your lists would be erased from this browser. ${question}`)).toBeVisible();
    if (button !== "Log out") return;
    await expect(page.getByRole("link", { name: "Look at the history" })).toBeVisible();
    await page.getByRole("link", { name: "Export lists and snapshots first" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Export and import" })).toBeVisible();
    expect((await stored(page))["journal"], "nothing was erased by asking").toHaveLength(1);
  });

test("every field can be told from what is behind it, in both themes", async ({ app, page }) => {
  for (const path of ["user/kaede/animelist?edit=6", "user/kaede/animelist", "transfer"]) {
    await app.open(path);
    if (path.endsWith("animelist")) await page.getByRole("button", { name: "Filters", exact: true }).click();
    await expect(page.getByRole("textbox").or(page.getByRole("combobox")).filter({ visible: true }).first()).toBeVisible();
    if (path.includes("edit")) await page.getByRole("dialog").getByRole("textbox", { name: "Notes" }).waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await page.evaluate(faintFields), `${path}, ${colorScheme}`).toEqual([]);
    }
  }
});

/**
 * Runs in the page: fields whose border has less than 3:1 against the ground around them (WCAG 1.4.11), or whose placeholder
 * has less than 4.5:1 against the field (1.4.3), of which axe looks at neither.
 */
function faintFields(): string[] {
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true })!;
  const luminance = (colour: string) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [r, g, b, alpha] = brush.getImageData(0, 0, 1, 1).data;
    const part = (value: number) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return alpha === 255 ? 0.2126 * part(r!) + 0.7152 * part(g!) + 0.0722 * part(b!) : null;
  };
  const ground = (element: Element | null): number => (element ? (luminance(getComputedStyle(element).backgroundColor) ?? ground(element.parentElement)) : 1);
  return [...document.querySelectorAll("input, select, textarea")]
    .filter((field) => field.checkVisibility({ visibilityProperty: true }) && !field.matches(":focus, [type=checkbox], [type=file], [type=radio]"))
    .flatMap((field) => {
      const { borderTopColor, borderTopWidth } = getComputedStyle(field);
      const contrast = (colour: string, on: number) => {
        const [one, other] = [luminance(colour) ?? on, on].sort((a, b) => b - a);
        return (one! + 0.05) / (other! + 0.05);
      };
      const border = borderTopWidth === "0px" ? 1 : contrast(borderTopColor, ground(field.parentElement));
      const hint = field.matches("[placeholder]") ? contrast(getComputedStyle(field, "::placeholder").color, ground(field)) : 21;
      return border >= 3 && hint >= 4.5 ? [] : [`border ${border.toFixed(2)}, placeholder ${hint.toFixed(2)}: ${field.outerHTML.slice(0, 120)}`];
    });
}

test("with forced colours what is current, pressed and to be pressed is told apart", async ({ app, page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await app.open("user/kaede/animelist/Watching?edit=6");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).waitFor();
  const ground = (selector: string) => page.evaluate((selector) => [...document.querySelectorAll(selector)].map((element) => getComputedStyle(element).backgroundColor), selector);
  const [highlight, canvas] = await page.evaluate(() =>
    ["Highlight", "Canvas"].map((name) => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.cssText = `background: ${name}; forced-color-adjust: none`;
      const { backgroundColor } = getComputedStyle(probe);
      probe.remove();
      return backgroundColor;
    }),
  );
  expect(highlight).not.toBe(canvas);
  for (const current of ["[aria-current=page]", "[aria-pressed=true]"]) {
    const found = await ground(current);
    expect(found.length, current).toBeGreaterThan(0);
    expect(new Set(found), current).toEqual(new Set([highlight]));
  }
  for (const other of [".list-tabs a:not([aria-current])", ".button[aria-pressed=false]"]) expect(await ground(other), other).not.toContain(highlight);
  const [primary] = await ground("dialog .button.primary");
  const plain = await ground("dialog .button:not(.primary)");
  expect(plain.length).toBeGreaterThan(0);
  expect(plain).not.toContain(primary);
});
