import { type Example, examplesOf } from "../core/examples.ts";
import { MAX_FIELDS } from "../core/fields.ts";
import { isUnderWay } from "../core/runs.ts";
import { SNIPPETS } from "../core/snippets.ts";
import type { Desk } from "../desk.ts";
import { button, copyButton, fill, h, picker, setOptions } from "./dom.ts";
import { RUN_KEYS } from "./keys.ts";

/** Run, Cancel, which operation, how many fields, examples, and the request as other programs make it. */
export function bar(desk: Desk, say: (text: string) => void): HTMLElement {
  const run = button("Run", () => void desk.run(), "primary", { "aria-keyshortcuts": "Control+Enter Meta+Enter" });
  run.append(h("kbd", { "aria-hidden": "true" }, RUN_KEYS));
  const cancel = button("Cancel", () => desk.cancel());
  desk.on(["runs"], () => {
    const idle = !desk.runs.some(isUnderWay);
    if (idle && cancel.getRootNode() instanceof Document && document.activeElement === cancel) run.focus();
    cancel.disabled = idle;
  });
  const copies = SNIPPETS.map(([name, write]) =>
    copyButton(name, `Copy as ${name}`, () => mapped(desk.sendable(), write), say),
  );
  return h(
    "div",
    { class: "console-bar" },
    h("div", { class: "actions" }, run, cancel, operationPicker(desk), fieldCount(desk)),
    h(
      "div",
      { class: "actions" },
      examplePicker(desk),
      h("div", { class: "console-copy", role: "group", "aria-label": "Copy the request, without the token" }, h("span", {}, "Copy as"), ...copies),
    ),
  );
}

function mapped<T, U>(value: T | null, map: (value: T) => U): U | null {
  return value === null ? null : map(value);
}

function operationPicker(desk: Desk): HTMLElement {
  const { element, select } = picker("Operation", (label) => desk.pick(label));
  desk.on(["checked"], () => {
    const { document, operation } = desk.checked;
    const labels = document?.operations.map(({ label }) => label) ?? [];
    // While a text cannot be read, what was picked stays to be seen.
    if (document) setOptions(select, labels.map((label) => [label, label]), operation?.label ?? "");
    select.disabled = labels.length === 0;
  });
  return element;
}

function fieldCount(desk: Desk): HTMLElement {
  const count = h("p", { class: "meta" });
  desk.on(["checked"], () => {
    const { fields } = desk.checked;
    fill(count, fields === null ? `– of ${MAX_FIELDS} fields` : `${fields} of ${MAX_FIELDS} fields`);
    count.classList.toggle("bad", fields !== null && fields > MAX_FIELDS);
  });
  return count;
}

/** Reads and changes apart. Who is signed in is asked for when one is chosen. */
function examplePicker(desk: Desk): HTMLElement {
  const { examples: documents, account } = desk.bridge;
  const { element, select } = picker("Example", (name) => {
    const example = examplesOf(documents, account()).find((candidate) => candidate.name === name);
    if (example) desk.replace(example.draft);
    select.value = "";
  });
  const examples = examplesOf(documents, undefined);
  const group = (label: string, members: Example[]) =>
    h("optgroup", { label }, ...members.map(({ name }) => h("option", { value: name }, name)));
  const [reads, changes] = [examples.filter(({ mutation }) => !mutation), examples.filter(({ mutation }) => mutation)];
  fill(select, h("option", { value: "" }, "Choose…"), group("What is read", reads), group("What is changed", changes));
  return element;
}
