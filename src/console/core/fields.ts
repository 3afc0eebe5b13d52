import { Kind, type OperationDefinitionNode, type SelectionSetNode } from "graphql";
import type { Document } from "./document.ts";

/** AniList refuses requests that select more fields than this ("Max query complexity should be 500"). */
export const MAX_FIELDS = 500;

/**
 * How many fields an operation selects: each alias counts, and a fragment counts wherever it is spread. A fragment that
 * spreads itself counts once; validation complains of it.
 */
export function countFields(document: Document, operation: OperationDefinitionNode): number {
  const known = new Map<string, number>();

  function fragment(name: string): number {
    const count = known.get(name);
    if (count !== undefined) return count;
    known.set(name, 0);
    const node = document.fragments.get(name);
    const counted = node ? fields(node.selectionSet) : 0;
    known.set(name, counted);
    return counted;
  }

  function fields(set: SelectionSetNode | undefined): number {
    let count = 0;
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) count += 1 + fields(selection.selectionSet);
      else if (selection.kind === Kind.INLINE_FRAGMENT) count += fields(selection.selectionSet);
      else count += fragment(selection.name.value);
    }
    return count;
  }

  return fields(operation.selectionSet);
}
