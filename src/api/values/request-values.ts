import * as v from "valibot";
import { isUploadFile, type UploadFile } from "../upload-file.ts";

/** An id as the API gives it: a string in the old sections, a number in the newer ones; both are taken everywhere. */
export const id = v.union([v.pipe(v.string(), v.regex(/^[^\s/]+$/, "must be an id")), v.pipe(v.number(), v.integer())]);

/** An id that the document's examples write as a number; text is taken as well, and sent as it is. */
export const numberId = v.union([
  v.pipe(v.number(), v.integer()),
  v.pipe(v.string(), v.regex(/^[^\s/]+$/, "must be an id")),
]);

/** Text of at least one character. */
export const words = v.pipe(v.string(), v.nonEmpty("must not be empty"));

/** Text that may be empty. */
export const anyText = v.string();

export const email = v.pipe(v.string(), v.regex(/^[^\s@]+@[^\s@]+$/, "must be an e-mail address"));

/** 0 or 1, as a number. */
export const zeroOrOne = v.picklist([0, 1], "must be 0 or 1");

export const trueOrFalse = v.boolean();

/** A whole number from `min` to `max`. */
export const whole = (min: number, max: number) =>
  v.pipe(
    v.number(),
    v.integer(`must be a whole number`),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  );

/** A whole number of at least `min`. */
export const wholeFrom = (min: number) =>
  v.pipe(v.number(), v.integer("must be a whole number"), v.minValue(min, `must be at least ${min}`));

/** Seconds since 1970. */
const unixSeconds = v.pipe(v.number(), v.integer("must be whole seconds since 1970"), v.minValue(0));

export const oneOf = <const Words extends readonly string[]>(...words: Words) =>
  v.picklist(words, `must be one of ${words.join(", ")}`);

export const url = v.pipe(
  v.string(),
  v.check((text) => URL.canParse(text), "must be a URL"),
);

export const listOf = <Entry extends v.GenericSchema>(entry: Entry, min = 1) =>
  v.pipe(v.array(entry), v.minLength(min, `must have at least ${min} ${min === 1 ? "entry" : "entries"}`));

/** A file to upload. */
export const file = v.custom<UploadFile>(isUploadFile, "must be a File, a Blob, a stream or { name, data }");

/** Text without what the server refuses in names and addresses. */
const withoutHtml = v.regex(/^[^<>"&]*$/, 'must not contain <, >, " or &');

export const plainWords = v.pipe(words, withoutHtml);

export const plainText = v.pipe(v.string(), withoutHtml);

/** A host name, also with letters that no host name has on the wire; no address, no URL. */
export const hostName = v.pipe(
  v.string(),
  v.regex(/^(?=.{1,253}\.?$)[^\s./:@]{1,63}(?:\.[^\s./:@]{1,63})*\.?$/, "must be a host name"),
);

/** Whether a moment is to come; the clock of this machine decides. */
export const futureSeconds = v.pipe(
  unixSeconds,
  v.check((seconds) => seconds * 1000 > Date.now(), "must be in the future, in seconds since 1970"),
);
