import * as v from "valibot";

/** An object of an answer: the fields known of it, and whatever else the server sends. */
export const shape = <const Fields extends v.ObjectEntries>(fields: Fields) => v.looseObject(fields);

/** A string. */
export const text = v.string();

/** A string without which nobody could tell what an entry of a list is about: its name, or what kind it is of. */
export const keyText: v.GenericSchema<string> = v.string();

/** A string or null. */
export const textOrNull = v.nullable(v.string());

/** An id: a string or a number, depending on the section and sometimes on the day. */
export const id = v.union([v.string(), v.number()]);

/** A number, sent as such or written as a string (`"3600"`); in the result a number. */
export const numeric = v.union([v.number(), v.string()]) as unknown as v.GenericSchema<number | string, number>; // normaliseResult sees to it

/** Yes or no, sent as a boolean, `0`, `1`, `"0"` or `"1"`; in the result a boolean. */
export const flag = v.union([v.boolean(), v.number(), v.string()]) as unknown as v.GenericSchema<
  boolean | number | string,
  boolean
>; // normaliseResult sees to it

/** A moment: seconds since 1970, as number or string, or one of the API's date formats; null or false for never. */
export const moment = v.union([v.number(), v.string(), v.boolean(), v.null()]);

/** A field seen in live answers, but not in the document. */
export const perhaps = <Schema extends v.GenericSchema>(schema: Schema) => v.optional(schema);

export const listOf = <Entry extends v.GenericSchema>(entry: Entry) => v.array(entry);

/** Nothing to return: the server answers with only a message. */
export const nothing = v.looseObject({});

/** An object whose fields aren't documented. */
export const undocumented = v.unknown();

/** The bytes of a file, as they arrive. */
export const bytes = v.custom<import("node:stream").Readable>(() => true);
