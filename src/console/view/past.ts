import { type Entry, MAX_ENTRIES, searchHistory, withoutEntry } from "../core/history.ts";
import type { Desk } from "../desk.ts";
import { button, fill, h, moment } from "./dom.ts";

/** The requests last sent from this browser: searched, taken up again, deleted. `restored` runs after one was taken up. */
export function past(desk: Desk, restored: () => void): HTMLElement {
  const search = h("input", { type: "search", "aria-label": "Search history", placeholder: "Search", oninput: () => show() });
  const found = h("div");
  const erase = eraseAll(desk);
  const about = h("p", { class: "meta" });
  const show = () => {
    const { history } = desk;
    const entries = searchHistory(history, search.value);
    const kept = desk.historyKept ? "Kept in this browser only" : "Not kept, because the browser refused: gone when the page is left";
    fill(about, `${kept}: the last ${MAX_ENTRIES} requests, without answers and never with a token.`);
    search.disabled = history.length === 0;
    erase.hidden = history.length === 0;
    if (entries.length === 0) return fill(found, h("p", { class: "muted" }, history.length === 0 ? "Nothing was sent yet." : "No request has these words."));
    fill(found, h("ul", { class: "console-list", "aria-label": "History" }, ...entries.map((entry) => row(desk, entry, restored, search))));
  };
  desk.on(["history"], show);
  return h("div", { class: "stack-wide" }, about, h("div", { class: "actions" }, h("div", { class: "field" }, search), erase), found);
}

function row(desk: Desk, entry: Entry, restored: () => void, search: HTMLElement): HTMLElement {
  const { at, operation, query, variables } = entry;
  const name = `${operation}, ${moment(at)}`;
  const restore = () => {
    desk.replace({ query, variables, operation });
    restored();
  };
  const remove = () => {
    desk.keepHistory(withoutEntry(desk.history, entry));
    search.focus();
  };
  const head = h("div", { class: "console-entry" }, h("strong", {}, operation), h("span", { class: "meta" }, moment(at)));
  const actions = h(
    "div",
    { class: "actions" },
    button("Restore", restore, "", { "aria-label": `Restore ${name}` }),
    button("Delete", remove, "", { "aria-label": `Delete ${name}` }),
  );
  return h("li", {}, head, h("code", { class: "console-glance" }, glance(query, variables)), actions);
}

/** The beginning of a request on one line. */
function glance(query: string, variables: string): string {
  return `${query} ${variables}`.replace(/\s+/g, " ").slice(0, 160);
}

/** Deletes the history, after asking once more in the same place. */
function eraseAll(desk: Desk): HTMLElement {
  const element = h("div", { class: "actions" });
  const calm = () => fill(element, button("Delete all", ask, "danger"));
  const ask = () => {
    const keep = button("Keep", () => {
      calm();
      element.querySelector("button")?.focus();
    });
    const yes = button("Delete them all", () => {
      calm();
      desk.keepHistory([]);
    }, "danger");
    fill(element, h("span", {}, `Delete ${desk.history.length} requests from this browser?`), yes, keep);
    keep.focus();
  };
  calm();
  return element;
}
