import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Where cargo puts what it builds. */
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");

/** The production bundle for a site's root: what `make dist` writes without a client id. */
export const DIST = resolve(root, "dist");
/** The path that this bundle was built for: `PUBLIC_URL`. */
export function publicPath(): string {
  const path = /<base href="?([^"> ]+)/.exec(readFileSync(resolve(DIST, "index.html"), "utf8"))?.[1];
  if (!path) throw new Error(`${DIST}/index.html has no <base>. Build it with \`make dist\`.`);
  return path;
}
/** The same, built with `PUBLIC_URL=/tsuzuki/`. */
export const DIST_SUB = resolve(root, "dist-sub");
/** SECURITY.md, whose table of what is stored is compared with the page word by word. */
export const SECURITY = resolve(root, "SECURITY.md");
/** Pages that try to frame the app. */
export const EVIL = resolve(root, "tests/e2e/evil");
/** The stand-in, built by `cargo build --example standin`. */
export const STANDIN = resolve(target, "debug/examples/standin");

/** The Chromium for tests that need no windows: Debian's headless shell, which takes half the time, or the browser itself. */
export function headlessChromium(): string {
  const shell = "/usr/bin/chromium-headless-shell";
  return !process.env.CHROMIUM && existsSync(shell) ? shell : chromium();
}

/** The browser to test with: `CHROMIUM`, or the first that is installed. */
export function chromium(): string {
  const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];
  const found = process.env.CHROMIUM ?? places.find((place) => existsSync(place));
  if (!found) throw new Error("No Chromium found. Run .ci/setup test, or set CHROMIUM to the path of one.");
  return found;
}
