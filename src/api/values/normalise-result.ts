import type { GenericSchema } from "valibot";
import { flag, numeric } from "./answer-values.ts";
import { fieldsOf, unwrap } from "./schema-parts.ts";

/**
 * Returns what the document calls yes or no as booleans, and what it calls a number as numbers, however the server wrote them
 * this time (`true`, `1`, `"1"`; `3600`, `"3600"`). Ids and moments stay as they came, and so does what fits neither. Changes
 * the parsed answer in place; `rawResponse()` has it as it was.
 */
export function normaliseResult(schema: GenericSchema, value: unknown): unknown {
  const inner = unwrap(schema);
  if (inner === flag) return toBoolean(value);
  if (inner === numeric) return toNumber(value);
  if (!canChange(inner)) return value;
  if (Array.isArray(value)) {
    const item = "item" in inner ? (inner.item as GenericSchema) : null; // an array schema holds its entries' there
    if (item) for (const [index, entry] of value.entries()) value[index] = normaliseResult(item, entry);
    return value;
  }
  if (typeof value !== "object" || value === null) return value;
  for (const [name, entry] of changingFieldsOf(inner)) {
    if (Object.hasOwn(value, name)) Reflect.set(value, name, normaliseResult(entry, Reflect.get(value, name)));
  }
  return value;
}

const known = new WeakMap<GenericSchema, readonly (readonly [string, GenericSchema])[]>();

/** The fields of an object schema in which anything can change; worked out once. */
function changingFieldsOf(schema: GenericSchema): readonly (readonly [string, GenericSchema])[] {
  const found = known.get(schema);
  if (found) return found;
  const fields = fieldsOf(schema).filter(([, entry]) => canChange(unwrap(entry)));
  known.set(schema, fields);
  return fields;
}

function canChange(schema: GenericSchema): boolean {
  if (schema === flag || schema === numeric) return true;
  if ("item" in schema) return canChange(unwrap(schema.item as GenericSchema)); // as above
  return changingFieldsOf(schema).length > 0;
}

function toBoolean(value: unknown): unknown {
  if (value === 1 || value === "1" || value === "true") return true;
  return value === 0 || value === "0" || value === "false" ? false : value;
}

/** No number loses a digit by it. */
function toNumber(value: unknown): unknown {
  if (typeof value !== "string" || !/^-?\d{1,15}(?:\.\d{1,9})?$/.test(value)) return value;
  return Number(value);
}
