import assert from "node:assert/strict";
import { test } from "node:test";
import type { Answer } from "../bridge.ts";
import { checkDraft } from "../core/check.ts";
import { MAX_RUNS, type Request, type Run, type RunState, budgetSpent, byteSize, duration, finished, runSummary, withRun } from "../core/runs.ts";

const draft = { query: "query A { a }", variables: "", operation: null };
const request: Request = { operation: "A", mutation: false, body: "{}", draft, checked: checkDraft(draft, null) };
const run = (id: number, state: RunState, mutation = false): Run => ({ id, request: { ...request, mutation }, state });
const answer: Answer = { status: 200, body: new Uint8Array(), waitedMs: 0, budget: [24, 25], problem: null, complaints: [] };
const problem = () => () => {};

test("the newest hundred are listed, and none under way is dropped", () => {
  let runs: Run[] = [run(0, { at: "sent" })];
  for (let id = 1; id <= 150; id += 1) runs = withRun(runs, run(id, finished(answer, 1)));
  assert.equal(runs.length, MAX_RUNS);
  assert.deepEqual([runs[0]?.id, runs.at(-1)?.id, runs.at(-2)?.id], [150, 0, 52]);
  let busy: Run[] = [];
  for (let id = 0; id < 120; id += 1) busy = withRun(busy, run(id, { at: "sent" }));
  assert.equal(busy.length, 120);
});

test("a run in words", () => {
  for (const [state, words] of [
    [{ at: "waiting", text: "" }, "waiting"],
    [{ at: "waiting", text: "waiting for AniList's limit, about 12 s" }, "waiting for AniList's limit, about 12 s"],
    [{ at: "sent" }, "sent"],
    [{ at: "cancelled" }, "cancelled"],
    [finished(answer, 123.4), "done · 200 · 123 ms"],
    [finished({ ...answer, status: 0, problem }, 20_000), "failed · no answer · 20.0 s"],
  ] as [RunState, string][])
    assert.equal(runSummary(run(1, state)), words);
  assert.match(runSummary(run(1, { at: "cancelled" }, true)), /may have carried it out/);
});

test("figures", () => {
  assert.deepEqual([byteSize(5), byteSize(1234), byteSize(2_500_000)], ["5 B", "1.2 kB", "2.5 MB"]);
  assert.deepEqual([duration(0.4), duration(999), duration(1500)], ["0 ms", "999 ms", "1.5 s"]);
  assert.equal(budgetSpent(answer), "1 request; 24 of 25 left this minute");
  assert.equal(budgetSpent({ ...answer, budget: null }), "nothing: it was not sent");
});
