import { defineConfig } from "@playwright/test";

// The browser is launched by support/test.ts: each worker maps AniList's host names to a stand-in of its own.
export default defineConfig({
  testDir: "specs",
  outputDir: "test-results",
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // tests/e2e/run says what becomes of a test that fails.
  retries: 0,
  timeout: 30_000,
  // Other programs may share the machine's two cores.
  expect: { timeout: 10_000 },
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
