import { ORIGIN } from "../support/app";
import { Console } from "../support/console";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

// SECURITY.md: T9
test("a request is copied as curl, fetch and Rust, with a placeholder in the token's place", async ({ app, context, page, standin }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: ORIGIN });
  const token = await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  await console.write("query P($n: Int) { Page(perPage: $n) { media { id } } }", '{"n": 2}');
  for (const [name, mark] of [["curl", "curl 'https://graphql.anilist.co'"], ["fetch", 'await fetch("https://graphql.anilist.co"'], ["Rust", 'ureq::post(r"https://graphql.anilist.co")']] as const) {
    await page.getByRole("button", { name: `Copy as ${name}` }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(mark);
    await expect(page.getByRole("status").filter({ hasText: "Copied" })).toBeAttached();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain("Bearer YOUR_TOKEN");
    expect(copied).toContain("query P($n: Int)");
    expect(copied).toMatch(/"n": 2/);
    for (const part of token.split(".")) expect(copied).not.toContain(part);
  }
});

test("what cannot be sent cannot be copied, and that is said", async ({ app, page }) => {
  const console = await Console.open(app);
  await console.write("query {");
  await page.getByRole("button", { name: "Copy as curl" }).click();
  await expect(page.getByRole("status").filter({ hasText: "There is nothing to copy yet." })).toBeAttached();
});
