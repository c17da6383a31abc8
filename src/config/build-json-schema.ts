import { toJsonSchema } from "@valibot/to-json-schema";
import { settingsSchema } from "./schema.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Where the published schema is; the example's first line names it. */
const schemaUrl = "https://raw.githubusercontent.com/gigahost-ddns/gigahost-ddns/main/config.schema.json";

/** What the reader accepts in place of any number, boolean or fixed word. */
const variable = { type: "string", pattern: "^\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}$" } as const;

/** The JSON Schema (draft 07, which every editor knows) of the configuration file. Loads a converter: only on request. */
export function buildJsonSchema(): JsonSchema {
  const { $schema, ...schema } = toJsonSchema(settingsSchema, {
    target: "draft-07",
    typeMode: "input",
    // Notes for our own reader.
    ignoreActions: ["metadata"],
  });
  return {
    $schema,
    $id: schemaUrl,
    title: "gigahost-ddns configuration",
    ...widen(schema),
  };
}

/** Lets `${NAME}` stand for every value, and an empty value for every key that can be left out, as the reader does. */
function widen(schema: JsonSchema): JsonSchema {
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, widenPart(name, value)]));
  if (!needsVariable(inner)) return inner;
  const { description, default: byDefault, ...rule } = inner;
  return {
    ...(description !== undefined && { description }),
    ...(byDefault !== undefined && { default: byDefault }),
    anyOf: [rule, variable],
  };
}

function widenPart(name: string, value: unknown): unknown {
  if (name === "properties" && isSchema(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, isSchema(each) ? widen(each) : each]));
  }
  if (["anyOf", "oneOf", "allOf"].includes(name) && Array.isArray(value)) {
    return value.map((each: unknown) => (isSchema(each) ? widen(each) : each));
  }
  return ["items", "additionalProperties"].includes(name) && isSchema(value) ? widen(value) : value;
}

function needsVariable(schema: JsonSchema): boolean {
  return ["integer", "number", "boolean"].includes(String(schema.type)) || "enum" in schema || "const" in schema;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
