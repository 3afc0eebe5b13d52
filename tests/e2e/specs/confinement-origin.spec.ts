import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

const TARGETS = ["https://evil.test/", "https://tsuzuki.test/elsewhere", "https://anilist.co/graphql"];

for (const status of [302, 307])
  // SECURITY.md: T3
  test(`an answer of the API that redirects with ${status} is not followed, so the token goes nowhere`, async ({ app, page, standin, trouble }) => {
    trouble.allow(/graphql\.anilist\.co|Failed to load|CORS/);
    const token = await keepSignedIn(page, standin, "kaede");
    let turn = 0;
    await page.route("https://graphql.anilist.co/", (route) => {
      const location = TARGETS[turn++ % TARGETS.length]!;
      return route.fulfill({ status, headers: { location, "access-control-allow-origin": "*" } });
    });
    const elsewhere: string[] = [];
    page.on("request", async (request) => {
      if (request.redirectedFrom()) elsewhere.push(request.url());
      // The page may be closed while one asks.
      const { authorization } = await request.allHeaders().catch(() => request.headers());
      if (authorization) expect(new URL(request.url()).host).toBe("graphql.anilist.co");
    });
    await app.open();
    await expect(page.getByRole("alert").first()).toContainText("AniList did not answer");
    expect(turn).toBeGreaterThan(0);
    expect(elsewhere).toEqual([]);
    expect(JSON.stringify(await standin.journal())).not.toContain(token);
  });

// SECURITY.md: T5
test("pictures and files are asked for without the token and without a path in the Referer", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  await app.open("session");
  await app.open();
  await expect(page.getByRole("heading", { level: 1, name: "kaede", exact: true })).toBeVisible();
  await expect.poll(async () => (await standin.journal("s4.anilist.co")).length).toBeGreaterThan(1);
  for (const { headers, host } of await standin.journal()) {
    if (host !== "graphql.anilist.co") expect(headers["authorization"]).toBeUndefined();
    if (headers["referer"]) expect(new URL(headers["referer"]).pathname).toBe("/");
    if (host !== "anilist.co") expect(headers["cookie"]).toBeUndefined();
  }
});

// SECURITY.md: C9
test("links that leave the app tell the other page neither address nor opener", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  for (const path of ["", "session", "login"]) {
    await app.open(path);
    await expect(page.getByRole("link", { name: /kaede/ }).first()).toBeVisible();
    const links = await page.locator("a[href^=http]").evaluateAll((links) =>
      (links as HTMLAnchorElement[]).filter((link) => link.origin !== location.origin).map((link) => [link.href, link.rel, link.target]),
    );
    for (const [href, rel, target] of links) expect([href, rel, target]).toEqual([href, "noopener noreferrer", "_blank"]);
  }
});
