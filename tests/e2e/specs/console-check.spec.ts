import { Console, sentTo } from "../support/console";
import { expect, test } from "../support/test";

test("a syntax error is marked at its place, listed, and not sent", async ({ app, page, standin }) => {
  const console = await Console.open(app);
  await standin.forget();
  await console.write("query A {\n  Viewer {\n    id\n  ?\n}");
  await expect(console.problems).toHaveText([/^Line 4, column 3 /]);
  await expect.poll(() => console.faultyLines(console.query)).toEqual(["4"]);
  await expect(page.getByText("– of 500 fields")).toBeVisible();
  await console.run.click();
  await expect(page.getByRole("alert")).toContainText("Correct this, then run it again.");
  await expect(page.getByRole("button", { name: "Send anyway" })).toHaveCount(0);
  await console.problems.getByRole("button").click();
  await expect(console.query).toBeFocused();
  expect(await sentTo(standin)).toEqual([]);
});

test("what does not fit the schema is marked, blocked with its reason, and sent anyway on request", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  const console = await Console.open(app);
  await console.loadSchema();
  await standin.forget();
  await console.write("query A {\n  Viewer {\n    nmae\n  }\n}");
  await expect(console.problems).toHaveText([/^Line 3, column 5 Cannot query field "nmae" on type "User"\. Did you mean .*"name"/]);
  await expect.poll(() => console.faultyLines(console.query)).toEqual(["3"]);
  await console.run.click();
  await expect(page.getByRole("alert")).toContainText("By the schema that was loaded, AniList would refuse this.");
  expect(await sentTo(standin)).toEqual([]);
  await page.getByRole("button", { name: "Send anyway" }).click();
  await expect(console.runs.first()).toContainText("failed · 400");
  expect(await sentTo(standin)).toHaveLength(1);
});

test("variables are checked against their types, with the schema", async ({ app, page }) => {
  const console = await Console.open(app);
  await console.loadSchema();
  await console.write("query A($id: Int!, $n: Int) { Media(id: $id) { id } Page(perPage: $n) { media { id } } }", '{\n  "n": "five"\n}');
  await expect(console.problems).toHaveText([
    "Variables, line 1, column 1 $id of the type Int! needs a value.",
    /^Variables, line 2, column 3 Variable "\$n" got invalid value "five"; Int cannot represent/,
  ]);
  await console.run.click();
  await expect(page.getByRole("button", { name: "Send anyway" })).toBeVisible();
});

test("with the schema, fields and arguments are completed", async ({ app, page }) => {
  const console = await Console.open(app);
  await console.loadSchema();
  await console.write("");
  await console.query.pressSequentially("{ Viewer { bannerI");
  const options = page.getByRole("listbox").getByRole("option");
  await options.filter({ hasText: "bannerImage" }).click();
  await expect(console.query).toHaveText(/^\{ Viewer \{ bannerImage *\} *\}$/);
});
