// Lighthouse's simulated phone on the list as a guest sees it.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { note } from "./stats.mjs";
import { place } from "./tab.mjs";

const program = fileURLToPath(new URL("../node_modules/lighthouse/cli/index.js", import.meta.url));
/** @type {Record<string, string>} */
const AUDITS = { fcp: "first-contentful-paint", lcp: "largest-contentful-paint", tbt: "total-blocking-time", cls: "cumulative-layout-shift", si: "speed-index" };

/**
 * @param {{page: import("../pages/peer.mjs").BenchPage, server: import("../server/server.mjs").Server, chromium: string, flags: string[]}} visit
 * @param {import("./stats.mjs").Samples} samples
 */
export async function lighthouse({ page, server, chromium, flags }, samples) {
  const url = place(page, server).origin + page.path;
  const options = ["--output=json", "--quiet", "--only-categories=performance", `--chrome-flags=--headless=new ${flags.join(" ")}`];
  const { stdout } = await promisify(execFile)(process.execPath, [program, url, ...options], {
    env: { ...process.env, CHROME_PATH: chromium },
    maxBuffer: 256 * 1024 * 1024,
  });
  const report = JSON.parse(stdout);
  if (report.runtimeError) throw new Error(`${page.label}: ${report.runtimeError.message}`);
  note(samples, "score", report.categories.performance.score * 100);
  for (const [measure, audit] of Object.entries(AUDITS)) note(samples, measure, report.audits[audit].numericValue);
}
