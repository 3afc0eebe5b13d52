/** Roles that journeys ask for, and the elements that have them without saying so. */
const ROLES = {
  alert: "",
  button: "button, summary, input[type=button], input[type=submit]",
  combobox: "select",
  dialog: "dialog[open]",
  heading: "h1, h2, h3, h4",
  link: "a[href]",
  listitem: "li",
  main: "main",
  region: "section",
  row: "tr",
  searchbox: "input[type=search]",
  status: "output",
  textbox: "input:not([type]), input[type=text], textarea",
  tree: "",
  treeitem: "",
  /** A file field, which has no role. */
  file: "input[type=file]",
} as const;
export type Role = keyof typeof ROLES;

/** What to look for. A text must be the whole name, an expression may match a part of it. */
export interface Step {
  role: Role;
  name?: string | RegExp;
}

/** The same in JSON, as it goes to the page. */
export function steps(path: Step[]): object[] {
  return path.map(({ role, name }) => {
    const implicit = ROLES[role].split(", ").filter(Boolean).map((selector) => `${selector}:not([role])`);
    const pattern = name instanceof RegExp ? [name.source, name.flags] : null;
    return { selector: [...implicit, `[role=${role}]`].join(), exact: name instanceof RegExp ? null : (name ?? null), pattern };
  });
}

/**
 * Runs in the page: the elements that can be seen at the end of this path, with their names and texts; and what went wrong
 * in the page since the last look. Names are made of the parts of the specification (https://www.w3.org/TR/accname-1.2/)
 * that the app uses; that they are the right ones, the tests in `specs` prove by the browser's own tree.
 */
export function look(path: { selector: string; exact: string | null; pattern: [string, string] | null }[]): [[Element, string, string][], string[]] {
  const page = window as unknown as { wentWrong?: string[] };
  if (!page.wentWrong) {
    const said: string[] = (page.wentWrong = []);
    const note = (words: string) => location.host !== "anilist.co" && said.push(words);
    addEventListener("securitypolicyviolation", (event) => note(`violates ${event.effectiveDirective}: ${event.blockedURI}`));
    addEventListener("error", (event) => note(`uncaught: ${event.message}`));
    addEventListener("unhandledrejection", (event) => note(`unhandled: ${event.reason}`));
  }
  const tidy = (text: string) => text.replace(/\s+/g, " ").trim();
  const content = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element) || node.ariaHidden === "true" || !node.checkVisibility()) return "";
    const own = node.getAttribute("aria-label") ?? node.getAttribute("alt");
    const space = getComputedStyle(node).display === "inline" ? "" : " ";
    return space + (own ?? [...node.childNodes].map(content).join("")) + space;
  };
  const name = (element: Element): string => {
    const by = (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id));
    const labels = by.some(Boolean) ? by : [...((element as HTMLInputElement).labels ?? [])];
    if (labels.length > 0) return tidy(labels.map((label) => (label ? content(label) : "")).join(" "));
    return tidy(element.getAttribute("aria-label") ?? content(element)) || tidy(element.getAttribute("title") ?? "");
  };
  const seen = (element: Element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const inside = (outer: Document | Element | ShadowRoot, selector: string): Element[] => {
    const roots = [...outer.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ?? []);
    return [...outer.querySelectorAll(selector), ...roots.flatMap((root) => inside(root, selector))];
  };
  let within: (Document | Element)[] = [document];
  for (const { selector, exact, pattern } of path) {
    const named = (element: Element) =>
      pattern ? new RegExp(pattern[0], pattern[1]).test(name(element)) : exact === null || name(element) === exact;
    within = [...new Set(within.flatMap((outer) => inside(outer, selector)))].filter((element) => seen(element) && named(element));
  }
  return [(within as HTMLElement[]).map((element) => [element, name(element), tidy(element.innerText)]), page.wentWrong.splice(0)];
}

/**
 * Runs in the page: brings an element to where it can be pressed. What keeps it from that, as words; nothing when nothing
 * does.
 */
export function reach(element: Element): string {
  if (!element.isConnected) return "it is gone";
  element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  if ((element as HTMLButtonElement).disabled) return "it is disabled";
  const [box] = element.getClientRects();
  if (!box) return "it has no place";
  const at = (root: Document | ShadowRoot): Element | null => {
    const hit = root.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return hit?.shadowRoot ? (at(hit.shadowRoot) ?? hit) : hit;
  };
  const hit = at(document);
  if (hit && (element.contains(hit) || hit.contains(element) && hit instanceof HTMLLabelElement)) return "";
  return `${hit ? hit.outerHTML.slice(0, 120) : "nothing"} is in front of it`;
}
