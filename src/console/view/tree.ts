import { type Branch, PAGE, childrenOf, grouped, isFoldable, kindOf, sizeOf, startsOpen, summaryOf } from "../core/tree.ts";
import { h } from "./dom.ts";

/**
 * A value as a tree that folds, with a tree's keys: up and down, right and left to unfold and fold, Home, End. Children
 * are drawn when they are unfolded, a page at a time, so that an answer of megabytes costs no more than what is seen.
 */
export class Tree {
  readonly element: HTMLUListElement;
  private readonly branches = new WeakMap<HTMLLIElement, Branch>();

  constructor(label: string, value: unknown) {
    this.element = h("ul", {
      role: "tree",
      class: "tree",
      "aria-label": label,
      onkeydown: (event: KeyboardEvent) => this.key(event),
      onclick: (event: MouseEvent) => this.click(event),
    });
    const root = this.item({ key: null, value, level: 1 });
    root.tabIndex = 0;
    this.element.append(root);
  }

  /** Folds everything but the outermost level. */
  foldAll(): void {
    for (const item of this.element.querySelectorAll<HTMLLIElement>("li li[aria-expanded=true]")) this.fold(item);
    this.settle();
  }

  /** Unfolds every branch that has been drawn, and one level below. */
  unfoldAll(): void {
    for (const item of this.element.querySelectorAll<HTMLLIElement>("li[aria-expanded=false]")) this.unfold(item);
  }

  private item(branch: Branch): HTMLLIElement {
    const { key, value, level } = branch;
    const foldable = isFoldable(value);
    const row = h(
      "span",
      { class: "tree-row" },
      key === null ? null : h("span", { class: "tree-key" }, key),
      h("span", { class: `tree-${kindOf(value)}` }, summaryOf(value)),
    );
    const name = key === null ? summaryOf(value) : `${key}: ${summaryOf(value)}`;
    const item = h("li", { role: "treeitem", tabindex: -1, "aria-level": level, "aria-label": name }, row);
    this.branches.set(item, branch);
    if (foldable) {
      item.setAttribute("aria-expanded", "false");
      if (startsOpen(branch)) this.unfold(item);
    }
    return item;
  }

  private unfold(item: HTMLLIElement): void {
    const branch = this.branches.get(item);
    if (!branch || item.getAttribute("aria-expanded") !== "false") return;
    item.setAttribute("aria-expanded", "true");
    const group = h("ul", { role: "group" });
    item.append(group);
    this.page(group, branch, 0);
  }

  private fold(item: HTMLLIElement): void {
    if (item.getAttribute("aria-expanded") !== "true") return;
    item.setAttribute("aria-expanded", "false");
    item.querySelector(":scope > [role=group]")?.remove();
  }

  /** Draws a page of children, and the way to the next one. */
  private page(group: HTMLUListElement, branch: Branch, start: number): void {
    const items = childrenOf(branch, start).map((child) => this.item(child));
    group.append(...items);
    if (start > 0 && items[0]) this.focus(items[0]);
    const left = sizeOf(branch.value) - start - PAGE;
    if (left <= 0) return;
    const more = h("li", { role: "treeitem", tabindex: -1, "aria-level": branch.level + 1, class: "tree-more" });
    more.append(h("span", { class: "tree-row" }, `Show ${Math.min(left, PAGE)} more of ${grouped(left)}`));
    more.addEventListener("tree:act", () => {
      more.remove();
      this.page(group, branch, start + PAGE);
    });
    group.append(more);
  }

  private act(item: HTMLLIElement): void {
    if (item.classList.contains("tree-more")) item.dispatchEvent(new Event("tree:act"));
    else if (item.getAttribute("aria-expanded") === "true") this.fold(item);
    else this.unfold(item);
  }

  private click(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest(".tree-row") : null;
    const item = row?.closest("li");
    // Who selects text does not mean to fold.
    if (!item || getSelection()?.type === "Range") return;
    this.focus(item);
    this.act(item);
  }

  private items(): HTMLLIElement[] {
    return [...this.element.querySelectorAll<HTMLLIElement>("li")];
  }

  private focus(item: HTMLLIElement | null | undefined): void {
    if (!item) return;
    for (const other of this.element.querySelectorAll<HTMLLIElement>("li[tabindex='0']")) other.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
  }

  /** Tab always finds the tree, even when the item it would lead to was folded away. */
  private settle(): void {
    const first = this.element.querySelector("li");
    if (first && !this.element.querySelector("li[tabindex='0']")) first.tabIndex = 0;
  }

  private key(event: KeyboardEvent): void {
    const item = event.target instanceof Element ? event.target.closest("li") : null;
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    const parent = item.parentElement?.closest("li");
    const expanded = item.getAttribute("aria-expanded");
    const items = () => this.items();
    const acts: Record<string, () => void> = {
      ArrowDown: () => this.focus(items()[items().indexOf(item) + 1]),
      ArrowUp: () => this.focus(items()[items().indexOf(item) - 1]),
      ArrowRight: () => (expanded === "true" ? this.focus(item.querySelector("li")) : this.unfold(item)),
      ArrowLeft: () => (expanded === "true" ? this.fold(item) : this.focus(parent)),
      Home: () => this.focus(items()[0]),
      End: () => this.focus(items().at(-1)),
      Enter: () => this.act(item),
      " ": () => this.act(item),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
    this.settle();
  }
}
