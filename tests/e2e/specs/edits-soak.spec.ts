import { row, stored } from "../support/edits";
import { keepSignedIn } from "../support/kept";
import { Chance, type Outcome, Tabs, type Wish } from "../support/soak";
import type { Fault, Standin } from "../support/standin";
import { expect, test } from "../support/test";

/** Seeded runs. `make soak` makes a hundred, `SOAK_RUNS=1000 make soak` is for a night. */
const RUNS = Number(process.env["SOAK_RUNS"] ?? 20);
const BATCH = 10;

/** Titles that the person edits in their list, all with more than twenty episodes. */
const EDITED = [
  { id: 6, title: "TRIGUN", episodes: 26 },
  { id: 205, title: "Samurai Champloo", episodes: 26 },
  { id: 877, title: "NANA", episodes: 47 },
];
const FAULTS: Fault["fault"][] = ["drop_before", "drop_after", "stall", "server_error", "truncate", "rate_limit", "rate_limit_cors", "partial", "not_json", "empty"];
const OPERATIONS = ["EntriesNow", "SaveEntry", "DeleteEntry", "ToggleFavourite"];
const JUMPS = [300, 2_100, 2_100, 6_000, 21_000, 66_000];

/** One title in one run: what it was, and what was wanted of it. */
interface Subject {
  id: number;
  title: string;
  episodes: number;
  before: { progress: number; scoreRaw: number };
  wishes: Wish[];
}

for (let first = 1; first <= RUNS; first += BATCH) {
  const last = Math.min(first + BATCH - 1, RUNS);
  test(`runs ${first} to ${last} of the queue against failures: nothing is lost, doubled or overwritten in silence`, async ({ context, page, standin, trouble }) => {
    test.setTimeout(300_000);
    trouble.allow(/graphql\.anilist\.co/, /ERR_INTERNET_DISCONNECTED/);
    await keepSignedIn(page, standin, "kaede");
    // What follows a change by itself would be more to expect, and is tested elsewhere.
    await page.evaluate(() => localStorage.setItem("tsuzuki:/:preferences", "not-automatic"));
    await page.clock.install();
    await standin.switch({ rate_limit: false });
    const tabs = await Tabs.open(context, standin);
    const removed = new Set<number>();
    const sum: Outcome = { lost: [], doubled: [], overwritten: [], unseen: [], baseless: [], gaps: 0, conflicts: 0, refused: 0, wishes: 0 };
    for (let seed = first; seed <= last; seed += 1) await run(seed, tabs, standin, removed, sum);
    const { gaps, conflicts, refused, wishes, ...wrong } = sum;
    const figures = { wishes, conflicts, refused, gaps };
    test.info().annotations.push({ type: "figures", description: JSON.stringify(figures) });
    if (process.env["SOAK_RUNS"]) console.log(`runs ${first}–${last}: ${JSON.stringify(figures)}`);
    expect(wrong).toEqual({ lost: [], doubled: [], overwritten: [], unseen: [], baseless: [] });
  });
}

async function run(seed: number, tabs: Tabs, standin: Standin, removed: Set<number>, sum: Outcome): Promise<void> {
  const chance = new Chance(seed);
  const subjects: Subject[] = [];
  for (const { id, title, episodes } of EDITED) {
    const entry = await standin.entry("kaede", id);
    if (entry) subjects.push({ id, title, episodes, before: { progress: entry.progress, scoreRaw: entry.scoreRaw }, wishes: [] });
  }
  const noted = new Map<number, Wish>();
  await standin.forget();
  let offline = false;
  const online = async () => {
    offline = false;
    await tabs.context.setOffline(false);
  };
  const steps = 8 + chance.below(10);
  for (let step = 0; step < steps; step += 1) {
    const dice = chance.next();
    if (dice < 0.42) await wish(chance, tabs, subjects);
    else if (dice < 0.5) await note(chance, tabs, standin, noted, removed);
    else if (dice < 0.6) await other(chance, standin, subjects);
    else if (dice < 0.74) await standin.fail({ operation: chance.of(OPERATIONS), fault: chance.of(FAULTS), times: 1 + chance.below(2) });
    else if (dice < 0.9) await tabs.pass(chance.of(JUMPS));
    else if (dice < 0.94) {
      offline = !offline;
      await tabs.context.setOffline(offline);
    } else {
      await online();
      const what = chance.below(3);
      if (what === 0) await tabs.reload();
      else if (what === 1) await tabs.kill();
      else if (tabs.tabs.length < 2) await tabs.add();
    }
  }
  await online();
  await settle(seed, tabs);
  await judge(seed, tabs, standin, subjects, noted, sum);
  while (tabs.tabs.length > 1) await tabs.tabs.pop()!.close();
}

/** The person changes something in a tab, and waits until the app says that it has it. */
async function wish(chance: Chance, tabs: Tabs, subjects: Subject[]): Promise<void> {
  const tab = chance.of(tabs.tabs);
  const subject = chance.of(subjects);
  const line = row(tab, subject.title);
  if ((await line.count()) === 0) return;
  const kind = chance.of(["clicks", "Progress", "Score"] as const);
  const field = kind === "Score" ? "scoreRaw" : "progress";
  const taken = (value: number) => value === subject.before[field] || subject.wishes.some((wish) => wish.field === field && wish.value === value);
  const button = line.getByRole("button", { name: new RegExp(`^${field === "progress" ? "Progress" : "Score"} of`) });
  // Reading and clicking are one task of the page, so that nothing comes in between.
  const read = (button: HTMLElement, { clicks = 0, unless }: { clicks?: number; unless?: number }) => {
    const label = button.getAttribute("aria-label") ?? "";
    const seen = Number(/: ([\d,]+)/.exec(label.slice(label.lastIndexOf(":")))?.[1]?.replace(",", "") ?? 0);
    const plus = button.closest("[role=row]")!.querySelector<HTMLElement>("[data-act=increase]")!;
    for (let click = 0; click < clicks; click += 1) plus.click();
    // Opens the field.
    if (unless !== undefined && seen !== unless) button.click();
    return seen;
  };
  const heard = (await tabs.said(tab)).length;
  let wanted: Wish;
  if (kind === "clicks") {
    const clicks = 1 + chance.below(3);
    const at = Date.now();
    const now = await button.evaluate(read, {});
    if (now + clicks + 2 >= subject.episodes || [0, 1, 2].some((more) => taken(now + clicks + more))) return;
    const seen = await button.evaluate(read, { clicks });
    wanted = { by: "person", field, value: seen + clicks, seen, at };
  } else {
    const value = 1 + chance.below(field === "progress" ? subject.episodes - 2 : 100);
    if (taken(value)) return;
    const at = Date.now();
    const seen = await button.evaluate(read, { unless: value });
    if (value === seen) return;
    const input = tab.getByRole("textbox", { name: new RegExp(`^${kind} of`) });
    await input.fill(String(value));
    await input.press("Enter");
    wanted = { by: "person", field, value, seen, at };
  }
  subject.wishes.push(wanted);
  const said = `${subject.title}: ${field === "progress" ? "episode" : "score"} ${wanted.value}`;
  await expect.poll(async () => (await tabs.said(tab)).slice(heard).join("\n"), { timeout: 5_000, message: JSON.stringify(wanted) }).toContain(said);
}

/** Titles that are moved, removed or made a favourite, each at most once in a run. */
const NOTED = [
  { id: 1, title: "Cowboy Bebop" },
  { id: 457, title: "Mushishi" },
  { id: 1575, title: "Code Geass: Hangyaku no Lelouch" },
  { id: 5114, title: "Hagane no Renkinjutsushi" },
  { id: 9253, title: "Steins;Gate" },
  { id: 10165, title: "Nichijou" },
];

async function note(chance: Chance, tabs: Tabs, standin: Standin, noted: Map<number, Wish>, removed: Set<number>): Promise<void> {
  const { id, title } = chance.of(NOTED);
  if (noted.has(id) || removed.has(id)) return;
  const entry = await standin.entry("kaede", id);
  if (!entry) return;
  const at = Date.now();
  const kind = chance.below(4);
  if (kind === 0) {
    removed.add(id);
    noted.set(id, { by: "person", field: "deleted", value: true, at });
    return tabs.note(id, title, entry, { delete: true });
  }
  if (kind === 1) {
    const was = await standin.favourite("kaede", id);
    noted.set(id, { by: "person", field: "favourite", value: !was, at });
    return tabs.note(id, title, entry, { wasFavourite: was, favourite: !was });
  }
  const status = chance.of(["PAUSED", "DROPPED", "CURRENT", "PLANNING"].filter((status) => status !== entry.status));
  noted.set(id, { by: "person", field: "status", value: status, at });
  await tabs.note(id, title, entry, { set: { status } });
}

/** Another device changes something. */
async function other(chance: Chance, standin: Standin, subjects: Subject[]): Promise<void> {
  const subject = chance.of(subjects);
  const field = chance.of(["progress", "scoreRaw"] as const);
  const value = 1 + chance.below(field === "progress" ? subject.episodes - 2 : 100);
  if (value === subject.before[field] || subject.wishes.some((wish) => wish.field === field && wish.value === value)) return;
  subject.wishes.push({ by: "other", field, value, at: Date.now() });
  await standin.edit("kaede", subject.id, { [field]: value });
}

/** Waits until every edit is sent, or waits for the person. */
async function settle(seed: number, tabs: Tabs): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    const waiting = (await tabs.edits()).filter((edit) => edit.state.is === "waiting");
    if (waiting.length === 0) return;
    await tabs.pass(tries < 8 ? 1_000 : 4_000);
  }
  throw new Error(`run ${seed}: still waiting: ${JSON.stringify((await stored(tabs.beside))["edits"])}`);
}

async function judge(seed: number, tabs: Tabs, standin: Standin, subjects: Subject[], noted: Map<number, Wish>, sum: Outcome): Promise<void> {
  const left = await tabs.edits();
  const saved = ((await stored(tabs.beside))["journal"] ?? []).map((text) => JSON.parse(text) as { media: number; after?: Record<string, unknown> });
  const journal = await standin.journal("graphql.anilist.co");
  const gap = (wish: Wish) => {
    const write = journal.find((request) => request.at >= wish.at && request.body.includes("mutation"));
    const reading = journal.filter((request) => write && request.at <= write.at && request.operation?.includes("EntriesNow")).at(-1);
    return reading !== undefined && reading.at <= wish.at + 100;
  };
  for (const subject of subjects) {
    const entry = (await standin.entry("kaede", subject.id))!;
    const edit = left.find((edit) => edit.media === subject.id);
    sum.wishes += subject.wishes.length;
    for (const field of ["progress", "scoreRaw"] as const) {
      const wishes = subject.wishes.filter((wish) => wish.field === field);
      const mine = wishes.filter((wish) => wish.by === "person");
      const theirs = wishes.filter((wish) => wish.by === "other");
      const [last, foreign] = [mine.at(-1), theirs.at(-1)];
      const value = entry[field];
      const say = `run ${seed}: ${subject.title} ${field} is ${value}, was ${subject.before[field]}, wanted ${JSON.stringify(wishes)}, left ${JSON.stringify(edit)}`;
      if (!last) {
        if (value !== (foreign?.value ?? subject.before[field])) sum.overwritten.push(say);
        continue;
      }
      if (edit?.state.is === "failed") {
        sum.refused += 1;
        continue;
      }
      if (edit?.state.is === "conflict") {
        sum.conflicts += 1;
        if (edit.state.fields?.includes(field)) {
          // What the other device did in an earlier run counts too, where the person had not seen it yet.
          const knew = mine[0]!.seen === subject.before[field];
          if (knew && subject.wishes.every((wish) => wish.by === "person")) sum.baseless.push(say);
          if (foreign && value !== foreign.value) sum.overwritten.push(say);
          continue;
        }
        // The rest of an edit waits for the choice too.
        continue;
      }
      if (value === last.value) {
        // Where the other device came in between, the person must have seen its value before they wanted theirs.
        let root = last;
        for (let before = mine.length - 2; before >= 0 && root.seen === mine[before]!.value; before -= 1) root = mine[before]!;
        if (foreign && foreign.value !== value && !(root.seen === foreign.value && foreign.at < root.at)) {
          if (gap(foreign)) sum.gaps += 1;
          else sum.overwritten.push(say);
        }
      } else if (foreign && value === foreign.value) {
        const wasSaved = saved.some((record) => record.media === subject.id && record.after?.[field] === last.value);
        if (!wasSaved) sum.lost.push(say);
      } else if (value === subject.before[field] || wishes.some((wish) => wish.value === value)) sum.lost.push(say);
      else sum.doubled.push(say);
      if (!foreign && value === last.value) {
        const what = field === "progress" ? new RegExp(`^Progress of ${subject.title}: ${value} /`) : new RegExp(`^Score of ${subject.title}: ${value} of`);
        const shown = row(tabs.first, subject.title).getByRole("button", { name: what });
        await shown.waitFor({ timeout: 3_000 }).catch(() => sum.unseen.push(say));
      }
    }
  }
  for (const [id, wish] of noted) {
    const entry = await standin.entry("kaede", id);
    const edit = left.find((edit) => edit.media === id);
    sum.wishes += 1;
    const is = wish.field === "deleted" ? entry === null : wish.field === "favourite" ? await standin.favourite("kaede", id) : entry?.status;
    const say = `run ${seed}: ${id} ${wish.field} is ${is}, wanted ${wish.value}, left ${JSON.stringify(edit)}`;
    if (edit?.state.is === "failed") sum.refused += 1;
    else if (is !== wish.value) (edit?.state.is === "conflict" ? sum.doubled : sum.lost).push(say);
  }
  // The next run begins with an empty queue.
  if (left.length > 0) {
    await tabs.write(left.map((edit) => [`5001/${edit.media}`, null]));
    await tabs.reload();
  }
}
