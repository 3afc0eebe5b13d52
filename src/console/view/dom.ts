type Handler = (event: never) => void;
type Props = Record<string, string | number | boolean | null | undefined | Handler>;
type Child = Node | string | number | null | false | undefined;

/** An element with attributes, event handlers (`onclick`) and children. Text stays text, whatever it holds. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as unknown as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  fill(element, ...children);
  return element;
}

/** Replaces what an element holds. */
export function fill(element: Element, ...children: Child[]): void {
  const kept = children.filter((child): child is Node | string | number => child !== null && child !== undefined && child !== false);
  element.replaceChildren(...kept.map((child) => (typeof child === "number" ? String(child) : child)));
}

/** A small button; `primary` and `danger` are the app's classes. */
export function button(label: string, act: () => void, kind = "", props: Props = {}): HTMLButtonElement {
  return h("button", { type: "button", class: `button small ${kind}`.trim(), onclick: act, ...props }, label);
}

/** A select with its label. */
export function picker(label: string, pick: (value: string) => void): { element: HTMLElement; select: HTMLSelectElement } {
  const select = h("select", { onchange: () => pick(select.value) });
  return { element: h("label", { class: "console-pick" }, h("span", {}, label), select), select };
}

/** Fills a select; keeps it untouched when nothing changed, so that an open list stays open. */
export function setOptions(select: HTMLSelectElement, options: [value: string, label: string][], chosen: string): void {
  const same =
    select.options.length === options.length &&
    options.every(([value, label], index) => select.options[index]?.value === value && select.options[index]?.text === label);
  if (!same) fill(select, ...options.map(([value, label]) => h("option", { value }, label)));
  select.value = chosen;
}

/** A button that copies, and says for a moment what came of it. The name says it too, for those who do not see it. */
export function copyButton(label: string, name: string, text: () => string | null, say: (text: string) => void): HTMLButtonElement {
  const copy = button(
    label,
    () => {
      const copied = text();
      if (copied === null) return say("There is nothing to copy yet.");
      const written = navigator.clipboard?.writeText(copied) ?? Promise.reject();
      written.then(
        () => echo("Copied"),
        () => echo("The browser refused"),
      );
    },
    "",
    { "aria-label": name },
  );
  const echo = (outcome: string) => {
    copy.textContent = outcome;
    say(outcome);
    setTimeout(() => (copy.textContent = label), 2000);
  };
  return copy;
}

/** A date and time in the reader's own form. */
export function moment(ms: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(ms);
}
