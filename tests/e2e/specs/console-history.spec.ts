import { Console } from "../support/console";
import { keyOf } from "../support/kept";
import { expect, test } from "../support/test";

const entries = (console: Console) => console.page.getByRole("list", { name: "History" }).getByRole("listitem");

test("what was sent is kept in this browser, searched, taken up again and deleted", async ({ app, page }) => {
  const console = await Console.open(app);
  await console.send("query One($n: Int) { Page(perPage: $n) { media { id } } }", '{"n": 3}');
  await console.send("query Two { Page { media { idMal } } }");
  await console.send("query One($n: Int) { Page(perPage: $n) { media { id } } }", '{"n": 3}');
  await console.openTab("History");
  await expect(page.getByText("Kept in this browser only: the last 50 requests, without answers and never with a token.")).toBeVisible();
  await expect(entries(console)).toHaveText([/^One.*20\d\d/, /^Two.*20\d\d/]);
  await page.reload();
  await console.openTab("History");
  await expect(entries(console)).toHaveCount(2);
  await page.getByRole("searchbox", { name: "Search history" }).fill("idmal");
  await expect(entries(console)).toHaveText([/^Two/]);
  await page.getByRole("searchbox", { name: "Search history" }).fill("");
  await page.getByRole("button", { name: /^Restore Two/ }).click();
  await expect(console.query).toHaveText("query Two { Page { media { idMal } } }");
  await expect(console.query).toBeFocused();
  await page.getByRole("button", { name: /^Restore One/ }).click();
  await expect(console.variables).toHaveText('{"n": 3}');
  await page.getByRole("button", { name: /^Delete One/ }).click();
  await expect(entries(console)).toHaveText([/^Two/]);
  await page.getByRole("button", { name: "Delete all" }).click();
  await page.getByRole("button", { name: "Keep" }).click();
  await expect(entries(console)).toHaveCount(1);
  await page.getByRole("button", { name: "Delete all" }).click();
  await page.getByRole("button", { name: "Delete them all" }).click();
  await expect(page.getByText("Nothing was sent yet.")).toBeVisible();
  expect(await page.evaluate((key) => localStorage.getItem(key), keyOf("console-history"))).toBeNull();
});

// SECURITY.md: T9
test("a request with something like a token in it is sent, but not kept", async ({ app, page }) => {
  const console = await Console.open(app);
  const token = `eyJ${"a".repeat(30)}.${"b".repeat(30)}.${"c".repeat(30)}`;
  await console.send("query Odd($t: String) { Page { media(search: $t) { id } } }", JSON.stringify({ t: token }));
  await console.openTab("History");
  await expect(page.getByText("Nothing was sent yet.")).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(token);
});

test("where the browser keeps nothing, the history lasts until the page is left, and that is said", async ({ app, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("blocked", "SecurityError"); } });
  });
  const console = await Console.open(app);
  await console.send("query One { Page { media { id } } }");
  await console.openTab("History");
  await expect(page.getByText(/^Not kept, because the browser refused/)).toBeVisible();
  await expect(entries(console)).toHaveCount(1);
});

test("the Session page lists what the console keeps, and erases it", async ({ app, page }) => {
  const console = await Console.open(app);
  await console.send("query One { Page { media { id } } }");
  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  for (const name of ["console-draft", "console-history"] as const)
    await expect(page.getByRole("row").filter({ hasText: keyOf(name) })).toContainText(/\d+ bytes/);
  await page.getByRole("button", { name: "Erase everything" }).click();
  await page.getByRole("button", { name: "Erase it all" }).click();
  await expect(page.getByText("Everything that was kept in this browser is erased.")).toBeVisible();
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});
