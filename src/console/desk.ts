// The console's state and what can be done with it. The views show it and are told when it changed.

import { type GraphQLSchema, type IntrospectionQuery, OperationTypeNode, buildClientSchema, getIntrospectionQuery } from "graphql";
import type { Answer, Bridge, ShowProblem } from "./bridge.ts";
import { type Checked, type Draft, checkDraft, isSameDraft } from "./core/check.ts";
import { complaintProblems } from "./core/complaints.ts";
import { textToSend } from "./core/document.ts";
import { firstDraft } from "./core/examples.ts";
import { type Entry, mayBeKept, readHistory, withEntry } from "./core/history.ts";
import type { Problem } from "./core/problem.ts";
import { type Request, type Run, type RunState, finished, isUnderWay, withRun } from "./core/runs.ts";
import { type Sendable, bodyOf } from "./core/snippets.ts";
import { readKey, readSchema, writeKey, writeSchema } from "./kept.ts";

/** The schema, or how far it has come. */
export type SchemaState =
  | { at: "none" }
  | { at: "loading"; text: string }
  | { at: "failed"; problem: ShowProblem }
  | { at: "ready"; schema: GraphQLSchema; since: number; kept: boolean };

/** What changed. */
export type Topic = "draft" | "checked" | "runs" | "said" | "schema" | "history" | "blocked";

/** Why a draft was not sent. `refused` can be sent all the same. */
export type Blocked = { weight: "blocks" | "refused"; problems: Problem[] } | null;

/** How long the person may pause in typing before the draft is checked and kept, in milliseconds. */
const PAUSE_MS = 200;

/** The console's state. */
export class Desk {
  draft: Draft;
  checked: Checked;
  schema: SchemaState = { at: "none" };
  runs: Run[] = [];
  /** Id of the run whose answer is shown. */
  selected: number | null = null;
  history: Entry[];
  /** Whether the browser kept the history when it was last written. */
  historyKept = true;
  blocked: Blocked = null;

  private readonly listeners: [Topic, () => void][] = [];
  private readonly aborts = new Map<number, AbortController>();
  private pause: ReturnType<typeof setTimeout> | undefined;
  private nextId = 1;
  private closed = false;

  constructor(
    readonly bridge: Bridge,
    /** Asks the person whether a mutation is to be sent. */
    private readonly confirm: (checked: Checked) => Promise<boolean>,
  ) {
    this.draft = readDraft(readKey(bridge.draftKey)) ?? firstDraft(bridge.examples);
    this.checked = checkDraft(this.draft, null);
    this.history = readHistory(readKey(bridge.historyKey));
    void this.takeKeptSchema();
  }

  /** Calls `listener` now and whenever one of the topics changed. */
  on(topics: Topic[], listener: () => void): void {
    for (const topic of topics) this.listeners.push([topic, listener]);
    listener();
  }

  /** Takes over what a person wrote; checks and keeps it when they pause. */
  edit(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change };
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.settle(), PAUSE_MS);
  }

  /** Replaces the draft, as an example or an entry of the history does. */
  replace(draft: Draft): void {
    this.draft = draft;
    this.settle();
    this.tell("draft");
  }

  /** Picks the operation to send. */
  pick(operation: string): void {
    this.draft = { ...this.draft, operation };
    this.settle();
  }

  /** Checks the draft now, and keeps it. */
  settle(): void {
    clearTimeout(this.pause);
    this.checked = checkDraft(this.draft, this.knownSchema());
    const { query, variables } = this.draft;
    if (mayBeKept(query, variables)) writeKey(this.bridge.draftKey, JSON.stringify(this.draft));
    this.blocked = null;
    this.tell("checked");
    this.tell("blocked");
  }

  knownSchema(): GraphQLSchema | null {
    return this.schema.at === "ready" ? this.schema.schema : null;
  }

  /** What would be sent; null as long as there is nothing that can be. */
  sendable(): Sendable | null {
    this.settle();
    const { document, operation, variables } = this.checked;
    if (!document || !operation) return null;
    const { api } = this.bridge;
    return { api, query: textToSend(document, operation.node), variables, signedIn: this.bridge.account() !== undefined };
  }

  /** Sends the draft, after asking if it is a mutation. `anyway` passes over what AniList would most likely refuse. */
  async run(anyway = false): Promise<void> {
    const request = this.sendable();
    const { operation, problems } = this.checked;
    const blocking = problems.filter(({ weight }) => weight === "blocks");
    const refused = problems.filter(({ weight }) => weight === "refused");
    if (!request || !operation || blocking.length > 0) return this.block({ weight: "blocks", problems: blocking });
    if (refused.length > 0 && !anyway) return this.block({ weight: "refused", problems: refused });
    const mutation = operation.node.operation === OperationTypeNode.MUTATION;
    const body = bodyOf(request.query, request.variables);
    await this.ask({ operation: operation.label, mutation, body, draft: this.draft, checked: this.checked });
  }

  /** Sends a request if the person, asked when it is a mutation, wants it sent. */
  async ask(request: Request): Promise<void> {
    const { operation, mutation, draft, checked } = request;
    if (mutation && !(await this.confirm(checked))) return;
    if (this.closed) return;
    const { query, variables } = draft;
    this.keepHistory(withEntry(this.history, { at: Date.now(), operation, query, variables }));
    this.send(request);
  }

  /** What is wrong with the draft: what was found here, then what AniList said of it, if the run that is shown sent it. */
  problems(): Problem[] {
    const run = this.runs.find(({ id }) => id === this.selected);
    const answer = run && (run.state.at === "done" || run.state.at === "failed") ? run.state.answer : null;
    if (!run || !answer || !isSameDraft(run.request.draft, this.draft)) return this.checked.problems;
    return [...this.checked.problems, ...complaintProblems(answer.complaints, this.draft, run.request.checked)];
  }

  /** Shows the answer of a run. */
  select(id: number): void {
    this.selected = id;
    this.tell("runs");
    this.tell("said");
  }

  /** Withdraws a run that is under way; without an id the one that is shown, else the newest. */
  cancel(id?: number): void {
    const shown = this.runs.find((run) => run.id === (id ?? this.selected) && isUnderWay(run));
    const run = shown ?? (id === undefined ? this.runs.find(isUnderWay) : undefined);
    if (!run) return;
    this.aborts.get(run.id)?.abort();
    this.setState(run.id, { at: "cancelled" });
  }

  keepHistory(history: Entry[]): void {
    this.history = history;
    const text = history.length > 0 ? JSON.stringify(history) : null;
    this.historyKept = writeKey(this.bridge.historyKey, text);
    this.tell("history");
  }

  /** Asks AniList for its schema, and keeps it. */
  async loadSchema(): Promise<void> {
    const before = this.schema;
    if (before.at === "loading") return;
    this.setSchema({ at: "loading", text: "" });
    const abort = new AbortController();
    this.aborts.set(0, abort);
    const body = bodyOf(getIntrospectionQuery(), {});
    const answer = await new Promise<Answer>((resolve) => {
      // What is said of the wait may come after the answer.
      const hear = (text: string) => {
        if (this.schema.at === "loading") this.setSchema({ at: "loading", text });
      };
      this.bridge.send("IntrospectionQuery", body, false, abort, hear, resolve);
    });
    if (this.closed) return;
    const { api, schemaDatabase } = this.bridge;
    try {
      if (answer.problem) return this.setSchema({ at: "failed", problem: answer.problem });
      const { data } = JSON.parse(textOf(answer)) as { data: IntrospectionQuery };
      const schema = buildClientSchema(data);
      const since = Date.now();
      const kept = await writeSchema(schemaDatabase, { api, at: since, introspection: data });
      this.setSchema({ at: "ready", schema, since, kept });
    } catch {
      this.setSchema({ at: "failed", problem: this.bridge.unreadable });
    }
  }

  /** Withdraws everything under way. The draft stays in this browser, or goes from it with the history. */
  close(forget: boolean): void {
    if (forget) {
      clearTimeout(this.pause);
      for (const key of [this.bridge.draftKey, this.bridge.historyKey]) writeKey(key, null);
    } else this.settle();
    this.closed = true;
    for (const abort of this.aborts.values()) abort.abort();
  }

  private block(blocked: Blocked): void {
    this.blocked = blocked;
    this.tell("blocked");
  }

  private send(request: Request): void {
    const id = this.nextId++;
    const abort = new AbortController();
    this.aborts.set(id, abort);
    this.runs = withRun(this.runs, { id, request, state: { at: "waiting", text: "" } });
    this.select(id);
    const started = performance.now();
    const hear = (text: string) => this.setState(id, text ? { at: "waiting", text } : { at: "sent" });
    const { operation, body, mutation } = request;
    this.bridge.send(operation, body, mutation, abort, hear, (answer) => {
      this.setState(id, finished(answer, performance.now() - started - answer.waitedMs));
    });
  }

  /** A run that has ended stays as it ended. */
  private setState(id: number, state: RunState): void {
    const run = this.runs.find((candidate) => candidate.id === id);
    if (!run || !isUnderWay(run) || this.closed) return;
    // Those that wait say the same every second.
    if (run.state.at === "waiting" && state.at === "waiting" && run.state.text === state.text) return;
    this.runs = this.runs.map((other) => (other === run ? { ...run, state } : other));
    this.tell("runs");
    if (state.at === "waiting" || state.at === "sent") return;
    this.aborts.delete(id);
    if (id === this.selected) this.tell("said");
  }

  private setSchema(schema: SchemaState): void {
    this.schema = schema;
    this.checked = checkDraft(this.draft, this.knownSchema());
    this.tell("schema");
    this.tell("checked");
  }

  private async takeKeptSchema(): Promise<void> {
    const kept = await readSchema(this.bridge.schemaDatabase, this.bridge.api);
    if (!kept || this.closed || this.schema.at !== "none") return;
    try {
      this.setSchema({ at: "ready", schema: buildClientSchema(kept.introspection), since: kept.at, kept: true });
    } catch {
      // As good as none: it can be asked for again.
    }
  }

  private tell(topic: Topic): void {
    if (this.closed) return;
    for (const [wanted, listener] of this.listeners) if (wanted === topic) listener();
  }
}

/** The body of an answer as text. */
export function textOf(answer: Answer): string {
  return new TextDecoder().decode(answer.body);
}

function readDraft(stored: string | null): Draft | null {
  try {
    const { query, variables, operation } = JSON.parse(stored ?? "null") as Draft;
    if (typeof query !== "string" || typeof variables !== "string") return null;
    return { query, variables, operation: typeof operation === "string" ? operation : null };
  } catch {
    return null;
  }
}
