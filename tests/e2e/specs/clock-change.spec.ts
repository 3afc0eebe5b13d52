import { openList, plus, stored } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { expect, test } from "../support/test";

/** Zones whose clocks go forward and back: by an hour, by half an hour, and at midnight itself. */
const ZONES = ["Europe/Berlin", "Australia/Lord_Howe", "America/Santiago"];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The day where the person is, as YYYY-MM-DD. */
const day = (zone: string, at: number) => new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
const offset = (zone: string, at: number) => new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" }).format(at).split(", ")[1];
const time = (zone: string, at: number) => new Intl.DateTimeFormat("en-US", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(at);

/** The first minute from `from` on at which `what` is another than it was. */
function changes(what: (at: number) => unknown, from: number, step: number): number {
  let [before, after] = [from, from + step];
  while (what(before) === what(after)) [before, after] = [after, after + step];
  while (after - before > MINUTE) {
    const middle = Math.floor((before + after) / 2 / MINUTE) * MINUTE;
    if (what(middle) === what(before)) before = middle;
    else after = middle;
  }
  return after;
}

for (const zone of ZONES)
  test.describe(zone, () => {
    test.use({ timezoneId: zone });

    test("on the nights the clocks change, dates are those of the wall, and what airs is as far away as it is", async ({ app, context, page, standin, trouble }) => {
      test.setTimeout(120_000);
      trouble.allow(/ERR_INTERNET_DISCONNECTED/);
      await standin.switch({ rate_limit: false });
      await keepSignedIn(page, standin, "kaede", { expires_in: 3 * 365 * 86_400 });
      // Everything airs at the time that the night decides.
      await page.addInitScript(() => {
        const real = self.fetch;
        self.fetch = async (...asked) => {
          const answer = await real(...asked);
          if (!answer.url.startsWith("https://graphql.")) return answer;
          const { airsAt } = globalThis as unknown as { airsAt?: number };
          const text = (await answer.text()).replace(/"airingAt": ?\d+/g, `"airingAt":${airsAt}`);
          return new Response(text, { status: answer.status, headers: answer.headers });
        };
      });
      let used = 0;
      let from = Math.ceil(Date.now() / HOUR) * HOUR + 48 * HOUR;
      for (const _ of ["one way", "the other way"]) {
        const change = changes((at) => offset(zone, at), from, 12 * HOUR);
        from = change + HOUR;
        const airsAt = change + HOUR;
        await page.addInitScript((airsAt) => Object.assign(globalThis, { airsAt }), airsAt / 1_000);
        const now = change - HOUR;
        await page.clock.setFixedTime(now);
        await app.open();
        const part = day(zone, now) === day(zone, airsAt) ? "Airing today" : "This week";
        const airing = page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: part, exact: true }) });
        const row = airing.getByRole("listitem").filter({ hasText: "Sazae-san" });
        await expect(row).toContainText(/· in 2 h$/);
        await expect(row).toContainText(time(zone, airsAt));

        // What is begun is begun on the day that the person's calendar says.
        await openList(app, "Planning");
        const names = await page.getByRole("button", { name: /^Increase progress of / }).evaluateAll((all) => all.map((button) => button.getAttribute("aria-label")!.replace("Increase progress of ", "")));
        await context.setOffline(true);
        const midnight = changes((at) => day(zone, at), change - 20 * HOUR, HOUR);
        const next = changes((at) => day(zone, at), Math.max(midnight, change) + HOUR, HOUR);
        for (const at of [midnight - MINUTE, midnight + MINUTE, change + MINUTE, next - MINUTE]) {
          const title = names[used % names.length]!;
          used += 1;
          await page.clock.setFixedTime(at);
          await plus(page, title).click();
          const started = async () => {
            const edits = ((await stored(page))["edits"] ?? []).map((text) => JSON.parse(text) as { title: string; set?: { startedAt?: number } });
            return edits.find((edit) => edit.title === title)?.set?.startedAt;
          };
          await expect.poll(started, `${title} at ${new Date(at).toISOString()}`).toBe(Number(day(zone, at).replaceAll("-", "")));
        }
        await context.setOffline(false);
      }
    });
  });
