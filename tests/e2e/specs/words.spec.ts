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
