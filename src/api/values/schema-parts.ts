import type { GenericSchema } from "valibot";

/** Without `optional` and `nullable`. */
export function unwrap(schema: GenericSchema): GenericSchema {
  return "wrapped" in schema ? unwrap(schema.wrapped as GenericSchema) : schema; // valibot's wrappers all hold a schema there
}

/** The fields of an object's schema; none of any other. */
export function fieldsOf(schema: GenericSchema): readonly (readonly [name: string, schema: GenericSchema])[] {
  return "entries" in schema ? Object.entries(schema.entries as Record<string, GenericSchema>) : []; // only objects have entries, schemas all of them
}
