import { App } from "../support/app";
import { TRIGUN, expectAllSent, openList, plus, row } from "../support/edits";
import { publicPath } from "../support/paths";
import { PUBLISHED } from "../support/standin";
import { expect, test } from "../support/test";

// Alone, before something is published (`make smoke`): the bundle that is to be published, at its own path.
test("log in, one episode more, log out", async ({ page, standin }) => {
  const base = PUBLISHED.origin + publicPath();
  await standin.client(PUBLISHED.client, base);
  const app = new App(page, base);
  await app.open();
  await app.logIn("kaede");
  expect(new URL(page.url()).hash).toBe("");
  const before = (await standin.entry("kaede", TRIGUN.id))!;
  await openList(app);
  await plus(page, TRIGUN.title).click();
  await expect(row(page, TRIGUN.title)).toContainText(`${before.progress + 1} / 26`);
  await expectAllSent(page);
  await expect.poll(async () => (await standin.entry("kaede", TRIGUN.id))?.progress).toBe(before.progress + 1);
  await app.open("session");
  await page.getByRole("button", { name: "Log out", exact: true }).click();
  // The history of what was changed goes with it.
  await page.getByRole("button", { name: "Log out and lose them" }).click();
  await app.expectSignedOut();
});
