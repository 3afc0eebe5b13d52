import { defineConfig } from "@playwright/test";

// What tests/e2e/retry/check runs: tests without a browser that fail as often as their title says.
export default defineConfig({
  testDir: ".",
  testMatch: "fails.ts",
  outputDir: process.env.RETRY_FOLDER,
  workers: 2,
  fullyParallel: true,
  retries: 0,
  projects: [{ name: "one" }, { name: "two", grep: /in two/ }],
});
