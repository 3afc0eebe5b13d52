import type { Locator, Page } from "@playwright/test";
import { Console } from "../support/console";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

const picker = (page: Page) => page.getByRole("combobox", { name: "Example" });
const examples = (page: Page, label: string): Locator => picker(page).locator(`optgroup[label="${label}"]`).getByRole("option");

test("the app's own requests are examples, reads and changes apart; undo brings back what was there", async ({ app, page }) => {
  const console = await Console.open(app);
  await console.write("{ mine }");
  expect(await examples(page, "What is read").allTextContents()).toEqual(expect.arrayContaining(["MediaListChunk", "Trending", "Viewer"]));
  expect(await examples(page, "What is changed").allTextContents()).toEqual(expect.arrayContaining(["DeleteEntry", "SaveEntry", "ToggleFavourite"]));
  await picker(page).selectOption("Trending");
  await expect(console.query).toContainText("query Trending($perPage: Int!)");
  await expect(console.operation).toHaveValue("Trending");
  await console.query.focus();
  await page.keyboard.press("Control+z");
  await expect(console.query).toContainText("{ mine }");
});

test("every example that reads runs as it stands, as who is signed in", async ({ app, page, standin }) => {
  test.setTimeout(90_000);
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await console.loadSchema();
  const names = await examples(page, "What is read").allTextContents();
  expect(names.length).toBeGreaterThan(7);
  for (const [count, name] of names.entries()) {
    await picker(page).selectOption(name);
    await expect(console.operation).toHaveValue(name);
    await expect(console.problems, name).toHaveCount(0);
    await console.run.click();
    await expect(console.runs).toHaveCount(count + 1);
    await expect(console.runs.first(), name).toContainText(`${name} done · 200`);
    await expect(page.getByRole("treeitem", { name: /^errors: / }), name).toHaveCount(0);
  }
});

test("every example that changes fits the schema, and asks first", async ({ app, page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await console.loadSchema();
  for (const name of await examples(page, "What is changed").allTextContents()) {
    await picker(page).selectOption(name);
    await expect(console.operation).toHaveValue(name);
    await expect(console.problems, name).toHaveCount(0);
    await console.run.click();
    await expect(console.question, name).toHaveAccessibleName("Change data at AniList as kaede?");
    await page.getByRole("button", { name: "Don’t send" }).click();
  }
  await expect(console.runs).toHaveCount(0);
});

test("without a login the place of a name is marked", async ({ app, page }) => {
  const console = await Console.open(app);
  await picker(page).selectOption("ListOwner");
  expect(JSON.parse(await console.text(console.variables))).toEqual({ name: "NAME" });
});
