import type { Answer } from "../bridge.ts";
import type { Checked, Draft } from "./check.ts";

/** How far a request has come. */
export type RunState =
  | { at: "waiting"; text: string }
  | { at: "sent" }
  | { at: "done"; answer: Answer; ms: number }
  | { at: "failed"; answer: Answer; ms: number }
  | { at: "cancelled" };

/** A request as it was sent. */
export interface Request {
  /** Label of its operation. */
  operation: string;
  /** Whether it changes data. */
  mutation: boolean;
  body: string;
  /** What stood in the editors, and what was known of it. */
  draft: Draft;
  checked: Checked;
}

/** One press of Run. */
export interface Run {
  id: number;
  request: Request;
  state: RunState;
}

/** At most this many are listed. */
export const MAX_RUNS = 100;

/** Whether it is still under way. */
export function isUnderWay({ state }: Run): boolean {
  return state.at === "waiting" || state.at === "sent";
}

/** The list with one more, newest first. The oldest finished one makes room; one that is under way is never dropped. */
export function withRun(runs: Run[], run: Run): Run[] {
  const all = [run, ...runs];
  if (all.length <= MAX_RUNS) return all;
  const dropped = all.findLast((old) => !isUnderWay(old));
  return all.filter((old) => old !== dropped);
}

/** The state that an answer leads to. */
export function finished(answer: Answer, ms: number): RunState {
  return { at: answer.problem ? "failed" : "done", answer, ms };
}

/** A run in a few words. */
export function runSummary({ state, request }: Run): string {
  switch (state.at) {
    case "waiting":
      return state.text || "waiting";
    case "sent":
      return "sent";
    case "cancelled":
      return request.mutation ? "cancelled; AniList may have carried it out" : "cancelled";
    default:
      return [state.at, state.answer.status || "no answer", duration(state.ms)].join(" · ");
  }
}

/** A time, for a person. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** A size, for a person. */
export function byteSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** What a request cost of the requests a minute, as the app's meter counts them. */
export function budgetSpent({ budget }: Answer): string {
  return budget ? `1 request; ${budget[0]} of ${budget[1]} left this minute` : "nothing: it was not sent";
}
