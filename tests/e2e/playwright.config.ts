import { defineConfig } from "@playwright/test";

// The browser is launched by support/test.ts: each worker maps AniList's host names to a stand-in of its own.
export default defineConfig({
  testDir: "specs",
  outputDir: "test-results",
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // Hundreds of tests share a machine with whatever else runs there. Where nobody watches, one that fails is tried once
  // more, and the end of the output lists it as flaky; on one's own machine it fails.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: {
    contextOptions: { reducedMotion: "reduce" },
    ignoreHTTPSErrors: true,
    locale: "en-US",
    timezoneId: "UTC",
    // Recording takes a fifth of the time. `TRACE=1 make e2e SPECS=specs/home.spec.ts` makes one of each failure.
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    viewport: { width: 1280, height: 800 },
  },
});
