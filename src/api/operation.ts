import type { GenericSchema, InferInput, InferOutput } from "valibot";

/**
 * One operation of the Gigahost API, as data. The typed client, the checks before sending, the `api` commands, the
 * simulator's routes and the OpenAPI document are all made from it. The doc comment above an entry is what the editor
 * shows; it ends with the line of the vendor's document (`reference line 183`).
 */
export interface Operation {
  /** PATCH only in raw calls. */
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base URL, placeholders in braces, no query: `/dns/zones/{zone_id}/records`. */
  readonly path: string;
  /** One line, no final full stop: `List the zones of the account`. */
  readonly summary: string;
  /** What callers must know, as Markdown; a raw call has none. */
  readonly description?: string;
  /** By the API's own names. With one `form` parameter given, the request is multipart and the `body` ones are its fields. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly answer: AnswerShape;
  /** The document's status for success is 201, or can be; 200 by default. */
  readonly status?: 201;
  /**
   * Has its effect again each time it is sent, whatever its method: never sent again after a 5xx or a broken connection.
   * Without it GET, PUT and DELETE are safe to repeat and POST isn't. HTTP 429 may always be repeated: nothing was done.
   */
  readonly once?: true;
  /** Destroys something, interrupts a service, costs money or is hard to undo: the command line asks first. */
  readonly confirm?: Confirmation;
  /** Sent without credentials. */
  readonly open?: true;
  /** Fields of the answer, at any depth, that are never to be shown in logs and errors. */
  readonly secrets?: readonly string[];
  /** What no single parameter's schema can say; one sentence per problem, empty if all is well. */
  readonly check?: (given: ParameterValues) => readonly string[];
  /** Line of the vendor's document; null for what works although no document has it. */
  readonly line: number | null;
}

/** The arguments of a call, by parameter name. */
export type ParameterValues = Readonly<Record<string, unknown>>;

export type ParameterPlace = "path" | "query" | "body" | "form";

export interface Parameter<Schema extends GenericSchema = GenericSchema, Required extends boolean = boolean> {
  readonly in: ParameterPlace;
  readonly schema: Schema;
  readonly required: Required;
  /** With its unit and default; one sentence. */
  readonly description: string;
  /** Never shown in logs, errors and dry runs. */
  readonly secret?: true;
}

/**
 * Where the result is in the answer: `data` or `meta` of the envelope, the whole body (`flat`, JSON without an envelope),
 * `text` or `binary`.
 */
export interface AnswerShape<Schema extends GenericSchema = GenericSchema> {
  readonly from: "data" | "meta" | "flat" | "text" | "binary";
  /** What the document and live reports show, and nothing more; answers are never refused for differing from it. */
  readonly schema: Schema;
  /** The result is the only element of an array. */
  readonly single?: true;
  /** The field of the result that holds the list it is all about, for tables: `hosting`. */
  readonly list?: string;
  /** The document doesn't say whether there is an envelope: a body that isn't JSON is the result itself. */
  readonly orText?: true;
}

export interface Confirmation {
  readonly because: "destroys" | "interrupts" | "costs money" | "is hard to undo";
  /** The parameter whose value the user types; without one, or where it isn't given, the operation's own name. */
  readonly type?: string;
  /** Asks only for such calls, where one endpoint does harmless things too; without it, for every call. */
  readonly when?: (given: ParameterValues) => boolean;
}

/** A section: operations by their name in camelCase. */
export type Section = Readonly<Record<string, Operation & Required<Pick<Operation, "description">>>>;

/** Checks a section's entries while keeping their exact types and doc comments. */
export function section<const Entries extends Section>(entries: Entries): Entries {
  return entries;
}

/** A required part of the path; sent percent-encoded, never empty. */
export const path = <Schema extends GenericSchema>(schema: Schema, description: string): Parameter<Schema, true> => ({
  in: "path",
  schema,
  required: true,
  description,
});

/** A required query parameter; `optional(query(…))` for an optional one. */
export const query = <Schema extends GenericSchema>(schema: Schema, description: string): Parameter<Schema, true> => ({
  in: "query",
  schema,
  required: true,
  description,
});

/** A required field of the JSON body (of the form, where the request is multipart). */
export const body = <Schema extends GenericSchema>(schema: Schema, description: string): Parameter<Schema, true> => ({
  in: "body",
  schema,
  required: true,
  description,
});

/** A required field that only multipart/form-data can carry: a file. */
export const form = <Schema extends GenericSchema>(schema: Schema, description: string): Parameter<Schema, true> => ({
  in: "form",
  schema,
  required: true,
  description,
});

export const optional = <Schema extends GenericSchema>(parameter: Parameter<Schema>): Parameter<Schema, false> => ({
  ...parameter,
  required: false,
});

export const secret = <Schema extends GenericSchema, Required extends boolean>(
  parameter: Parameter<Schema, Required>,
): Parameter<Schema, Required> => ({ ...parameter, secret: true });

/** The result is `data` of the envelope. */
export const data = <Schema extends GenericSchema>(schema: Schema): AnswerShape<Schema> => ({ from: "data", schema });

/** The result is `data` of the envelope, or the text of the body: the document doesn't say which. */
export const dataOrText = <Schema extends GenericSchema>(schema: Schema): AnswerShape<Schema> => ({
  from: "data",
  schema,
  orText: true,
});

/** `data` is an array with one element, which is the result. */
export const single = <Schema extends GenericSchema>(schema: Schema): AnswerShape<Schema> => ({
  from: "data",
  schema,
  single: true,
});

/** `data` is an object whose field `list` holds the list it is all about; the result is the whole object. */
export const wrapped = <Schema extends GenericSchema>(list: string, schema: Schema): AnswerShape<Schema> => ({
  from: "data",
  schema,
  list,
});

/** The result is what `meta` carries besides the envelope's own fields. */
export const inMeta = <Schema extends GenericSchema>(schema: Schema): AnswerShape<Schema> => ({ from: "meta", schema });

/** The result is the whole JSON body, which has no envelope. */
export const flat = <Schema extends GenericSchema>(schema: Schema): AnswerShape<Schema> => ({ from: "flat", schema });

/** The result is the plain text of the body. */
export const text = <Schema extends GenericSchema>(schema: Schema): AnswerShape<Schema> => ({ from: "text", schema });

/** The result is a stream of the body's bytes. */
export const binary = <Schema extends GenericSchema>(schema: Schema): AnswerShape<Schema> => ({
  from: "binary",
  schema,
});

/** The arguments of one call: the required parameters, and any of the others. */
export type ParametersOf<Entry extends Operation> = Flat<
  {
    -readonly [Name in keyof Entry["parameters"] as Entry["parameters"][Name]["required"] extends true
      ? Name
      : never]: InferInput<Entry["parameters"][Name]["schema"]>;
  } & {
    -readonly [Name in keyof Entry["parameters"] as Entry["parameters"][Name]["required"] extends true ? never : Name]?:
      | InferInput<Entry["parameters"][Name]["schema"]>
      | undefined;
  }
>;

/** The result of one call, unwrapped. */
export type ResultOf<Entry extends Operation> = InferOutput<Entry["answer"]["schema"]>;

/** Shown in the editor as one object. */
type Flat<Type> = { [Name in keyof Type]: Type[Name] } & {};
