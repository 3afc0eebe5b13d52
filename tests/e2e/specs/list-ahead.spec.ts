import type { Page } from "@playwright/test";
import type { App } from "../support/app";
import { keepSignedIn } from "../support/kept";
import { rows } from "../support/list";
import type { Standin } from "../support/standin";
import { expect, test } from "../support/test";

const whole = (page: Page) => page.getByRole("status").filter({ hasText: /^\d+ entries$/ });
const link = (page: Page) => page.getByRole("link", { name: "Anime", exact: true }).filter({ visible: true }).first();
const asked = async (standin: Standin) =>
  (await standin.journal("graphql.anilist.co")).filter(({ method }) => method === "POST").map(({ operation }) => operation);

/** Home, with all of the app there. */
async function openHome(app: App, page: Page): Promise<void> {
  await app.open();
  await expect(page.getByRole("button", { name: /^Increase progress of / }).first()).toBeVisible();
  await app.expectWhole();
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).some(({ name }) => name?.endsWith(":edits")))).toBe(true);
}

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
});

for (const [how, come] of [
  ["the pointer", (page: Page) => link(page).hover()],
  ["the keyboard", (page: Page) => link(page).focus()],
] as const) {
  test(`a list that ${how} comes to is read ahead, once, and opens with what came`, async ({ app, page, standin }) => {
    await openHome(app, page);
    await standin.forget();
    await come(page);
    await expect.poll(() => asked(standin)).toEqual(["ListOwner_MediaListChunk"]);
    await page.getByRole("link", { name: "Home", exact: true }).filter({ visible: true }).first().focus();
    await come(page);
    // Whatever else is asked is not answered.
    await standin.fail({ fault: "stall", times: 0 });
    await link(page).click();
    await expect(rows(page).first()).toBeVisible();
  });
}

test("who opens a list at once asks for it once", async ({ app, page, standin }) => {
  await openHome(app, page);
  await standin.forget();
  await standin.fail({ fault: "delay", ms: 3_000 });
  await link(page).hover();
  await link(page).click();
  await expect(rows(page).first()).toBeVisible();
  expect((await asked(standin))[0]).toBe("ListOwner_MediaListChunk");
  await expect(whole(page)).toBeVisible();
  expect((await asked(standin)).filter((operation) => operation?.includes("ListOwner"))).toHaveLength(1);
});

test("who leaves a list before it is there and comes back at once gets it", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  await openHome(app, page);
  await standin.fail({ fault: "delay", ms: 1_000 });
  await link(page).click();
  await expect.poll(() => asked(standin)).toContain("ListOwner_MediaListChunk");
  // Within one step of the page: the request that is given up has not ended when it is wanted again.
  await page.evaluate(async () => {
    const link = (name: string) => [...document.querySelectorAll("a")].find(({ textContent, offsetParent }) => offsetParent && textContent?.trim() === name)!;
    for (const name of ["Home", "Anime"]) {
      link(name).click();
      await new Promise((done) => setTimeout(done, 0));
    }
  });
  await expect(rows(page).first()).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
});
