import { defineConfig } from "@playwright/test";
import { ENGINES, type EngineName } from "./browsers/engines";

const all = Object.keys(ENGINES) as EngineName[];
const missing = all.filter((name) => ENGINES[name].missing());
// A machine that checks for others checks everything; elsewhere what is there is tested.
if (missing.length > 0 && process.env.CI) throw new Error(`Missing: ${missing.map((name) => ENGINES[name].needs).join("; ")}. .ci/setup test installs them.`);
// Each worker reads this file as well.
if (process.env.TEST_WORKER_INDEX === undefined)
  for (const name of missing) console.log(`Skipped: the journeys in ${name}, which needs ${ENGINES[name].needs}`);

export default defineConfig<object, { engineName: EngineName }>({
  testDir: "browsers",
  outputDir: "test-results/browsers",
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // An edit whose answer was lost waits for a minute.
  timeout: 180_000,
  expect: { timeout: 25_000 },
  reporter: [["list"]],
  projects: all.filter((name) => !missing.includes(name)).map((name) => ({ name, use: { engineName: name } })),
});
