import * as v from "valibot";

/** The part before the @ of an address; the whole address would become part of another one. */
export const localPart = v.pipe(v.string(), v.regex(/^[^\s@]+$/, "must be the part before the @ only"));
