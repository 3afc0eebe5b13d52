import { Console, sentTo } from "../support/console";
import { keyOf } from "../support/kept";
import { expect, test } from "../support/test";

test("the schema is asked for on request, searched, and read type by type", async ({ app, page, standin }) => {
  const console = await Console.open(app);
  await standin.forget();
  await console.openTab("Schema");
  expect(await sentTo(standin), "not before it is wanted").toEqual([]);
  await page.getByRole("button", { name: "Load schema" }).click();
  const types = page.getByRole("list", { name: "Types" }).getByRole("listitem");
  await expect(types.first()).toHaveText("Query type");
  await expect(types.filter({ hasText: /^MediaFormat enum$/ })).toBeVisible();
  expect((await sentTo(standin)).map(({ operation }) => operation)).toEqual(["IntrospectionQuery"]);

  const search = page.getByRole("searchbox", { name: "Search schema" });
  await search.fill("savemedialistentry mediaid");
  const found = page.getByRole("list", { name: "Found in the schema" }).getByRole("listitem");
  await expect(found.filter({ hasText: "Mutation.SaveMediaListEntry(mediaId)" })).toBeVisible();
  await search.fill("savemedialistentry");
  await found.getByRole("button", { name: "Mutation.SaveMediaListEntry", exact: true }).click();
  const field = page.getByRole("list", { name: "Fields" }).getByRole("listitem").filter({ hasText: /^SaveMediaListEntry: MediaList/ });
  await expect(field).toBeFocused();
  await field.locator("summary").click();
  await expect(field.getByRole("listitem").filter({ hasText: /^status: MediaListStatus/ })).toBeVisible();
  await field.getByRole("button", { name: "MediaListStatus", exact: true }).click();
  await expect(page.getByRole("heading", { name: "MediaListStatus enum" })).toBeFocused();
  await expect(page.getByRole("list", { name: "Values" })).toContainText("COMPLETED");
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.getByRole("heading", { name: "Mutation type" })).toBeFocused();
  await page.getByRole("button", { name: "Back" }).click();
  await expect(search).toBeFocused();
  await search.fill("zzzz");
  await expect(page.getByText("Nothing in the schema has these words.")).toBeVisible();
});

test("descriptions are shown and searched", async ({ app, page }) => {
  // The stand-in's schema has no descriptions of AniList's.
  await page.addInitScript(() => {
    const real = window.fetch;
    window.fetch = async (...request) => {
      const answer = await real(...request);
      const body = (await answer.clone().json().catch(() => null)) as { data?: { __schema?: { types: { name: string; description: string | null }[] } } } | null;
      const media = body?.data?.__schema?.types.find(({ name }) => name === "Media");
      if (!media) return answer;
      media.description = "Anime, manga and novels alike";
      return new Response(JSON.stringify(body), answer);
    };
  });
  const console = await Console.open(app);
  await console.loadSchema();
  await page.getByRole("searchbox", { name: "Search schema" }).fill("novels");
  const hit = page.getByRole("list", { name: "Found in the schema" }).getByRole("listitem");
  await expect(hit).toHaveText("MediaAnime, manga and novels alike");
  await hit.getByRole("button").click();
  await expect(page.getByRole("tabpanel", { name: "Schema" })).toContainText("Anime, manga and novels alike");
});

test("the schema is kept with its date, is not asked for again, and can be refreshed and erased", async ({ app, page, standin }) => {
  const console = await Console.open(app);
  await console.loadSchema();
  await expect(page.getByText(/^As of .*20\d\d.*, kept in this browser\.$/)).toBeVisible();
  await standin.forget();
  await page.reload();
  await console.openTab("Schema");
  await expect(page.getByRole("searchbox", { name: "Search schema" })).toBeVisible();
  await console.write("{ nope }");
  await expect(console.problems).toContainText(['Cannot query field "nope"']);
  expect(await sentTo(standin)).toEqual([]);
  await page.getByRole("button", { name: "Refresh schema" }).click();
  await expect.poll(async () => (await sentTo(standin)).length).toBe(1);
  await expect(page.getByRole("button", { name: "Refresh schema" })).toBeVisible();

  await page.getByRole("link", { name: "Session" }).filter({ visible: true }).first().click();
  const row = page.getByRole("row").filter({ hasText: keyOf("console-schema") });
  await expect(row).toContainText("a database");
  await page.getByRole("button", { name: "Erase everything" }).click();
  await page.getByRole("button", { name: "Erase it all" }).click();
  await expect(row).toContainText("nothing");
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).filter(({ name }) => name?.endsWith("console-schema")).length)).toBe(0);
  await page.getByRole("link", { name: "Console" }).filter({ visible: true }).first().click();
  await console.openTab("Schema");
  await expect(page.getByRole("button", { name: "Load schema" })).toBeVisible();
});

test("a schema that does not come is said why, and the console works without", async ({ app, page, standin, trouble }) => {
  trouble.allow(/graphql\.anilist\.co/);
  const console = await Console.open(app);
  await standin.fail({ operation: "IntrospectionQuery", fault: "server_error" });
  await console.openTab("Schema");
  await page.getByRole("button", { name: "Load schema" }).click();
  await expect(page.getByRole("alert")).toContainText("AniList had an error");
  await console.send("query P { Page { media { id } } }");
  await expect(console.runs.first()).toContainText("done · 200");
  await console.openTab("Schema");
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByRole("searchbox", { name: "Search schema" })).toBeVisible();
});

test("an answer that is no schema is said to be none", async ({ app, page }) => {
  const headers = { "access-control-allow-origin": "*", "content-type": "application/json" };
  const console = await Console.open(app);
  await page.route("https://graphql.anilist.co/", (route) => route.fulfill({ headers, body: '{"data":{}}' }), { times: 1 });
  await console.openTab("Schema");
  await page.getByRole("button", { name: "Load schema" }).click();
  await expect(page.getByRole("alert")).toContainText("AniList's answer could not be read");
  await page.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByRole("searchbox", { name: "Search schema" })).toBeVisible();
});
