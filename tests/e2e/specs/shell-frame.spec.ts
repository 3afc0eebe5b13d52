import { ORIGIN } from "../support/app";
import { expect, test } from "../support/test";

const CALLBACK = `${ORIGIN}#access_token=canary&token_type=bearer&state=x`;

for (const [name, options] of [
  ["a plain frame", {}],
  ["a sandboxed frame", { sandbox: "allow-scripts" }],
  ["a sandboxed frame of the same origin", { sandbox: "allow-scripts allow-same-origin" }],
  ["a frame inside a frame", { nested: "" }],
] as const)
  for (const [what, src] of [
    ["the app", ORIGIN],
    ["an answer of AniList", CALLBACK],
  ] as const)
    // SECURITY.md: P5
    test(`${what} in ${name} offers nothing but a way out`, async ({ page, standin, trouble }) => {
      // A sandboxed frame may not load the site's own scripts, and says so.
      trouble.allow(/CORS policy|Failed to load resource|sandboxed/);
      await page.addInitScript(() => {
        if (self.origin !== "https://tsuzuki.test" && location.host !== "tsuzuki.test") return;
        for (const method of ["getItem", "setItem", "key"] as const) {
          const original = Storage.prototype[method] as (...args: string[]) => unknown;
          Object.defineProperty(Storage.prototype, method, {
            value(...args: string[]) {
              console.error(`storage was used: ${method}`);
              return original.apply(this, args);
            },
          });
        }
      });
      await page.goto(`https://evil.test/?${new URLSearchParams({ src, ...options })}`);
      let frame = page.frameLocator("iframe");
      if ("nested" in options) frame = frame.frameLocator("iframe");
      const out = frame.getByRole("link", { name: "Open Tsuzuki in its own tab" });
      await expect(out).toHaveAttribute("href", ORIGIN);
      await expect(out).toHaveAttribute("rel", "noopener noreferrer");
      await page.waitForLoadState("networkidle");
      await expect(frame.getByRole("link")).toHaveCount(1);
      await expect(frame.getByRole("button").filter({ visible: true })).toHaveCount(0);
      await expect(frame.locator("#shell")).toHaveCount(0);
      const inner = page.frames().at(-1)!;
      expect(await inner.evaluate(() => location.href)).toBe(ORIGIN);
      expect(await inner.evaluate(() => "tsuzukiCallback" in self)).toBe(false);
      expect(await standin.journal("graphql.anilist.co"), "no request to the API").toEqual([]);
      expect((await standin.journal()).filter((seen) => seen.path.endsWith(".wasm")).length, "no start").toBeLessThanOrEqual(1);
    });

// SECURITY.md: P5
test("a frame without scripts shows no control either", async ({ page, standin, trouble }) => {
  trouble.allow(/Blocked script execution|sandboxed/);
  await page.goto(`https://evil.test/?${new URLSearchParams({ src: ORIGIN, sandbox: "" })}`);
  const frame = page.frameLocator("iframe");
  await expect(frame.getByRole("heading", { name: "Tsuzuki needs JavaScript" })).toBeVisible();
  await expect(frame.getByRole("link").or(frame.getByRole("button")).filter({ visible: true })).toHaveCount(0);
  expect(await standin.journal("graphql.anilist.co")).toEqual([]);
});
