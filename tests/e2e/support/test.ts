import { type LaunchOptions, test as base } from "@playwright/test";
import { AniList } from "./anilist";
import { App, ORIGIN } from "./app";
import { Login } from "./login";
import { headlessChromium } from "./paths";
import { Standin } from "./standin";
import { Trouble } from "./trouble";

interface TestFixtures {
  /** Watches for errors and violations; checked at the end of every test without being asked for. */
  trouble: Trouble;
  /** The app at https://tsuzuki.test/, which has a client id built in. */
  app: App;
  /** AniList's own pages. */
  anilist: AniList;
  /** A login of the app whose answer the test writes. */
  login: Login;
  /** Resets the stand-in before each test. */
  fresh: void;
}

interface WorkerFixtures {
  /** How many entries kaede's lists hold together; a file that needs many says so with `test.use`. */
  entries: number | undefined;
  standin: Standin;
}

/** Host names that exist for the browser. Every other name, and every other port, cannot be reached. */
const HOSTS = ["anilist.co", "*.anilist.co", "tsuzuki.test", "*.tsuzuki.test", "pages.test", "evil.test"];

/** How to start a browser for which AniList's host names lead to this stand-in. */
export function launchOptions(standin: Standin): LaunchOptions {
  const rules = [...HOSTS.map((host) => `MAP ${host}:443 127.0.0.1:${standin.port}`), "MAP * ~NOTFOUND"];
  return {
    executablePath: headlessChromium(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-proxy-server",
      "--ignore-certificate-errors",
      `--host-resolver-rules=${rules.join(", ")}`,
    ],
  };
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  entries: [undefined, { option: true, scope: "worker" }],

  standin: [
    async ({ entries }, use) => {
      const standin = await Standin.start(entries);
      await use(standin);
      await standin.stop();
    },
    { scope: "worker" },
  ],

  // The shipped bundle talks to AniList's real names over TLS, so that its CSP, CORS, Referer and redirects are the real
  // ones; only the browser knows that the names lead here.
  browser: [
    async ({ playwright, standin }, use) => {
      const browser = await playwright.chromium.launch(launchOptions(standin));
      await use(browser);
      await browser.close();
    },
    { scope: "worker" },
  ],

  fresh: [
    async ({ standin }, use) => {
      await standin.begin();
      await use();
    },
    { auto: true },
  ],

  trouble: [
    async ({ context }, use) => {
      const trouble = await Trouble.watch(context);
      await use(trouble);
      trouble.expectNone();
    },
    { auto: true },
  ],

  app: async ({ page }, use) => {
    await use(new App(page, ORIGIN));
  },

  anilist: async ({ page }, use) => {
    await use(new AniList(page));
  },

  login: async ({ page, app }, use) => {
    await use(new Login(page, app));
  },
});

export { expect } from "@playwright/test";
