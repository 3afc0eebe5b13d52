import { test as base, expect } from "@playwright/test";
import { Standin } from "../support/standin";
import { type Browser, ENGINES, type Engine, type EngineName } from "./engines";
import type { Tab } from "./tab";

interface TestFixtures {
  /** A browser of the engine under test, with a new profile. Checked at the end: no page may have said an error. */
  opened: Browser;
  /** Its first tab. */
  tab: Tab;
}

interface WorkerFixtures {
  engineName: EngineName;
  standin: Standin;
  engine: Engine;
}

/** Not what AniList's own pages say, nor that a deep link on a static host comes with status 404. */
const ours = (error: string) => !error.startsWith("https://anilist.co/") && !(/status of 404/.test(error) && (!/\.\w+ /.test(error) || /\/favicon\.ico /.test(error)));

/** Playwright's runner and what it waits with, without its browsers. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  engineName: ["chromium", { option: true, scope: "worker" }],

  standin: [
    async ({}, use) => {
      const standin = await Standin.start();
      await use(standin);
      await standin.stop();
    },
    { scope: "worker" },
  ],

  engine: [
    async ({ engineName, standin }, use) => {
      const engine = await ENGINES[engineName].open(standin.port);
      await use(engine);
      await engine.stop();
    },
    { scope: "worker" },
  ],

  opened: async ({ engine, engineName, standin }, use, info) => {
    await standin.begin();
    const browser = await engine.start();
    await use(browser);
    if (info.status !== info.expectedStatus) console.log(`${engineName}, “${info.title}”:\n${await browser.window.shown()}\n`);
    else expect.soft((await browser.errors()).filter((error) => ours(error) && !browser.allowed?.test(error)), "errors in the console").toEqual([]);
    await browser.close();
  },

  tab: async ({ opened }, use) => {
    await use(opened.window.tabs[0]!);
  },
});

export { expect };
