import type { GenericSchema } from "valibot";
import type { Answer } from "../operation.ts";

/**
 * Brings an answer's payload into the form its schema promises, where PHP's habits took it out of it: an empty array for
 * an object with nothing to say, null or nothing for either, one object in an array. Anything else stays as it came.
 */
export function fitResult(answer: Answer, payload: unknown): unknown {
  const form = formOf(answer.schema);
  if (form === "array") return isEmpty(payload) ? [] : mendInside(answer.schema, payload);
  if (form !== "object") return payload;
  if (isEmpty(payload)) return answer.list === undefined ? {} : { [answer.list]: [] };
  const only = Array.isArray(payload) && payload.length === 1 ? payload[0] : payload;
  return mendInside(answer.schema, only);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

type Form = "object" | "array" | "other";

function formOf(schema: GenericSchema): Form {
  const { type } = inner(schema);
  if (type === "array") return "array";
  return /^(loose_|strict_)?object(_with_rest)?$|^record$/.test(type) ? "object" : "other";
}

/** Without `optional` and `nullable`. */
function inner(schema: GenericSchema): GenericSchema {
  return "wrapped" in schema ? inner(schema.wrapped as GenericSchema) : schema; // valibot's wrappers all hold a schema there
}

/** Which fields of a schema hold objects or lists; made once per schema. */
const nestedFields = new WeakMap<GenericSchema, readonly (readonly [string, GenericSchema])[]>();

function nestedOf(schema: GenericSchema): readonly (readonly [string, GenericSchema])[] {
  const known = nestedFields.get(schema);
  if (known) return known;
  // Only object schemas have `entries`, and every one of them is a schema.
  const entries = "entries" in schema ? Object.entries(schema.entries as Record<string, GenericSchema>) : [];
  const nested = entries.filter(([, entry]) => formOf(entry) !== "other");
  nestedFields.set(schema, nested);
  return nested;
}

/** The same for what is inside: `location: []` is an object without fields. Changes the parsed answer in place. */
function mendInside(outer: GenericSchema, value: unknown): unknown {
  const schema = inner(outer);
  if (Array.isArray(value)) {
    if (formOf(schema) !== "array") return isMeantAsObject(schema, value) ? {} : value;
    const item = "item" in schema ? (schema.item as GenericSchema) : undefined; // an array schema holds its entries' there
    return item && mayNeedMending(item) ? value.map((entry) => mendInside(item, entry)) : value;
  }
  if (typeof value !== "object" || value === null) return value;
  for (const [name, entry] of nestedOf(schema)) {
    if (Object.hasOwn(value, name)) Reflect.set(value, name, mendInside(entry, Reflect.get(value, name)));
  }
  return value;
}

const isMeantAsObject = (schema: GenericSchema, value: readonly unknown[]) =>
  value.length === 0 && formOf(schema) === "object";

/** A long list of plain records is left alone. */
const mayNeedMending = (schema: GenericSchema) => formOf(schema) === "array" || nestedOf(inner(schema)).length > 0;
