import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isUnionType,
} from "graphql";

/** Something found in a schema. */
export interface Hit {
  /** Name of the type it is, or is part of. */
  type: string;
  /** Name of the field, the argument or the enum value; null for a type itself. */
  part: string | null;
  description: string | null;
}

/** At most this many are listed. */
export const MAX_HITS = 100;

/** What kind of type it is, in GraphQL's own words. */
export function kindName(type: GraphQLNamedType): string {
  if (isObjectType(type)) return "type";
  if (isInputObjectType(type)) return "input";
  if (isEnumType(type)) return "enum";
  if (isInterfaceType(type)) return "interface";
  if (isUnionType(type)) return "union";
  return isScalarType(type) ? "scalar" : "type";
}

/** The types a reader looks for: not those that describe the schema itself. Roots first, then by name. */
export function typesOf(schema: GraphQLSchema): GraphQLNamedType[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((type) => !!type);
  const others = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !roots.some((root) => root === type));
  return [...roots, ...others.sort((a, b) => a.name.localeCompare(b.name))];
}

/**
 * Types, fields, arguments and enum values that hold every word, in a name or a description. Names come before
 * descriptions, and the names that begin with the words before those.
 */
export function searchSchema(schema: GraphQLSchema, words: string): Hit[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const ranked: [rank: number, hit: Hit][] = [];
  /** `own` is the name that must hold one of the words; the others may stand in what it belongs to. */
  const consider = (type: string, part: string | null, own: string, description: string | null | undefined) => {
    const name = own.toLowerCase();
    const whole = `${type} ${part ?? ""}`.toLowerCase();
    const text = (description ?? "").toLowerCase();
    const inName = wanted.every((word) => whole.includes(word)) && wanted.some((word) => name.includes(word));
    if (!inName && !wanted.every((word) => name.includes(word) || text.includes(word))) return;
    const rank = name === wanted[0] ? 0 : inName ? (name.startsWith(wanted[0] ?? "") ? 1 : 2) : 3;
    ranked.push([rank + (part === null ? 0 : 0.5), { type, part, description: description ?? null }]);
  };
  for (const type of typesOf(schema)) {
    consider(type.name, null, type.name, type.description);
    if (isEnumType(type)) for (const value of type.getValues()) consider(type.name, value.name, value.name, value.description);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      consider(type.name, field.name, field.name, field.description);
      if ("args" in field) for (const arg of field.args) consider(type.name, `${field.name}(${arg.name})`, arg.name, arg.description);
    }
  }
  return ranked.sort(([a], [b]) => a - b).map(([, hit]) => hit);
}
