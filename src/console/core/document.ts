import {
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  visit,
} from "graphql";
import { type Problem, placeOf, problemAt } from "./problem.ts";

/** One operation of a document. */
export interface Operation {
  node: OperationDefinitionNode;
  /** Its name, or what it is called in a list. Two of one document are never called the same. */
  label: string;
}

/** A query text that was read. */
export interface Document {
  text: string;
  ast: DocumentNode;
  operations: Operation[];
  fragments: Map<string, FragmentDefinitionNode>;
}

/** Reads a query text. A text that is none gives the problem instead. */
export function readDocument(text: string): Document | Problem {
  let ast: DocumentNode;
  try {
    ast = parse(text);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    if (isBlank(text)) return problemAt("query", "blocks", text, 0, 0, "There is no operation here yet.");
    const from = error.positions?.[0] ?? 0;
    return problemAt("query", "blocks", text, from, from, error.message.replace(/^Syntax Error: /, ""));
  }
  const operations: Operation[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of ast.definitions) {
    if (node.kind === Kind.OPERATION_DEFINITION) operations.push({ node, label: labelOf(node, text, operations) });
    else if (node.kind === Kind.FRAGMENT_DEFINITION && !fragments.has(node.name.value)) fragments.set(node.name.value, node);
  }
  if (operations.length === 0) return problemAt("query", "blocks", text, 0, 0, "There is no operation here, only fragments or types.");
  return { text, ast, operations, fragments };
}

/** Whether what `readDocument` gave is a problem. */
export function isProblem(read: Document | Problem): read is Problem {
  return "message" in read;
}

/** Whether a text holds nothing but space and comments. */
function isBlank(text: string): boolean {
  return /^(?:[\s,\uFEFF]|#[^\n\r]*)*$/.test(text);
}

function labelOf(node: OperationDefinitionNode, text: string, before: Operation[]): string {
  const at = `line ${placeOf(text, node.loc?.start ?? 0).line}`;
  const name = node.name?.value ?? `Unnamed ${node.operation}`;
  const taken = before.some((other) => other.label === name);
  return taken ? `${name}, ${at}` : name;
}

/** The operation of that label, or the first. */
export function chosenOperation(document: Document, label: string | null): Operation | undefined {
  return document.operations.find((operation) => operation.label === label) ?? document.operations[0];
}

/** The fragments that an operation uses, directly or through others. */
export function usedFragments(document: Document, operation: OperationDefinitionNode): Set<FragmentDefinitionNode> {
  const used = new Set<FragmentDefinitionNode>();
  const look = (node: DefinitionNode): void => {
    visit(node, {
      FragmentSpread(spread) {
        const fragment = document.fragments.get(spread.name.value);
        if (!fragment || used.has(fragment)) return;
        used.add(fragment);
        look(fragment);
      },
    });
  };
  look(operation);
  return used;
}

/**
 * The text that is sent: one operation and its fragments, because AniList documents `query` and `variables` and no way to
 * name one of several operations. What is left out becomes space, so that the lines and columns of AniList's errors are
 * those of the editor.
 */
export function textToSend(document: Document, operation: OperationDefinitionNode): string {
  const kept = new Set<DefinitionNode>([operation, ...usedFragments(document, operation)]);
  let text = document.text;
  for (const node of document.ast.definitions) {
    if (kept.has(node) || !node.loc) continue;
    const { start, end } = node.loc;
    text = text.slice(0, start) + text.slice(start, end).replace(/[^\n\r]/g, " ") + text.slice(end);
  }
  return text.trimEnd();
}
