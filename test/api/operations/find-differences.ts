import { type GenericSchema, getDotPath, safeParse } from "valibot";

/** How an answer differs from its schema: every entry is looked at, and unknown fields count. */
export function findDifferences(schema: GenericSchema, result: unknown): readonly string[] {
  const { issues = [] } = safeParse(schema, result);
  return [
    ...issues.map((issue) => `${getDotPath(issue) ?? "(result)"}: ${issue.message}`),
    ...unknownFields(schema, result, ""),
  ];
}

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
