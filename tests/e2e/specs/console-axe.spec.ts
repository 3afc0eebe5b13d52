import { expectAccessible } from "../support/axe";
import { Console } from "../support/console";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

test.beforeEach(({ trouble }) => trouble.allow(/graphql\.anilist\.co/));

const views: [name: string, reach: (console: Console) => Promise<void>][] = [
  ["an answer as a tree, with several runs", async (console) => {
    await console.send("query A { Page(perPage: 3) { media { id title { romaji } } } }");
    await console.send("query B { Viewer { id name } }");
  }],
  ["an answer as text", async (console) => {
    await console.send("query A { Page(perPage: 3) { media { id title { romaji } } } }");
    await console.page.getByRole("button", { name: "Text", exact: true }).click();
    await expect(console.page.getByRole("textbox", { name: "Answer as text" })).toBeVisible();
  }],
  ["values that AniList did not accept", async (console) => {
    await console.write('mutation M($s: Float) { SaveMediaListEntry(mediaId: 1, score: $s, notes: "fault:validation") { id } }', '{"s": 1}');
    await console.run.click();
    await console.page.getByRole("button", { name: "Send mutation" }).click();
    await expect(console.problems).toHaveCount(2);
  }],
  ["a long answer, unfolded", async (console) => {
    await console.page.getByRole("combobox", { name: "Example" }).selectOption("MediaListChunk");
    await console.run.click();
    await expect(console.runs.first()).toContainText("done");
    await console.page.getByRole("button", { name: "Unfold more" }).click();
  }],
  ["a failure", async (console) => console.send("query A { Page { nope } }")],
  ["problems that block", async (console) => {
    await console.write("query A {\n  Viewer {", '{"a": }');
    await console.run.click();
    await expect(console.page.getByRole("alert")).toContainText("Not sent");
  }],
  ["a type of the schema", async (console) => {
    await console.loadSchema();
    await console.page.getByRole("searchbox", { name: "Search schema" }).fill("mutation");
    await console.page.getByRole("button", { name: "Mutation", exact: true }).click();
    await expect(console.page.getByRole("heading", { name: "Mutation type" })).toBeVisible();
  }],
  ["the history", async (console) => {
    await console.send("query A { Page { media { id } } }");
    await console.openTab("History");
    await console.page.getByRole("button", { name: "Delete all" }).click();
  }],
  ["the question before a mutation", async (console) => {
    await console.write("mutation M { SaveMediaListEntry(mediaId: 1, status: CURRENT, progress: 3) { id } }");
    await console.run.click();
    await expect(console.question).toBeVisible();
  }],
];

for (const [name, reach] of views)
  test(`axe finds nothing, in both themes, narrow and wide: the console, ${name}`, async ({ app, page, standin }) => {
    await keepSignedIn(page, standin, "kaede");
    const console = await Console.open(app);
    await reach(console);
    await expectAccessible(page);
  });

for (const [name, reach] of [["as it opens", async () => {}] as const, ["an answer, signed out", async (console: Console) => console.send("query A { Page(perPage: 3) { media { id } } }")] as const])
  test(`axe finds nothing without a login: the console, ${name}`, async ({ app, page }) => {
    await reach(await Console.open(app));
    await expectAccessible(page);
  });
