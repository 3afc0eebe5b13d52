// How the runner uses a page written for comparison. The three have the same controls by the same names.

/**
 * What a page of the bench is to the runner.
 * @typedef {object} BenchPage
 * @property {string} name
 * @property {string} label In the tables.
 * @property {string} path Of the list.
 * @property {string} plus Selector of the buttons that increase a progress.
 * @property {(browser: Browser, server: Server) => Promise<StorageState>} signIn
 * @property {(page: Page) => import("playwright-core").Locator} filter
 * @property {(page: Page, sort: "Title" | "Score" | "Last updated") => Promise<unknown>} sort
 * @property {(page: Page, section: "All" | "Watching" | "Completed") => Promise<unknown>} section
 * @property {(page: Page, title: string) => Promise<unknown>} open The dialog of an entry.
 * @property {(page: Page) => Promise<unknown>} close
 *
 * @typedef {import("playwright-core").Browser} Browser
 * @typedef {import("playwright-core").Page} Page
 * @typedef {import("../server/server.mjs").Server} Server
 * @typedef {Awaited<ReturnType<import("playwright-core").BrowserContext["storageState"]>>} StorageState
 */

/** @param {string} name @param {string} label @returns {BenchPage} */
export const peer = (name, label) => ({
  name,
  label,
  path: "/",
  plus: '[aria-label^="Increase progress of"]',
  async signIn(_, server) {
    const origin = /** @type {string} */ (server.places[name]?.origin);
    return { cookies: [], origins: [{ origin, localStorage: [{ name: "token", value: await server.token() }] }] };
  },
  filter: (page) => page.getByRole("searchbox", { name: "Filter" }),
  sort: (page, sort) => page.getByRole("combobox", { name: "Sort" }).selectOption(sort),
  section: (page, section) => page.getByRole("tab", { name: new RegExp(`^${section}\\b`) }).click(),
  open: async (page, title) => {
    await page.getByRole("button", { name: title, exact: true }).first().click();
    await page.getByRole("dialog", { name: title }).waitFor();
  },
  close: async (page) => {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  },
});
