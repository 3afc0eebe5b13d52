// The console: a script of its own, loaded when its page is opened (src/shell/boot.js, `openConsole`).

import { jsonLanguage } from "@codemirror/lang-json";
import { LanguageSupport } from "@codemirror/language";
import { completion, graphqlLanguageSupport, stateExtensions, updateSchema } from "cm6-graphql";
import type { Bridge } from "./bridge.ts";
import css from "./console.css";
import type { Problem } from "./core/problem.ts";
import { Desk } from "./desk.ts";
import { bar } from "./view/bar.ts";
import { confirmMutation } from "./view/confirm.ts";
import { h } from "./view/dom.ts";
import { Editor, shortcuts } from "./view/editor.ts";
import { explorer } from "./view/explorer.ts";
import { EDITOR_HINT } from "./view/keys.ts";
import { past } from "./view/past.ts";
import { problems } from "./view/problems.ts";
import { response } from "./view/response.ts";
import { Tabs } from "./view/tabs.ts";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** Draws the console into `host`. The function that comes back takes it away and withdraws what is under way. */
export function mount(host: HTMLElement, bridge: Bridge): () => void {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const desk: Desk = new Desk(bridge, (checked) => confirmMutation(host, checked, desk.knownSchema(), bridge.account));
  const keys = shortcuts({ "Mod-Enter": () => void desk.run(), "Mod-.": () => desk.cancel() });
  const query = new Editor({
    label: "Query",
    text: desk.draft.query,
    hint: EDITOR_HINT,
    showHint: true,
    extensions: [keys, graphqlLanguageSupport(), completion, stateExtensions()],
    changed: (text) => desk.edit({ query: text }),
  });
  const variables = new Editor({
    label: "Variables",
    text: desk.draft.variables,
    hint: EDITOR_HINT,
    showHint: false,
    extensions: [keys, new LanguageSupport(jsonLanguage)],
    changed: (text) => desk.edit({ variables: text }),
  });
  const editorOf = ({ where }: Problem) => (where === "query" ? query : variables);
  desk.on(["draft"], () => {
    const { draft } = desk;
    query.setText(draft.query);
    variables.setText(draft.variables);
    // What the editors reported of it is the same draft, not a new one.
    desk.draft = draft;
  });
  desk.on(["checked"], () => {
    query.mark(desk.checked.problems.filter(({ where }) => where === "query"));
    variables.mark(desk.checked.problems.filter(({ where }) => where === "variables"));
  });
  desk.on(["schema"], () => updateSchema(query.view, desk.knownSchema() ?? undefined));

  const news = h("p", { class: "visually-hidden", role: "status" });
  const say = (text: string) => (news.textContent = text);
  const answers = response(desk, say);
  const tabs: Tabs = new Tabs("Console", [
    ["Response", answers.element],
    ["Schema", explorer(desk)],
    ["History", past(desk, () => query.view.focus())],
  ]);
  let selected = desk.selected;
  desk.on(["runs"], () => {
    if (desk.selected !== selected) tabs.open(0);
    selected = desk.selected;
  });
  const element = h(
    "div",
    { class: "console", onkeydown: (event: KeyboardEvent) => runKey(event, desk) },
    h(
      "p",
      { class: "console-about muted" },
      "Your own requests to AniList’s API, sent as the account in use. The token is added when a request leaves and is never shown here.",
    ),
    bar(desk, say),
    h(
      "div",
      { class: "console-split" },
      h(
        "div",
        { class: "stack-wide" },
        pane("Query", "query", query.element),
        problems(desk, (problem) => editorOf(problem).goTo(problem.from)),
        pane("Variables", "variables", variables.element),
      ),
      tabs.element,
    ),
    news,
  );
  const leaving = () => desk.settle();
  addEventListener("pagehide", leaving);
  host.append(element);
  // What was measured before this place had a size is wrong.
  query.view.requestMeasure();
  variables.view.requestMeasure();
  return () => {
    removeEventListener("pagehide", leaving);
    desk.close();
    answers.close();
    query.close();
    variables.close();
    element.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  };
}

/** Running works from everywhere in the console; in the editors their own key bindings do it. */
function runKey(event: KeyboardEvent, desk: Desk): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  event.preventDefault();
  void desk.run();
}

function pane(title: string, kind: string, content: HTMLElement): HTMLElement {
  return h("section", { class: `console-pane ${kind}` }, h("h2", {}, title), content);
}
