import { Kind } from "graphql";
import type { Complaint } from "../bridge.ts";
import { rootFields } from "./changes.ts";
import type { Checked, Draft } from "./check.ts";
import { walkJson } from "./json.ts";
import { type Problem, offsetOf, problemAt } from "./problem.ts";

/** What AniList says is wrong with a request that was sent, where it is wrong. What has no place is left out. */
export function complaintProblems(complaints: Complaint[], draft: Draft, checked: Checked): Problem[] {
  return complaints.flatMap((complaint) => (complaint.field === null ? atPlaces(complaint, draft.query) : atField(complaint, complaint.field, draft, checked)));
}

/** At the lines and columns that AniList names: those of the editor, because what is sent keeps them. */
function atPlaces({ message, places }: Complaint, query: string): Problem[] {
  return places.map(([line, column]) => {
    const from = offsetOf(query, line, column);
    const name = /^[$@]?\w+/.exec(query.slice(from))?.[0] ?? "";
    return problemAt("query", "refused", query, from, from + name.length, message);
  });
}

/** At the variable that holds the argument's value, else at the argument, else where AniList says. */
function atField(complaint: Complaint, name: string, draft: Draft, { document, operation, variables }: Checked): Problem[] {
  const said = { ...complaint, message: `${name}: ${complaint.message}` };
  if (!document || !operation) return [];
  const { names } = walkJson(draft.variables);
  const roots = rootFields(document, operation.node.selectionSet, variables, new Set());
  const offsets = complaint.places.map(([line, column]) => offsetOf(draft.query, line, column));
  const named = roots.filter(({ loc }) => loc && offsets.includes(loc.start));
  const found = (named.length > 0 ? named : roots).flatMap((field) => field.arguments?.filter((argument) => argument.name.value === name) ?? []);
  if (found.length === 0) return atPlaces(said, draft.query);
  return found.map(({ value, loc }) => {
    const place = value.kind === Kind.VARIABLE ? names.get(value.name.value) : undefined;
    if (place) return problemAt("variables", "refused", draft.variables, place.from, place.to, said.message);
    return problemAt("query", "refused", draft.query, loc?.start ?? 0, loc?.end ?? 0, said.message);
  });
}
