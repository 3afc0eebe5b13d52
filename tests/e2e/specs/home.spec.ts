import { ORIGIN } from "../support/app";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

test("signed out, home says what this is, and shows what is trending without a token", async ({ app, page, standin }) => {
  await app.open();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const main = page.getByRole("main");
  for (const words of ["unofficial client for AniList", "What it asks for", "What it stores, and where", "The token, your name and picture", "local storage", "in the console", "requests were sent in the last minute", "IndexedDB", "AniList's answers", "edits that AniList does not have yet", "the history of those it has", "Where requests go", "https://graphql.anilist.co"])
    await expect(main).toContainText(words);
  await expect(page.getByRole("heading", { name: "Trending now" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) })).toHaveCount(12);
  const requests = (await standin.journal("graphql.anilist.co")).filter((seen) => seen.method === "POST");
  expect(requests.map((seen) => seen.operation)).toEqual(["Trending"]);
  expect(requests[0]!.headers["authorization"]).toBeUndefined();
  expect(requests[0]!.body).toContain("isAdult: false");
});

test("signed in, home shows banner, avatar, counts and score format, with one request for all of it", async ({ app, page, standin }) => {
  const token = await keepSignedIn(page, standin, "kaede");
  await app.open();
  await expect(page.getByRole("heading", { level: 1, name: "kaede", exact: true })).toBeVisible();
  await expect(page.getByRole("definition").first()).toHaveText(/\w/);
  await expect(page.getByText("Score format")).toBeVisible();
  for (const kind of ["Anime", "Manga"]) {
    const panel = page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: kind, exact: true }) });
    await expect(panel).toContainText(/[1-9]\d* titles · [\d,]+ (episodes watched|chapters read)/);
    await expect(panel.getByRole("listitem").first()).toBeVisible();
  }
  await expect(page.locator("img.hero-banner")).toHaveJSProperty("complete", true);
  expect(await page.locator("img.hero-banner").getAttribute("src")).toMatch(/^https:\/\/s4\.anilist\.co\//);
  await expect(page.getByRole("link", { name: "Profile at AniList" })).toHaveAttribute("href", /^https:\/\/anilist\.co\/user\//);
  const requests = (await standin.journal("graphql.anilist.co")).filter((seen) => seen.method === "POST");
  expect(requests.map((seen) => seen.operation!.split("_").sort())).toEqual([["AiringOnList", "AiringOnList", "ListOwner", "MediaListChunk", "MediaListChunk", "Trending", "Viewer"]]);
  expect(requests.every((seen) => seen.headers["authorization"] === `Bearer ${token}`)).toBe(true);
});

test("one with empty lists is told what will stand there", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "new");
  await app.open();
  await expect(page.getByRole("heading", { level: 1, name: "new", exact: true })).toBeVisible();
  await expect(page.getByText("Nothing here yet.")).toHaveCount(2);
});

test("a very long name does not widen the page", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  const long = "Wolfeschlegelsteinhausenbergerdorff".repeat(3);
  await page.route("https://graphql.anilist.co/", async (route) => {
    const response = await route.fetch({ url: `https://127.0.0.1:${standin.port}/`, headers: { ...(await route.request().allHeaders()), host: "graphql.anilist.co" } });
    await route.fulfill({ response, body: (await response.text()).replaceAll('"kaede"', `"${long}"`) });
  });
  for (const width of [320, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await app.open();
    await expect(page.getByRole("heading", { level: 1, name: long, exact: true })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
  await page.unrouteAll({ behavior: "wait" });
});

test("data that comes beside errors is shown, and what is missing is said", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await page.route("https://graphql.anilist.co/", async (route) => {
    if (!route.request().postData()?.includes("Viewer")) return route.continue();
    const headers = { "access-control-allow-origin": "*", "content-type": "application/json" };
    const body = { data: { Viewer: { id: 5001, name: "kaede", statistics: null } }, errors: [{ message: "Statistics are being computed.", status: 500, path: ["Viewer", "statistics"] }] };
    await route.fulfill({ headers, body: JSON.stringify(body) });
  });
  await app.open();
  await expect(page.getByRole("heading", { level: 1, name: "kaede", exact: true })).toBeVisible();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByRole("button", { name: "Retry" })).toBeVisible();
});

test("a request is withdrawn when its page is left", async ({ app, page, standin }) => {
  await standin.fail({ operation: "Trending", fault: "stall" });
  await app.open();
  await expect.poll(async () => (await standin.journal("graphql.anilist.co")).some((seen) => seen.operation === "Trending")).toBe(true);
  const failed = page.waitForEvent("requestfailed", (request) => request.url().startsWith("https://graphql.anilist.co"));
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  expect((await failed).failure()!.errorText).toBe("net::ERR_ABORTED");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.getByRole("link", { name: "Home" }).filter({ visible: true }).first().click();
  await expect(page.getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) })).toHaveCount(12);
  expect(page.url()).toBe(ORIGIN);
});

// SECURITY.md: A2
test("an answer for the account before is not shown after a switch", async ({ app, page, standin, context }) => {
  await keepSignedIn(page, standin, "kaede");
  await standin.fail({ operation: "Viewer", fault: "delay", ms: 1_500 });
  await app.open();
  await expect.poll(async () => (await standin.journal("graphql.anilist.co")).length).toBeGreaterThan(0);
  const other = await context.newPage();
  await keepSignedIn(other, standin, "ren");
  await expect(page.getByRole("heading", { level: 1, name: "ren", exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "kaede", exact: true })).toHaveCount(0);
  await expect(page.getByRole("link", { name: /ren/ }).first()).toBeVisible();
});
