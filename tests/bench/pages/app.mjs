// How the runner uses this app.
import { peer } from "./peer.mjs";

/** @type {import("./peer.mjs").BenchPage} */
export const app = {
  ...peer("app", "This app"),
  path: "/user/kaede/animelist",
  // As a person does, through AniList's pages.
  async signIn(browser, server) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const { origin } = /** @type {{origin: string}} */ (server.places["app"]);
    await page.goto(`${origin}/login`);
    const name = "Log in with AniList";
    await page.getByRole("button", { name }).or(page.getByRole("link", { name })).filter({ visible: true }).first().click();
    await page.getByRole("button", { name: "Log in as kaede" }).click();
    await page.getByRole("button", { name: "Approve" }).click();
    await page.waitForURL((url) => url.origin === origin && !url.hash);
    await page.getByText("kaede", { exact: true }).filter({ visible: true }).first().waitFor();
    const state = await context.storageState();
    await context.close();
    return state;
  },
  section: (page, section) => page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: new RegExp(`^${section}\\b`) }).click(),
  open: async (page, title) => {
    await page.getByRole("table").getByRole("link", { name: title, exact: true }).first().click();
    await page.getByRole("dialog", { name: title }).waitFor();
  },
};
