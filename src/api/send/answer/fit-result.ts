import type { GenericSchema } from "valibot";
import type { SortedEntries } from "../../errors.ts";
import type { AnswerShape } from "../../operation.ts";
import { id, keyText } from "../../values/answer-values.ts";
import { fieldsOf, unwrap } from "../../values/schema-parts.ts";

/**
 * Brings an answer's payload into the form its schema promises, where PHP's habits took it out of it: an empty array for
 * an object with nothing to say, null or nothing for either, one object in an array. Anything else stays as it came.
 * A list is only empty if it says so, or where the answer is surely this API's (`isEnveloped`).
 */
export function fitResult(answer: AnswerShape, payload: unknown, isEnveloped: boolean): unknown {
  const form = formOf(answer.schema);
  const isEmptyList = isEmpty(payload) && (isEnveloped || Array.isArray(payload));
  if (form === "array") return isEmptyList ? [] : mendInside(answer.schema, payload);
  if (form !== "object") return payload;
  if (isEmpty(payload) && answer.list === undefined) return {};
  if (isEmptyList) return { [answer.list ?? ""]: [] };
  // A list may come bare or wrapped, and not always as documented.
  const isBareList = answer.list !== undefined && Array.isArray(payload);
  if (isBareList) return mendInside(answer.schema, { [answer.list ?? ""]: payload });
  const only = Array.isArray(payload) && payload.length === 1 ? payload[0] : payload;
  return mendInside(answer.schema, only);
}

/**
 * What makes a result useless to whoever asked for it, where a surprise would not: something else instead of the list or
 * object, an entry of the list that is not an object, or one without its own id or name. Null if it can be used.
 */
export function findMisfit(answer: AnswerShape, result: unknown): Misfit | null {
  const form = formOf(answer.schema);
  if (form === "other") return null;
  if (form === "array") return findListMisfit(unwrap(answer.schema), result);
  if (typeof result !== "object" || result === null || Array.isArray(result)) {
    return { words: `an object is expected, not ${nameOf(result)}`, entries: null };
  }
  const nested = nestedOf(unwrap(answer.schema)).find(([name]) => name === answer.list);
  if (!nested) return null;
  const list: unknown = Reflect.get(result, nested[0]);
  return findListMisfit(unwrap(nested[1]), list);
}

export interface Misfit {
  readonly words: string;
  /** Where only some entries of a list are at fault. */
  readonly entries: SortedEntries | null;
}

function findListMisfit(schema: GenericSchema, list: unknown): Misfit | null {
  if (!Array.isArray(list)) return { words: `a list is expected, not ${nameOf(list)}`, entries: null };
  const item = "item" in schema ? unwrap(schema.item as GenericSchema) : undefined; // an array schema holds its entries' there
  if (item === undefined || formOf(item) !== "object") return null;
  const keys = keysOf(item);
  const faults = list.map((entry) => faultOf(entry, keys));
  const at = faults.findIndex((fault) => fault !== null);
  if (at < 0) return null;
  const entries = {
    usable: list.filter((_, index) => faults[index] === null),
    unusable: list.filter((_, index) => faults[index] !== null),
  };
  return { words: `entry ${at + 1} of the list ${faults[at]}`, entries };
}

function faultOf(entry: unknown, keys: readonly EntryKey[]): string | null {
  if (typeof entry !== "object" || entry === null) return `is ${nameOf(entry)}`;
  const missing = keys.find(([name, isUsable]) => !isUsable(Reflect.get(entry, name)));
  return missing ? `has no ${missing[0]}` : null;
}

type EntryKey = readonly [name: string, isUsable: (value: unknown) => boolean];

/** What the entries of a list are told apart by: their first field, where it is an id that is always there, and their keys. */
function keysOf(item: GenericSchema): readonly EntryKey[] {
  return fieldsOf(item).flatMap(([name, field], index): EntryKey[] => {
    if (field === id && index === 0) return [[name, isId]];
    return field === keyText ? [[name, isText]] : [];
  });
}

/** One that is left out is missed by those who need it. */
function isText(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}

/** Whether it may be in a path, as the parameters' ids must. */
function isId(value: unknown): boolean {
  return Number.isInteger(value) || (typeof value === "string" && /^[^\s/]+$/.test(value));
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

type Form = "object" | "array" | "other";

function formOf(schema: GenericSchema): Form {
  const { type } = unwrap(schema);
  if (type === "array") return "array";
  return /^(loose_|strict_)?object(_with_rest)?$|^record$/.test(type) ? "object" : "other";
}

/** Which fields of a schema hold objects or lists; made once per schema. */
const nestedFields = new WeakMap<GenericSchema, readonly (readonly [string, GenericSchema])[]>();

function nestedOf(schema: GenericSchema): readonly (readonly [string, GenericSchema])[] {
  const known = nestedFields.get(schema);
  if (known) return known;
  const nested = fieldsOf(schema).filter(([, entry]) => formOf(entry) !== "other");
  nestedFields.set(schema, nested);
  return nested;
}

/** The same for what is inside: `location: []` is an object without fields. Changes the parsed answer in place. */
function mendInside(outer: GenericSchema, value: unknown): unknown {
  const schema = unwrap(outer);
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
const mayNeedMending = (schema: GenericSchema) => formOf(schema) === "array" || nestedOf(unwrap(schema)).length > 0;
