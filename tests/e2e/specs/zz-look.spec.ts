import { Console } from "../support/console";
import { keepSignedIn } from "../support/kept";
import { test } from "../support/test";
test("look", async ({ app, page, standin, trouble }) => {
  test.setTimeout(300_000);
  trouble.allow(/./);
  await keepSignedIn(page, standin, "kaede");
  const console = await Console.open(app);
  let n = 0;
  const shot = async (name: string, list: [number, "dark" | "light"][] = [[360, "dark"], [1280, "light"]]) => {
    n += 1;
    for (const [width, colorScheme] of list) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(150);
      await page.screenshot({ path: `/tmp/look-console/${String(n).padStart(2, "0")}-${name}-${width}-${colorScheme}.png`, fullPage: width < 700 });
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };
  await shot("opens", [[360, "light"], [768, "dark"], [1280, "light"], [1280, "dark"]]);
  await console.loadSchema();
  await shot("types");
  await page.getByRole("searchbox", { name: "Search schema" }).fill("savemedialistentry");
  await page.getByRole("button", { name: "Mutation.SaveMediaListEntry", exact: true }).click();
  await shot("type");
  await page.getByRole("combobox", { name: "Example" }).selectOption("MediaListChunk");
  await console.run.click();
  await page.getByRole("treeitem", { name: /^data/ }).first().waitFor({ timeout: 30000 });
  await page.getByRole("button", { name: "Unfold more" }).click();
  await shot("long", [[360, "dark"], [768, "light"], [1280, "light"]]);
  await page.getByRole("button", { name: "Text", exact: true }).click();
  await shot("text", [[360, "light"], [1280, "dark"]]);
  await page.getByRole("button", { name: "Tree", exact: true }).click();
  await console.write('mutation Save($score: Float) {\n  SaveMediaListEntry(\n    mediaId: 1\n    score: $score\n    notes: "fault:validation"\n  ) { id }\n}', '{\n  "score": 500\n}');
  await console.run.click();
  await page.getByRole("button", { name: "Send mutation" }).waitFor();
  await shot("question");
  await page.getByRole("button", { name: "Send mutation" }).click();
  await page.getByRole("tabpanel", { name: "Response" }).getByRole("alert").waitFor();
  await shot("validation", [[360, "light"], [768, "dark"], [1280, "light"], [1280, "dark"]]);
  await console.write("query Fails { Page(perPage: 1) { media(search: \"fault:outage_cors\") { id } } }");
  await console.run.click();
  await page.getByRole("button", { name: "Try now" }).first().waitFor();
  await shot("outage");
  await console.openTab("History");
  await shot("history");
});
