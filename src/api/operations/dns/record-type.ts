import * as v from "valibot";
import { keyText } from "../../values/answer-values.ts";

/** The types that the API takes and lists, SOA only in lists; others may come. */
export type RecordType =
  | ("A" | "AAAA" | "ALIAS" | "CAA" | "CNAME" | "DNAME" | "MX" | "NAPTR" | "NS" | "PTR" | "SOA" | "SRV" | "TXT")
  // So that an editor suggests the types above, and any other text is taken.
  | (string & {});

/** Of a parameter. */
export const givenRecordType: v.GenericSchema<RecordType> = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z][A-Za-z0-9]*$/, "must be a record type, as A or TXT"),
);

/** Of an answer. */
export const listedRecordType: v.GenericSchema<RecordType> = keyText;
