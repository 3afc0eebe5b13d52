// Opening a page as somebody new, or as somebody who comes back.
import { ask, probe } from "./probe.mjs";

/**
 * @typedef {import("../pages/peer.mjs").BenchPage} BenchPage
 * @typedef {import("../server/server.mjs").Server} Server
 * @typedef {import("../pages/peer.mjs").StorageState} StorageState
 * @typedef {{browser: import("playwright-core").Browser, page: BenchPage, server: Server, state: StorageState}} Visit
 */

/** Signed in, and with nothing else: no cache, no database. @param {Visit} visit */
export async function visitor({ browser, page, server, state }) {
  const context = await browser.newContext({ storageState: state, viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
  context.setDefaultTimeout(30_000);
  await context.addInitScript(probe, { plus: page.plus, count: server.count });
  const { origin } = place(page, server);
  /** A tab on its way to the list. */
  async function open() {
    const tab = await context.newPage();
    await tab.goto(origin + page.path, { waitUntil: "commit" });
    return tab;
  }
  return {
    context,
    open,
    /** A tab that has the whole list, and nothing left to do. */
    async settled() {
      const tab = await open();
      await ask(tab, "wholeList");
      await tab.waitForLoadState("load");
      await tab.waitForTimeout(1500);
      return tab;
    },
  };
}

/** @param {BenchPage} page @param {Server} server */
export function place(page, server) {
  return /** @type {import("../server/server.mjs").Place} */ (server.places[page.name]);
}
