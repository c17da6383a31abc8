import type * as v from "valibot";
import { configRows } from "./rows/config-rows.ts";
import { schemaOf } from "./rows/row.ts";

/** What the configuration file may contain, as the rows have it. */
export const settingsSchema = schemaOf(configRows);

/** The file's content with defaults filled in and short forms written out, keys as written. */
export type Settings = v.InferOutput<typeof settingsSchema>;
