import {
  type ASTNode,
  type GraphQLSchema,
  NoDeprecatedCustomRule,
  type ValidationRule,
  LoneAnonymousOperationRule,
  NoUnusedFragmentsRule,
  UniqueOperationNamesRule,
  specifiedRules,
  validate,
} from "graphql";
import { type Document, type Operation, chosenOperation, isProblem, readDocument, usedFragments } from "./document.ts";
import { MAX_FIELDS, countFields } from "./fields.ts";
import { type Problem, problemAt } from "./problem.ts";
import { type Variables, checkVariables, readVariables } from "./variables.ts";

/** What is in the two editors. */
export interface Draft {
  query: string;
  variables: string;
  /** Label of the operation that was picked; null for the first. */
  operation: string | null;
}

/** Whether two drafts send the same. */
export function isSameDraft(a: Draft, b: Draft): boolean {
  return a.query === b.query && a.variables === b.variables && a.operation === b.operation;
}

/** All that is known of a draft before it is sent. */
export interface Checked {
  /** Null when the query cannot be read. */
  document: Document | null;
  /** The operation that would be sent. */
  operation: Operation | null;
  variables: Variables;
  /** Selected fields of that operation; null when they cannot be counted. */
  fields: number | null;
  /** In the order of their weight, then of their place. */
  problems: Problem[];
}

/** Only one operation is sent, with its own fragments, so these rules about its neighbours do not matter. */
const ABOUT_NEIGHBOURS: readonly ValidationRule[] = [LoneAnonymousOperationRule, NoUnusedFragmentsRule, UniqueOperationNamesRule];
const RULES = [...specifiedRules.filter((rule) => !ABOUT_NEIGHBOURS.includes(rule)), NoDeprecatedCustomRule];

/** Checks a draft: its syntax, against the schema when there is one, the variables, and the number of fields. */
export function checkDraft(draft: Draft, schema: GraphQLSchema | null): Checked {
  const { values, problems } = readVariables(draft.variables);
  const read = readDocument(draft.query);
  if (isProblem(read)) return { document: null, operation: null, variables: values, fields: null, problems: [read, ...problems] };
  const operation = chosenOperation(read, draft.operation) ?? null;
  if (!operation) return { document: read, operation: null, variables: values, fields: null, problems };
  const fields = countFields(read, operation.node);
  if (fields > MAX_FIELDS) {
    const message = `${operation.label} selects ${fields} fields, AniList answers at most ${MAX_FIELDS} in one request.`;
    const start = operation.node.loc?.start ?? 0;
    problems.push(problemAt("query", "blocks", draft.query, start, start, message));
  }
  if (schema) problems.push(...schemaProblems(read, operation, schema));
  if (!problems.some((problem) => problem.where === "variables"))
    problems.push(...checkVariables(draft.variables, values, operation.node, schema));
  const weights = ["blocks", "refused", "hint"];
  problems.sort((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight) || a.from - b.from);
  return { document: read, operation, variables: values, fields, problems };
}

/** What does not fit the schema. It weighs only in what is sent. */
function schemaProblems(document: Document, operation: Operation, schema: GraphQLSchema): Problem[] {
  const sent = [operation.node, ...usedFragments(document, operation.node)];
  const isSent = (node: ASTNode | undefined) =>
    sent.some(({ loc }) => loc && node?.loc && node.loc.start >= loc.start && node.loc.end <= loc.end);
  return validate(schema, document.ast, RULES, { maxErrors: 100 }).map((error) => {
    const node = error.nodes?.[0];
    const from = node?.loc?.start ?? error.positions?.[0] ?? 0;
    const to = Math.min(node?.loc?.end ?? from, endOfLine(document.text, from));
    const deprecated = / is deprecated\. /.test(error.message);
    const weight = !deprecated && isSent(node) ? "refused" : "hint";
    return problemAt("query", weight, document.text, from, to, error.message);
  });
}

/** A whole selection underlined would hide what is wrong in it. */
function endOfLine(text: string, from: number): number {
  const end = text.slice(from).search(/[\n\r{]/);
  return end <= 0 ? text.length : from + text.slice(from, from + end).trimEnd().length;
}
