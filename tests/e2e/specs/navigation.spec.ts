import { App, ORIGIN, SUB_PATH } from "../support/app";
import { expect, test } from "../support/test";

for (const base of [ORIGIN, SUB_PATH])
  test(`every page can be opened by its address, at ${base}`, async ({ page }) => {
    const app = new App(page, base);
    for (const [path, heading, title] of [
      ["", "Your AniList, straight from this browser", "Home"],
      ["session", "Session", "Session"],
      ["console", "Console", "Console"],
      ["login", "Log in", "Log in"],
      ["login/token", "Use a token instead", "Use a token"],
      ["requests", "Requests", "Requests"],
      ["edits", "Unsent edits", "Unsent edits"],
      ["history", "History", "History"],
      ["transfer", "Export and import", "Export and import"],
      ["user/kaede/animelist/Watching", /kaede/, "Anime list"],
      ["user/kaede/mangalist", /kaede/, "Manga list"],
      ["no/such/page", "There is nothing here", "Nothing here"],
    ] as const) {
      await app.open(path);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
      await expect(page).toHaveTitle(`${title} · Tsuzuki for AniList`);
    }
  });

test("a change of page changes title and address, moves the focus to the heading, and can be undone", async ({ app, page }) => {
  await app.open();
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  await expect(page).toHaveTitle("Session · Tsuzuki for AniList");
  await expect(page.getByRole("heading", { level: 1, name: "Session" })).toBeFocused();
  expect(page.url()).toBe(`${ORIGIN}session`);
  await expect(page.getByRole("link", { name: "Session" }).filter({ visible: true }).first()).toHaveAttribute("aria-current", "page");
  await page.goBack();
  await expect(page).toHaveTitle("Home · Tsuzuki for AniList");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.goForward();
  await expect(page).toHaveTitle("Session · Tsuzuki for AniList");
});

test("moving between pages loads no document and scrolls to the top", async ({ app, page, standin }) => {
  await page.setViewportSize({ width: 400, height: 500 });
  await app.open();
  await expect(page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) })).toHaveCount(12);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Session" })).toBeInViewport();
  const documents = (await standin.journal("tsuzuki.test")).filter((seen) => !seen.path.includes("."));
  expect(documents.map((seen) => seen.path)).toEqual(["/"]);
});

test("the skip link leads past the navigation", async ({ app, page }) => {
  await app.open();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("button", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
});

test("an unknown address says so and leads home", async ({ app, page }) => {
  await app.open("anime/1/cowboy-bebop");
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await page.getByRole("link", { name: "Go home" }).click();
  expect(page.url()).toBe(ORIGIN);
  await expect(page.getByRole("heading", { name: "Trending now" })).toBeVisible();
});

test("a link opened with a modifier key opens another tab", async ({ app, context, page }) => {
  await app.open();
  const [opened] = await Promise.all([
    context.waitForEvent("page"),
    page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click({ modifiers: ["ControlOrMeta"] }),
  ]);
  await opened.waitForURL(`${ORIGIN}session`);
  expect(page.url()).toBe(ORIGIN);
});

test("a whole login can be done with the keyboard", async ({ app, page }) => {
  await app.open("session");
  await page.getByRole("main").getByRole("button", { name: "Log in with AniList" }).filter({ visible: true }).first().focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Log in as kaede" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Approve" }).focus();
  await page.keyboard.press("Enter");
  await app.expectSignedIn("kaede");
  // The page that a login comes back to begins at its heading.
  await expect(page.getByRole("heading", { level: 1, name: "Session" })).toBeFocused();
  await page.getByRole("button", { name: "Log out", exact: true }).focus();
  await page.keyboard.press("Enter");
  await app.expectSignedOut();
});
