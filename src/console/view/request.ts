import { jsonLanguage } from "@codemirror/lang-json";
import { LanguageSupport } from "@codemirror/language";
import { completion, graphqlLanguageSupport, stateExtensions, updateSchema } from "cm6-graphql";
import type { Problem } from "../core/problem.ts";
import type { Desk } from "../desk.ts";
import { h } from "./dom.ts";
import { Editor, shortcuts } from "./editor.ts";
import { EDITOR_HINT } from "./keys.ts";
import { problems } from "./problems.ts";

/** The request: its query and its variables, and between them what is wrong with the two. */
export class RequestView {
  readonly element: HTMLElement;
  private readonly query: Editor;
  private readonly variables: Editor;

  constructor(private readonly desk: Desk) {
    const keys = shortcuts({ "Mod-Enter": () => void desk.run(), "Mod-.": () => desk.cancel() });
    this.query = new Editor({
      label: "Query",
      text: desk.draft.query,
      hint: EDITOR_HINT,
      showHint: true,
      extensions: [keys, graphqlLanguageSupport(), completion, stateExtensions()],
      changed: (text) => desk.edit({ query: text }),
    });
    this.variables = new Editor({
      label: "Variables",
      text: desk.draft.variables,
      hint: EDITOR_HINT,
      showHint: false,
      extensions: [keys, new LanguageSupport(jsonLanguage)],
      changed: (text) => desk.edit({ variables: text }),
    });
    this.element = h(
      "div",
      { class: "stack-wide" },
      pane("Query", "query", this.query.element),
      problems(desk, (problem) => this.goTo(problem)),
      pane("Variables", "variables", this.variables.element),
    );
    desk.on(["draft"], () => this.take());
    desk.on(["checked", "said"], () => this.mark());
    desk.on(["schema"], () => updateSchema(this.query.view, desk.knownSchema() ?? undefined));
  }

  focus(): void {
    this.query.view.focus();
  }

  /** What was measured before the editors had a place on the page is wrong. */
  measure(): void {
    this.query.view.requestMeasure();
    this.variables.view.requestMeasure();
  }

  close(): void {
    this.query.close();
    this.variables.close();
  }

  private take(): void {
    const { draft } = this.desk;
    this.query.setText(draft.query);
    this.variables.setText(draft.variables);
    // What the editors reported of it is the same draft, not a new one.
    this.desk.draft = draft;
  }

  private mark(): void {
    const problems = this.desk.problems();
    this.query.mark(problems.filter(({ where }) => where === "query"));
    this.variables.mark(problems.filter(({ where }) => where === "variables"));
  }

  private goTo({ where, from }: Problem): void {
    (where === "query" ? this.query : this.variables).goTo(from);
  }
}

function pane(title: string, kind: string, content: HTMLElement): HTMLElement {
  return h("section", { class: `console-pane ${kind}` }, h("h2", {}, title), content);
}
