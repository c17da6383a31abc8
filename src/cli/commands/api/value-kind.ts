import type { GenericSchema } from "valibot";

/** What a parameter takes, in the words of `api list`; the rest of its rules is the schema's own to check. */
export interface ValueKind {
  readonly type: "string" | "integer" | "number" | "boolean" | "array" | "object" | "file";
  /** Of an array. */
  readonly item?: ValueKind;
  /** A list that may be one text with commas between as well. */
  readonly orText?: true;
  /** The words it may be, where there are only some. */
  readonly choices?: readonly (string | number | boolean)[];
}

const objects = ["object", "strict_object", "loose_object", "record"];

/** Reads the kind off a schema; of several that are possible, the first is the API's own way. */
export function kindOf(schema: GenericSchema): ValueKind {
  const { type, options, item, wrapped, literal } = schema as Readable; // fields that valibot's general type leaves out
  if (wrapped) return kindOf(wrapped);
  if (type === "union" && options?.[0]) {
    const [first, ...others] = options.map((option) => kindOf(option as GenericSchema)); // a union's options are schemas
    if (first?.type === "array" && others.some((other) => other.type === "string")) return { ...first, orText: true };
    if (first) return first;
  }
  if (type === "picklist" || type === "literal") return kindOfChoices(type === "literal" ? [literal] : (options ?? []));
  if (type === "array") return { type: "array", item: item ? kindOf(item) : { type: "string" } };
  if (type === "number") return { type: isWhole(schema as Readable) ? "integer" : "number" }; // as above
  if (type === "boolean") return { type: "boolean" };
  if (type === "instance" || type === "custom") return { type: "file" };
  return { type: objects.includes(type) ? "object" : "string" };
}

interface Readable {
  readonly type: string;
  readonly options?: readonly unknown[];
  readonly item?: GenericSchema;
  readonly wrapped?: GenericSchema;
  readonly literal?: unknown;
  readonly pipe?: readonly { readonly type: string }[];
}

const isWhole = ({ pipe = [] }: Readable) => pipe.some(({ type }) => type === "integer");

function kindOfChoices(all: readonly unknown[]): ValueKind {
  const choices = all.filter((each) => ["string", "number", "boolean"].includes(typeof each)) as (string | number)[]; // just looked at
  const type = typeof choices[0];
  return { type: type === "number" ? "integer" : type === "boolean" ? "boolean" : "string", choices };
}
