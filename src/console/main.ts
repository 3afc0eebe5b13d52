// The console: a script of its own, loaded when its page is opened (src/shell/boot.js, `openConsole`).

import type { Bridge } from "./bridge.ts";
import { Desk } from "./desk.ts";
import { SHEET } from "./style/sheet.ts";
import { bar } from "./view/bar.ts";
import { confirmMutation } from "./view/confirm.ts";
import { h } from "./view/dom.ts";
import { explorer } from "./view/explorer.ts";
import { past } from "./view/past.ts";
import { RequestView } from "./view/request.ts";
import { response } from "./view/response.ts";
import { Tabs } from "./view/tabs.ts";

const ABOUT =
  "Your own requests to AniList’s API, sent as the account in use, or as a visitor without one. The token is added when a request leaves and is never shown here.";

/**
 * Draws the console into `host`. The function that comes back takes it away and withdraws what is under way; told to
 * forget, it also removes what was written from this browser.
 */
export function mount(host: HTMLElement, bridge: Bridge): (forget?: boolean) => void {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, SHEET];
  const desk: Desk = new Desk(bridge, (checked) => confirmMutation(host, checked, desk.knownSchema(), bridge.account()));
  const news = h("p", { class: "visually-hidden", role: "status" });
  const say = (text: string) => (news.textContent = text);
  const request = new RequestView(desk);
  const answers = response(desk, say);
  const schema = explorer(desk);
  const tabs = new Tabs("Console", [
    ["Response", answers.element],
    ["Schema", schema.element],
    ["History", past(desk, () => request.focus())],
  ]);
  openWithRuns(desk, tabs);
  const element = h(
    "div",
    { class: "console", onkeydown: (event: KeyboardEvent) => runKey(event, desk) },
    h("p", { class: "console-about muted" }, ABOUT),
    bar(desk, say),
    h("div", { class: "console-split" }, request.element, tabs.element),
    news,
  );
  const leaving = () => desk.settle();
  addEventListener("pagehide", leaving);
  host.append(element);
  request.measure();
  return (forget = false) => {
    removeEventListener("pagehide", leaving);
    desk.close(forget);
    for (const part of [answers, schema, request]) part.close();
    // Also a question that is still open.
    host.replaceChildren();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== SHEET);
  };
}

/** Whoever runs or chooses a run wants to see its answer, on a narrow screen too, where it stands below the request. */
function openWithRuns(desk: Desk, tabs: Tabs): void {
  let selected = desk.selected;
  desk.on(["runs"], () => {
    if (desk.selected === selected) return;
    selected = desk.selected;
    tabs.open(0);
    if (tabs.element.getBoundingClientRect().top > innerHeight - 100) tabs.element.scrollIntoView();
  });
}

/** Running works from everywhere in the console; in the editors their own key bindings do it. */
function runKey(event: KeyboardEvent, desk: Desk): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  event.preventDefault();
  void desk.run();
}
