import { expect, test } from "../support/test";

const API = "https://graphql.anilist.co/";

// Chromium sends a request again by itself when a connection breaks that it has used before. If it did so here, no test
// could show a person's edit being lost on the way, and one that was applied would be applied twice.
for (const [fault, kept] of [
  ["drop_before", 1],
  ["drop_after", 2],
] as const)
  test(`a mutation that meets ${fault} is reported by the browser and sent once`, async ({ app, page, standin, trouble }) => {
    trouble.allow(/graphql\.anilist\.co|Failed to load/);
    const token = await standin.token("kaede");
    await app.open();
    await standin.forget();
    const save = (progress: number) =>
      page.evaluate(
        async ([api, token, progress]) => {
          const query = `mutation Save { SaveMediaListEntry(mediaId: 1, progress: ${progress}) { progress } }`;
          const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
          const answer = fetch(api, { method: "POST", body: JSON.stringify({ query }), headers, credentials: "omit" });
          return answer.then(
            (answer) => answer.status,
            () => "rejected",
          );
        },
        [API, token, progress] as const,
      );
    expect(await save(1)).toBe(200);
    await standin.fail({ operation: "Save", fault });
    expect(await save(2)).toBe("rejected");
    const posts = (await standin.journal("graphql.anilist.co")).filter(({ method, operation }) => method === "POST" && operation === "Save");
    expect(posts.map(({ status }) => status)).toEqual([200, 0]);
    await expect.poll(async () => (await standin.entry("kaede", 1))?.progress).toBe(kept);
  });
