import type { GraphQLSchema } from "graphql";
import { type Change, changesOf } from "../core/changes.ts";
import type { Checked } from "../core/check.ts";
import { button, fill, h } from "./dom.ts";

/**
 * Asks whether a mutation is to be sent, and says what it changes with the values that will be sent. The focus begins on
 * the harmless answer; Escape gives it, and so does whatever takes the console away.
 */
export function confirmMutation(
  host: HTMLElement,
  checked: Checked,
  schema: GraphQLSchema | null,
  account: string | undefined,
): Promise<boolean> {
  const { document: read, operation, variables } = checked;
  if (!read || !operation) return Promise.resolve(false);
  const changes = changesOf(read, operation, variables, schema);
  const before = deepActive();
  const dialog = h("dialog", { class: "console-dialog", "aria-labelledby": "console-confirm" });
  return new Promise((resolve) => {
    const send = button("Send mutation", () => dialog.close("send"), "danger");
    const keep = button("Don’t send", () => dialog.close(""));
    dialog.append(heading(account), h("ol", { class: "console-changes" }, ...changes.map(change)), h("div", { class: "actions" }, send, keep));
    dialog.addEventListener("close", () => {
      dialog.remove();
      before?.focus();
      resolve(dialog.returnValue === "send");
    });
    host.append(dialog);
    dialog.showModal();
    keep.focus();
  });
}

function heading(account: string | undefined): HTMLElement {
  const title = h("h2", { id: "console-confirm" });
  if (account === undefined) fill(title, "Send this mutation without a login?");
  else fill(title, "Change data at AniList as ", h("bdi", {}, account), "?");
  const sentence =
    account === undefined
      ? "Nobody is logged in here, so AniList will most likely refuse it."
      : "This is carried out at AniList at once, and nothing here can take it back.";
  return h("div", { class: "stack tight" }, title, h("p", {}, sentence));
}

function change({ field, words, description, arguments: given }: Change): HTMLElement {
  return h(
    "li",
    {},
    h("p", {}, h("strong", {}, words), " ", h("code", { class: "meta" }, field)),
    description !== null && h("p", { class: "muted" }, description),
    given.length === 0 && h("p", { class: "muted" }, "Without any values."),
    given.length > 0 &&
      h(
        "dl",
        { class: "facts" },
        ...given.flatMap(({ name, value, description }) => [
          h("dt", {}, h("code", {}, name)),
          h("dd", {}, h("code", {}, value), description !== null && h("span", { class: "explain" }, description)),
        ]),
      ),
  );
}

/** What has the focus, inside shadow roots too. */
function deepActive(): HTMLElement | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement ? active : null;
}
