import * as v from "valibot";

/** The kinds of value that a key can have, each with the key's meaning. All of them convert to JSON Schema. */

export const text = (description: string) => v.pipe(v.string(), v.description(description));
export const flag = (description: string) => v.pipe(v.boolean(), v.description(description));
export const integer = (min: number, max: number, description: string) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max), v.description(description));
export const choice = <const Options extends readonly string[]>(options: Options, description: string) =>
  v.pipe(v.picklist(options), v.description(description));
export const list = <Item extends v.GenericSchema>(item: Item, description: string) =>
  v.pipe(v.array(item), v.description(description));

/** A text that is never shown, from the moment it is read. */
export const secret = (description: string) =>
  v.pipe(v.string(), v.description(description), v.metadata({ secret: true }));

/** A section that can also be written as the value of one of its keys: `ipv6: false`, `log: debug`. */
export function shortenable<Short extends v.GenericSchema, Full extends v.GenericSchema>(
  short: Short,
  key: string,
  full: Full,
  description: string,
) {
  return v.pipe(
    v.union([short, full]),
    v.description(description),
    v.metadata({ shortFor: key }),
    v.transform((value): v.InferOutput<Full> => (isSection(value) ? value : v.parse(full, { [key]: value }))),
  );

  function isSection(value: v.InferOutput<Short> | v.InferOutput<Full>): value is v.InferOutput<Full> {
    return typeof value === "object";
  }
}
