import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from "graphql";
import { type Hit, MAX_HITS, kindName, searchSchema, typesOf } from "../core/explore.ts";
import { grouped } from "../core/tree.ts";
import type { Desk } from "../desk.ts";
import { button, fill, h, moment } from "./dom.ts";
import { Failure } from "./failure.ts";

/** AniList's schema: asked for on request, kept, searched, and read type by type. */
export function explorer(desk: Desk): { element: HTMLElement; close: () => void } {
  const element = h("div", { class: "stack-wide" });
  let failure: Failure | null = null;
  const close = () => {
    failure?.close();
    failure = null;
  };
  desk.on(["schema"], () => {
    close();
    const { schema } = desk;
    const load = (label: string) => button(label, () => void desk.loadSchema());
    switch (schema.at) {
      case "none":
        return fill(
          element,
          h("p", { class: "muted" }, "With AniList’s schema, requests are checked and completed as you write, and it can be read and searched here. It is asked for once and kept in this browser."),
          h("div", {}, load("Load schema")),
        );
      case "loading":
        return fill(element, h("p", { role: "status" }, schema.text || "Loading AniList’s schema…"));
      case "failed":
        failure = new Failure(schema.problem, () => void desk.loadSchema());
        return fill(element, failure.element, h("p", { class: "muted" }, "Requests can be sent without the schema."), h("div", {}, load("Load schema")));
      case "ready": {
        const kept = schema.kept ? "kept in this browser" : "not kept: the browser refused to store it";
        const since = h("p", { class: "meta" }, `As of ${moment(schema.since)}, ${kept}.`);
        const head = h("div", { class: "actions" }, load("Refresh schema"), since);
        return fill(element, head, new Pages(schema.schema).element);
      }
    }
  });
  return { element, close };
}

/** One page a type, a list of all types, and what a search finds; with a way back. */
class Pages {
  readonly element: HTMLElement;
  private readonly page = h("div", { class: "stack-wide" });
  private readonly search: HTMLInputElement;
  private readonly trail: string[] = [];

  constructor(private readonly schema: GraphQLSchema) {
    this.search = h("input", { type: "search", "aria-label": "Search schema", placeholder: "Search types, fields, descriptions", oninput: () => this.find() });
    this.element = h("div", { class: "stack-wide" }, h("div", { class: "field" }, this.search), this.page);
    this.list();
  }

  private find(): void {
    const words = this.search.value;
    if (words.trim() === "") return this.list();
    const hits = searchSchema(this.schema, words);
    const more = hits.length - MAX_HITS;
    fill(
      this.page,
      h("p", { class: "meta", role: "status" }, hits.length === 0 ? "Nothing in the schema has these words." : `${grouped(hits.length)} found`),
      h("ul", { class: "console-list", "aria-label": "Found in the schema" }, ...hits.slice(0, MAX_HITS).map((hit) => this.hit(hit))),
      more > 0 && h("p", { class: "muted" }, `${grouped(more)} more: add a word to narrow the search.`),
    );
  }

  private hit({ type, part, description }: Hit): HTMLElement {
    const name = part === null ? type : `${type}.${part}`;
    return h("li", {}, this.link(name, type, part), description && h("p", { class: "muted" }, oneLine(description)));
  }

  private list(): void {
    this.trail.length = 0;
    const rows = typesOf(this.schema).map((type) =>
      h("li", {}, this.link(type.name, type.name), " ", h("span", { class: "meta" }, kindName(type))),
    );
    fill(this.page, h("ul", { class: "console-list", "aria-label": "Types" }, ...rows));
  }

  /** A button that leads to a type, and to a part of it. */
  private link(label: string, type: string, part: string | null = null): HTMLElement {
    return h("button", { type: "button", class: "console-link", onclick: () => this.open(type, part) }, label);
  }

  private open(name: string, part: string | null = null): void {
    const type = this.schema.getType(name);
    if (!type) return;
    if (this.trail.at(-1) !== name) this.trail.push(name);
    const back = button("Back", () => {
      this.trail.pop();
      const before = this.trail.pop();
      if (before !== undefined) return this.open(before);
      this.find();
      this.search.focus();
    });
    const title = h("h3", { tabindex: -1 }, name, " ", h("span", { class: "meta" }, kindName(type)));
    fill(this.page, h("div", { class: "actions" }, back, title), type.description && h("p", {}, type.description), ...this.parts(type));
    const field = part?.replace(/\(.*/, "") ?? null;
    const target = field === null ? null : this.page.querySelector<HTMLElement>(`[data-part="${CSS.escape(field)}"]`);
    (target ?? title).focus();
    target?.scrollIntoView({ block: "nearest" });
  }

  private parts(type: GraphQLNamedType): Node[] {
    const parts: Node[] = [];
    if (isObjectType(type) || isInterfaceType(type)) {
      const interfaces = type.getInterfaces();
      if (interfaces.length > 0) parts.push(this.names("Implements", interfaces));
    }
    if (isAbstractType(type)) parts.push(this.names("Is one of", this.schema.getPossibleTypes(type)));
    if (isEnumType(type)) {
      const rows = type.getValues().map((value) => this.row(value.name, [], value.description, value.deprecationReason));
      parts.push(this.section("Values", rows));
    }
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      const rows = Object.values(type.getFields()).map((field: GraphQLField<unknown, unknown> | GraphQLInputField) => {
        const row = this.row(field.name, [": ", this.type(field.type)], field.description, field.deprecationReason);
        if ("args" in field && field.args.length > 0) row.append(this.arguments(field.args));
        return row;
      });
      parts.push(this.section("Fields", rows));
    }
    return parts;
  }

  private section(title: string, rows: Node[]): HTMLElement {
    return h("ul", { class: "console-list", "aria-label": title }, ...rows);
  }

  private names(title: string, types: readonly GraphQLNamedType[]): HTMLElement {
    return h("p", {}, `${title} `, ...types.flatMap((type, index) => [index > 0 ? ", " : "", this.link(type.name, type.name)]));
  }

  private row(name: string, type: (Node | string)[], description: string | null | undefined, deprecated: string | null | undefined): HTMLElement {
    return h(
      "li",
      { "data-part": name, tabindex: -1 },
      h("p", {}, h("code", {}, name), ...type),
      deprecated && h("p", { class: "warn" }, `Deprecated: ${deprecated}`),
      description && h("p", { class: "muted" }, description),
    );
  }

  private arguments(args: readonly GraphQLArgument[]): HTMLElement {
    const rows = args.map((arg) => {
      const preset = arg.defaultValue === undefined ? "" : ` = ${JSON.stringify(arg.defaultValue)}`;
      return h("li", {}, h("p", {}, h("code", {}, arg.name), ": ", this.type(arg.type), preset), arg.description && h("p", { class: "muted" }, arg.description));
    });
    const title = `${args.length} ${args.length === 1 ? "argument" : "arguments"}`;
    return h("details", { open: args.length <= 4 }, h("summary", {}, title), h("ul", { class: "console-list" }, ...rows));
  }

  /** A type as it is written, its name a way to it. */
  private type(type: GraphQLType): HTMLElement {
    return this.link(String(type), getNamedType(type).name);
  }
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
