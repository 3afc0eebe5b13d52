import { h } from "./dom.ts";

/** Panels of which one is seen, with the keys that tabs have: arrows, Home and End. */
export class Tabs {
  readonly element = h("div", { class: "console-tabs" });
  private readonly tabs: HTMLButtonElement[] = [];
  private readonly panels: HTMLElement[] = [];

  constructor(label: string, entries: [name: string, panel: HTMLElement][]) {
    const list = h("div", { role: "tablist", "aria-label": label, onkeydown: (event: KeyboardEvent) => this.key(event) });
    entries.forEach(([name, content], index) => {
      const id = `console-tab-${index}`;
      const panelId = `console-panel-${index}`;
      const tab = h("button", { type: "button", role: "tab", id, "aria-controls": panelId, onclick: () => this.open(index) }, name);
      const panel = h("div", { role: "tabpanel", id: panelId, "aria-labelledby": id, class: "console-panel" }, content);
      this.tabs.push(tab);
      this.panels.push(panel);
      list.append(tab);
    });
    this.element.append(list, ...this.panels);
    this.open(0);
  }

  /** Shows a panel by its place. */
  open(chosen: number): void {
    this.tabs.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
    });
    this.panels.forEach((panel, index) => (panel.hidden = index !== chosen));
  }

  private key(event: KeyboardEvent): void {
    const last = this.tabs.length - 1;
    const now = this.tabs.findIndex((tab) => tab.tabIndex === 0);
    const moves: Record<string, number> = {
      ArrowRight: now === last ? 0 : now + 1,
      ArrowLeft: now === 0 ? last : now - 1,
      Home: 0,
      End: last,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.open(next);
    this.tabs[next]?.focus();
  }
}
