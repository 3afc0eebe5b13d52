import { type GraphQLSchema, Kind, type OperationDefinitionNode, type TypeNode, getVariableValues, print } from "graphql";
import { walkJson } from "./json.ts";
import { type Problem, problemAt } from "./problem.ts";

/** Values of variables by name. */
export type Variables = Record<string, unknown>;

/** The variables of a text, and what is wrong with it. An empty text is no variables. */
export function readVariables(text: string): { values: Variables; problems: Problem[] } {
  if (text.trim() === "") return { values: {}, problems: [] };
  const { error } = walkJson(text);
  if (error) {
    const { offset, message } = error;
    return { values: {}, problems: [problemAt("variables", "blocks", text, offset, offset + 1, message)] };
  }
  const values: unknown = JSON.parse(text);
  if (typeof values === "object" && values !== null && !Array.isArray(values)) return { values: values as Variables, problems: [] };
  const message = "Variables are one JSON object: { \"name\": value }.";
  return { values: {}, problems: [problemAt("variables", "blocks", text, 0, text.length, message)] };
}

/** Whether the variables fit an operation: without a schema only their names and whether they are there. */
export function checkVariables(
  text: string,
  values: Variables,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema | null,
): Problem[] {
  const definitions = operation.variableDefinitions ?? [];
  const { names } = walkJson(text);
  const at = (name: string, weight: Problem["weight"], message: string) => {
    const place = names.get(name) ?? { from: 0, to: 0 };
    return problemAt("variables", weight, text, place.from, place.to, message);
  };
  const problems: Problem[] = [];
  const declared = new Set(definitions.map((definition) => definition.variable.name.value));
  for (const name of Object.keys(values))
    if (!declared.has(name)) problems.push(at(name, "hint", `The operation has no variable $${name}.`));
  const missing = new Set<string>();
  for (const { variable, type, defaultValue } of definitions) {
    const name = variable.name.value;
    if (type.kind !== Kind.NON_NULL_TYPE || defaultValue || (values[name] !== undefined && values[name] !== null)) continue;
    missing.add(name);
    problems.push(at(name, "refused", `$${name} of the type ${print(type)} needs a value.`));
  }
  if (!schema) return problems;
  const { errors } = getVariableValues(schema, definitions, values);
  for (const error of errors ?? []) {
    const name = /\$([A-Za-z_]\w*)/.exec(error.message)?.[1] ?? "";
    // An unknown type is a problem of the query, and found there.
    if (missing.has(name) || !declared.has(name) || /cannot be used as an input type/.test(error.message)) continue;
    problems.push(at(name, "refused", error.message));
  }
  return problems;
}

/** A text to start from: every variable that an operation needs, with a value of its kind. */
export function variablesSkeleton(operation: OperationDefinitionNode): string {
  const needed = (operation.variableDefinitions ?? []).filter(
    ({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue,
  );
  if (needed.length === 0) return "";
  const values = needed.map(({ variable, type }) => [variable.name.value, sample(type)] as const);
  return JSON.stringify(Object.fromEntries(values), null, 2);
}

function sample(type: TypeNode): unknown {
  if (type.kind === Kind.NON_NULL_TYPE) return sample(type.type);
  if (type.kind === Kind.LIST_TYPE) return [];
  const samples: Record<string, unknown> = { Int: 1, Float: 1, Boolean: false, MediaType: "ANIME" };
  return samples[type.name.value] ?? "";
}
