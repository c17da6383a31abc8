import { type GenericSchema, getDotPath, safeParse } from "valibot";

/** So many entries of a list are looked at while calls are made; the rest is of the same kind. */
const sampled = 3;

/** How an answer differs from what is known of it, without its values; empty where it doesn't. Looks at a sample only. */
export function findSurprises(schema: GenericSchema, result: unknown): readonly string[] {
  return compare(schema, Array.isArray(result) ? result.slice(0, sampled) : result);
}

/** The strict check of the tests: every entry, and unknown fields count. */
export function findDifferences(schema: GenericSchema, result: unknown): readonly string[] {
  return [...compare(schema, result), ...unknownFields(schema, result, "")];
}

function compare(schema: GenericSchema, result: unknown): readonly string[] {
  const checked = safeParse(schema, result);
  if (checked.success) return [];
  return checked.issues.map((issue) => {
    const received = typeof issue.input === "object" ? kindOf(issue.input) : typeof issue.input;
    return `${getDotPath(issue) ?? "(result)"}: expected ${issue.expected ?? "something else"}, got ${received}`;
  });
}

const kindOf = (value: object | null) => (value === null ? "null" : Array.isArray(value) ? "array" : "object");

function unknownFields(schema: GenericSchema, value: unknown, where: string): readonly string[] {
  if ("wrapped" in schema) return unknownFields(schema.wrapped as GenericSchema, value, where); // a wrapper's inner schema
  if ("item" in schema && Array.isArray(value)) {
    return value.flatMap((entry, index) => unknownFields(schema.item as GenericSchema, entry, `${where}[${index}]`)); // an array's entries
  }
  if (!("entries" in schema) || typeof value !== "object" || value === null) return [];
  const entries = schema.entries as Record<string, GenericSchema>; // an object schema's fields
  // An object without any known field is one that nobody has documented.
  if (Object.keys(entries).length === 0) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const known = entries[name];
    return known ? unknownFields(known, field, `${where}.${name}`) : [`${where}.${name}: unknown field`];
  });
}
