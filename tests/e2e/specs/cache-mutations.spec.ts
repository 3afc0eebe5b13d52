import type { Page } from "@playwright/test";
import type { App } from "../support/app";
import { Console, sentTo } from "../support/console";
import { keepSignedIn, keptOperations } from "../support/kept";
import type { Standin } from "../support/standin";
import { expect, test } from "../support/test";

const SAVE = "mutation Save { SaveMediaListEntry(mediaId: 1, progress: 2) { id progress } }";
const shelf = (page: Page) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) });
const home = (page: Page) => page.getByRole("link", { name: "Home" }).filter({ visible: true }).click();

/** Keeps what is trending, which stays fresh for minutes, and opens the console. */
async function keepTrending(app: App, page: Page, standin: Standin): Promise<Console> {
  await keepSignedIn(page, standin, "kaede");
  await app.open();
  await expect(shelf(page).first()).toBeVisible();
  await expect(page.getByText("Trending now")).toBeVisible();
  await expect(page.locator(".skeleton")).toHaveCount(0);
  // It is on screen before it is kept, and the console is another visit.
  await expect.poll(() => keptOperations(page)).toContain("Trending");
  const console = await Console.open(app);
  await standin.forget();
  return console;
}

/** How often AniList was asked for what is trending, since it was kept. */
async function asked(standin: Standin): Promise<number> {
  return (await sentTo(standin)).filter(({ json }) => /^query \w*Trending/.test(json.query)).length;
}

async function mutate(console: Console, page: Page): Promise<void> {
  await console.write(SAVE);
  await console.run.click();
  await page.getByRole("button", { name: "Send mutation" }).click();
}

for (const fault of ["drop_after", "partial"] as const)
  test(`a mutation that ends in ${fault} may have been carried out, so what is kept is asked anew`, async ({ app, page, standin, trouble }) => {
    trouble.allow(/graphql\.anilist\.co/);
    const console = await keepTrending(app, page, standin);
    await standin.fail({ operation: "Save", fault, times: 0 });
    await mutate(console, page);
    await expect(console.runs.first()).toContainText(/done|failed/);
    await home(page);
    await expect.poll(() => asked(standin)).toBe(1);
  });

test("a mutation that was cancelled after it was sent may have been carried out, too", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  const console = await keepTrending(app, page, standin);
  await standin.fail({ operation: "Save", fault: "stall" });
  await mutate(console, page);
  await expect.poll(async () => (await sentTo(standin)).length).toBe(1);
  await console.cancel.click();
  await home(page);
  await expect.poll(() => asked(standin)).toBe(1);
});

test("a query changes nothing, whatever words stand in it", async ({ app, page, standin }) => {
  const console = await keepTrending(app, page, standin);
  await console.send("query mutation { Viewer { id } } # mutation Save");
  await home(page);
  await expect(page.getByText("Updated just now").last()).toBeVisible();
  await expect(shelf(page).last()).toBeVisible();
  expect(await asked(standin)).toBe(0);
});
