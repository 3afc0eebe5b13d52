import { OperationTypeNode } from "graphql";
import type { Draft } from "./check.ts";
import { isProblem, readDocument } from "./document.ts";
import { type Variables, variablesSkeleton } from "./variables.ts";

/** A request that the app itself makes, to begin with. */
export interface Example {
  name: string;
  /** Whether it changes data. */
  mutation: boolean;
  draft: Draft;
}

/** Stands where the name of an account belongs, for who is not signed in. */
export const NAME_PLACEHOLDER = "NAME";

/**
 * Variables with which each request says something: of the account in use where it is about somebody, and of Cowboy
 * Bebop, the first work that AniList has. Those of a change are read by the person before it is sent; it asks first.
 */
function valuesOf(name: string, account: string): Variables | undefined {
  const values: Record<string, Variables> = {
    Trending: { perPage: 5 },
    MediaListChunk: { userName: account, type: "ANIME", statusIn: ["CURRENT"], chunk: 1, perChunk: 50 },
    ListOwner: { name: account },
    EntriesNow: { ids: [1] },
    SearchMedia: { search: "Cowboy Bebop", type: "ANIME" },
    MediaForEdit: { id: 1 },
    MediaByMal: { ids: [1], type: "ANIME" },
    MediaByIds: { ids: [1] },
    SaveEntry: { mediaId: 1, status: "PLANNING" },
    UpdateEntries: { ids: [1], status: "PAUSED" },
    DeleteEntry: { id: 1 },
    ToggleFavourite: { animeId: 1 },
    SetListActivity: { activity: [{ type: "PLANNING", disabled: true }] },
  };
  return values[name];
}

/** The examples by name. `account` is who is signed in. */
export function examplesOf(documents: [name: string, text: string][], account: string | undefined): Example[] {
  const examples = documents.flatMap(([name, query]): Example[] => {
    const read = readDocument(query);
    const operation = isProblem(read) ? undefined : read.operations[0];
    if (!operation) return [];
    const values = valuesOf(name, account ?? NAME_PLACEHOLDER);
    const variables = values ? JSON.stringify(values, null, 2) : variablesSkeleton(operation.node);
    const mutation = operation.node.operation === OperationTypeNode.MUTATION;
    return [{ name, mutation, draft: { query, variables, operation: operation.label } }];
  });
  return examples.sort((a, b) => a.name.localeCompare(b.name));
}

/** What a first visitor finds: a request that works without a login. */
export function firstDraft(documents: [name: string, text: string][]): Draft {
  const examples = examplesOf(documents, undefined);
  return (examples.find(({ name }) => name === "Trending") ?? examples[0])?.draft ?? { query: "", variables: "", operation: null };
}
