import { type FieldNode, type GraphQLSchema, Kind, type SelectionSetNode, type ValueNode } from "graphql";
import type { Document, Operation } from "./document.ts";
import type { Variables } from "./variables.ts";

/** One argument of a change, as it will be sent. */
export interface Argument {
  name: string;
  /** In GraphQL's notation, variables replaced by what they hold. */
  value: string;
  /** What the schema says of it. */
  description: string | null;
}

/** One thing that a mutation does. */
export interface Change {
  /** Name of the root field. */
  field: string;
  /** The same in words. */
  words: string;
  /** What the schema says of it. */
  description: string | null;
  arguments: Argument[];
}

/** What a mutation changes, one entry for each root field that will be carried out, in the order of AniList's work. */
export function changesOf(document: Document, operation: Operation, variables: Variables, schema: GraphQLSchema | null): Change[] {
  const held: Variables = {};
  const defaults = new Map<string, string>();
  for (const { variable, defaultValue } of operation.node.variableDefinitions ?? []) {
    const name = variable.name.value;
    if (Object.hasOwn(variables, name)) held[name] = variables[name];
    else if (defaultValue) defaults.set(name, valueText(defaultValue, {}, new Map()) ?? "null");
  }
  const known = schema?.getMutationType()?.getFields() ?? {};
  return rootFields(document, operation.node.selectionSet, held, new Set()).map((field) => {
    const name = field.name.value;
    const definition = known[name];
    return {
      field: name,
      words: inWords(name),
      description: definition?.description ?? null,
      arguments: (field.arguments ?? []).flatMap((argument) => {
        const value = valueText(argument.value, held, defaults);
        if (value === null) return [];
        const description = definition?.args.find((candidate) => candidate.name === argument.name.value)?.description ?? null;
        return [{ name: argument.name.value, value, description }];
      }),
    };
  });
}

/** The root fields that are carried out, those of fragments too. `seen` are the fragments on the way there. */
export function rootFields(document: Document, set: SelectionSetNode, held: Variables, seen: Set<string>): FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (isSkipped(selection.directives, held)) return [];
    if (selection.kind === Kind.FIELD) return selection.name.value === "__typename" ? [] : [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFields(document, selection.selectionSet, held, seen);
    const name = selection.name.value;
    const fragment = document.fragments.get(name);
    if (!fragment || seen.has(name)) return [];
    return rootFields(document, fragment.selectionSet, held, new Set([...seen, name]));
  });
}

/** Whether `@skip` or `@include` leaves it out for certain. What cannot be told is listed. */
function isSkipped(directives: FieldNode["directives"], held: Variables): boolean {
  return (directives ?? []).some((directive) => {
    const value = directive.arguments?.find((argument) => argument.name.value === "if")?.value;
    const truth =
      value?.kind === Kind.BOOLEAN ? value.value : value?.kind === Kind.VARIABLE ? held[value.name.value] : undefined;
    return directive.name.value === "skip" ? truth === true : directive.name.value === "include" && truth === false;
  });
}

/** A value in GraphQL's notation. Null when it is a variable without a value: then the argument is not sent. */
function valueText(value: ValueNode, held: Variables, defaults: Map<string, string>): string | null {
  switch (value.kind) {
    case Kind.VARIABLE: {
      const name = value.name.value;
      return Object.hasOwn(held, name) ? plainText(held[name]) : (defaults.get(name) ?? null);
    }
    case Kind.LIST:
      return `[${value.values.map((item) => valueText(item, held, defaults) ?? "null").join(", ")}]`;
    case Kind.OBJECT: {
      const fields = value.fields.flatMap((field) => {
        const text = valueText(field.value, held, defaults);
        return text === null ? [] : [`${field.name.value}: ${text}`];
      });
      return `{${fields.join(", ")}}`;
    }
    case Kind.STRING:
      return JSON.stringify(value.value);
    case Kind.NULL:
      return "null";
    default:
      return String(value.value);
  }
}

/** A value of the variables, in the same notation. */
function plainText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plainText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(([name, field]) => `${name}: ${plainText(field)}`);
    return `{${fields.join(", ")}}`;
  }
  return JSON.stringify(value);
}

/** `SaveMediaListEntry` as “Save media list entry”. */
export function inWords(name: string): string {
  const words = name.replace(/_/g, " ").replace(/([a-z\d])([A-Z])/g, "$1 $2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2");
  const lower = words.toLowerCase();
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
