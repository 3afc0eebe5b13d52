import { expectAllSent, mutations } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { rows, titles } from "../support/list";
import { expect, test } from "../support/test";

const ANIME = "user/kaede/animelist";

test.beforeEach(async ({ page, standin }) => {
  await keepSignedIn(page, standin, "kaede");
});

test("a button that is let go after its line has left changes nothing", async ({ app, page, standin }) => {
  await app.open(`${ANIME}/Watching`);
  const watching = await titles(page);
  const sections = page.getByRole("navigation", { name: "Sections" });
  await page.getByRole("button", { name: `Increase progress of ${watching[1]}`, exact: true }).hover();
  await page.mouse.down();
  // As a key or another tab may change what is shown under the pointer.
  await sections.getByRole("link", { name: /^Paused/ }).evaluate((link: HTMLElement) => link.click());
  await expect.poll(() => titles(page)).not.toEqual(watching);
  await page.mouse.up();
  const paused = await titles(page);
  await page.getByRole("button", { name: `Increase progress of ${paused[0]}`, exact: true }).click();
  await expect.poll(() => mutations(standin)).toHaveLength(1);
  await expectAllSent(page);
  expect(await mutations(standin)).toHaveLength(1);
});

test("lines that take over others' elements say all of their own", async ({ app, page }) => {
  await app.open(`${ANIME}/Completed`);
  await expect(rows(page).first()).toBeVisible();
  const sections = page.getByRole("navigation", { name: "Sections" });
  const said = () => rows(page).evaluateAll((rows) => rows.map((row) => row.outerHTML.replace(/ ?style="[^"]*"/, "")));
  for (const section of ["Planning", "Watching", "Completed"]) {
    // A picture shows the one before until another has come: it is never the same element for two works.
    await rows(page).evaluateAll((rows) => rows.forEach((row) => Object.assign(row.querySelector("img")!, { of: row.dataset["name"] })));
    await sections.getByRole("link", { name: new RegExp(`^${section}`) }).click();
    await expect(sections.getByRole("link", { name: new RegExp(`^${section}`) })).toHaveAttribute("aria-current", "page");
    const pictures = await rows(page).evaluateAll((rows) => rows.map((row) => [(row.querySelector("img") as { of?: string } | null)?.of, row.dataset["name"]]));
    for (const [of, name] of pictures) expect([undefined, name]).toContain(of);
    // As a page that has drawn nothing else says it.
    const reused = await said();
    await page.reload();
    await expect(rows(page).first()).toBeVisible();
    await expect.poll(said).toEqual(reused);
  }
});
