import { json } from "@codemirror/lang-json";
import type { Answer } from "../bridge.ts";
import { indentJson } from "../core/indent.ts";
import { type Run, budgetSpent, byteSize, duration, isUnderWay, runSummary } from "../core/runs.ts";
import { type Desk, textOf } from "../desk.ts";
import { button, copyButton, fill, h } from "./dom.ts";
import { Editor } from "./editor.ts";
import { Failure } from "./failure.ts";
import { Tree } from "./tree.ts";

/** The runs, newest first, and the answer of the one that is chosen. */
export function response(desk: Desk, say: (text: string) => void): { element: HTMLElement; close: () => void } {
  const runs = new RunList(desk);
  const answer = new AnswerView((run) => void desk.ask(run.request), say);
  desk.on(["runs"], () => {
    runs.show();
    answer.show(desk.runs.find((run) => run.id === desk.selected) ?? null);
  });
  return { element: h("div", { class: "stack-wide" }, runs.element, answer.element), close: () => answer.close() };
}

/** The runs. A row keeps its elements: what a run waits for changes every second, and a press on Cancel must not be lost. */
class RunList {
  readonly element = h("ul", { class: "console-runs", "aria-label": "Runs" });
  private readonly rows = new Map<number, RunRow>();

  constructor(private readonly desk: Desk) {}

  show(): void {
    const { desk, element, rows } = this;
    const hadFocus = element.contains(document.activeElement);
    element.hidden = desk.runs.length === 0;
    const listed = new Set(desk.runs.map(({ id }) => id));
    for (const [id, row] of rows) {
      if (listed.has(id)) continue;
      row.element.remove();
      rows.delete(id);
    }
    // From the end, where the old ones stand: none of them is moved.
    let next: Element | null = null;
    for (const run of desk.runs.toReversed()) {
      const row = rows.get(run.id) ?? new RunRow(desk, run);
      rows.set(run.id, row);
      row.show(run, run.id === desk.selected);
      if (row.element.parentElement !== element || row.element.nextElementSibling !== next) element.insertBefore(row.element, next);
      next = row.element;
    }
    if (hadFocus && !element.contains(document.activeElement)) element.querySelector<HTMLElement>("button")?.focus();
  }
}

/** A run: how far it has come, and Cancel while it is under way. */
class RunRow {
  readonly element: HTMLElement;
  private readonly state = h("span");
  private readonly select: HTMLElement;
  private readonly cancel: HTMLElement;

  constructor(desk: Desk, { id, request: { operation } }: Run) {
    this.select = h("button", { type: "button", class: "console-line", onclick: () => desk.select(id) }, h("span", {}, operation), " ", this.state);
    this.cancel = button("Cancel", () => desk.cancel(id), "", { "aria-label": `Cancel ${operation}` });
    this.element = h("li", {}, this.select, this.cancel);
  }

  show(run: Run, isChosen: boolean): void {
    const { at } = run.state;
    this.state.className = at === "failed" ? "bad" : at === "done" ? "good" : "muted";
    const summary = runSummary(run);
    if (this.state.textContent !== summary) this.state.textContent = summary;
    if (isChosen) this.select.setAttribute("aria-current", "true");
    else this.select.removeAttribute("aria-current");
    if (isUnderWay(run)) return;
    // Whoever has just cancelled goes on from this run.
    if (this.cancel === document.activeElement) this.select.focus();
    this.cancel.remove();
  }
}

/** One answer: figures, what went wrong in the app's words, and the body as a tree or as text. */
class AnswerView {
  readonly element = h("div", { class: "stack-wide" });
  private shown: string | null = null;
  private asText = false;
  private editor: Editor | null = null;
  private failure: Failure | null = null;

  constructor(
    private readonly again: (run: Run) => void,
    private readonly say: (text: string) => void,
  ) {}

  show(run: Run | null): void {
    const now = run ? `${run.id} ${run.state.at}` : "";
    if (now === this.shown) return;
    this.shown = now;
    this.close();
    if (!run) return fill(this.element, h("p", { class: "muted" }, "Run a request, and AniList’s answer appears here."));
    if (run.state.at !== "done" && run.state.at !== "failed") {
      return fill(this.element, h("p", { class: "muted" }, isUnderWay(run) ? "No answer yet." : "Withdrawn before an answer came."));
    }
    const { answer, ms } = run.state;
    const { operation } = run.request;
    this.say(`${operation}: ${runSummary(run)}`);
    this.failure = answer.problem && new Failure(answer.problem, () => this.again(run));
    fill(this.element, this.failure?.element, figures(answer, ms), ...this.body(operation, answer));
  }

  close(): void {
    this.failure?.close();
    this.failure = null;
    this.closeEditor();
  }

  private closeEditor(): void {
    this.editor?.close();
    this.editor = null;
  }

  private body(operation: string, answer: Answer): Node[] {
    const text = textOf(answer);
    if (text === "") return [h("p", { class: "muted" }, answer.status === 0 ? "No answer came." : "The answer has no body.")];
    let value: unknown;
    let isJson = true;
    try {
      value = JSON.parse(text);
    } catch {
      isJson = false;
    }
    const place = h("div", { class: "console-body" });
    const tree = isJson ? new Tree(`Answer to ${operation}`, value) : null;
    const folds = [button("Fold all", () => tree?.foldAll()), button("Unfold more", () => tree?.unfoldAll())];
    const choices = [true, false].map((asText) =>
      button(asText ? "Text" : "Tree", () => choose(asText), "", { "aria-pressed": "false" }),
    );
    const choose = (asText: boolean) => {
      if (tree) this.asText = asText;
      const showText = asText || !tree;
      choices.forEach((choice, index) => choice.setAttribute("aria-pressed", String((index === 0) === showText)));
      for (const fold of folds) fold.hidden = showText;
      this.closeEditor();
      if (!showText && tree) return fill(place, tree.element);
      this.editor = new Editor({
        label: "Answer as text",
        text: isJson ? indentJson(text) : text,
        hint: "Cannot be changed. Tab leaves it.",
        showHint: false,
        extensions: isJson ? json() : [],
        readOnly: true,
      });
      fill(place, this.editor.element);
    };
    const copy = copyButton("Copy", "Copy answer", () => text, this.say);
    const head = h(
      "div",
      { class: "actions" },
      tree ? h("div", { class: "console-segments", role: "group", "aria-label": "Show the answer as" }, choices[1], choices[0]) : null,
      ...(tree ? folds : []),
      copy,
    );
    choose(this.asText);
    return [head, place];
  }
}

function figures(answer: Answer, ms: number): HTMLElement {
  const facts: [string, string][] = [
    ["Status", answer.status === 0 ? "none" : String(answer.status)],
    ["Time", answer.waitedMs > 0 ? `${duration(ms)}, after waiting ${duration(answer.waitedMs)}` : duration(ms)],
    ["Size", byteSize(answer.body.length)],
    ["Budget spent", budgetSpent(answer)],
  ];
  return h("dl", { class: "console-figures" }, ...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}
