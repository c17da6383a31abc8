import * as v from "valibot";
import type { Origins } from "../findings.ts";

/** A key of the file: what it reads, with its meaning and its default. */
export interface Key {
  readonly read: v.GenericSchema;
  /** The variable of the environment that sets it; null: none does. A secret is read where the secrets are, from NAME or NAME_FILE. */
  readonly variable: string | { readonly secret: string } | null;
  /** The rows of a section. */
  readonly rows?: Readonly<Record<string, AnyRow>>;
}

/** How one field of the configuration is read and shown. A new field has the compiler ask for its row. */
export interface Row<Whole> {
  /** Those that the field comes from, by name. */
  readonly keys: Readonly<Record<string, Key>>;
  /** What `config show` prints, by key, as the file would have it; secrets masked. */
  show(whole: Whole, origins: Origins): Shown;
}

/** What replaces a secret. */
export const mask = "********";

export type Shown = Readonly<Record<string, unknown>>;

/** A field that the row of another one covers. */
interface Covered<Whole> {
  readonly coveredBy: keyof Whole;
}

/** A row for every field: nothing of the configuration goes without keys, or unshown. */
export type RowsOver<Whole> = { readonly [Field in keyof Whole]-?: Row<Whole> | Covered<Whole> };

type AnyRow = { readonly keys: Readonly<Record<string, Key>> } | { readonly coveredBy: PropertyKey };

type KeysOf<Rows> = Intersection<Rows[keyof Rows] extends infer Each ? KeysOfRow<Each> : never>;
type KeysOfRow<Each> = Each extends { readonly keys: infer Keys } ? Keys : never;
type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type EntriesOf<Rows> = {
  [Name in keyof KeysOf<Rows>]: KeysOf<Rows>[Name] extends { readonly read: infer Read extends v.GenericSchema }
    ? Read
    : never;
};

/** The schema of a section, or of the whole file, from its rows. */
export function schemaOf<Rows extends Readonly<Record<string, AnyRow>>>(
  rows: Rows,
): v.StrictObjectSchema<EntriesOf<Rows>, undefined> {
  const entries = Object.fromEntries(listKeys(rows).map(([name, { read }]) => [name, read]));
  return v.strictObject(entries as EntriesOf<Rows>); // by its own definition; fromEntries forgets which key has which schema
}

/** What `config show` prints of a section, by its keys. */
export function showRows<Whole>(rows: RowsOver<Whole>, whole: Whole, origins: Origins): Shown {
  const each: (Row<Whole> | Covered<Whole>)[] = Object.values(rows);
  return Object.assign({}, ...each.map((row) => ("show" in row ? row.show(whole, origins) : {})));
}

/** The same, under the key of the section. */
export function showUnder(key: string, shown: Shown): Shown {
  return Object.fromEntries(Object.entries(shown).map(([name, value]) => [`${key}.${name}`, value]));
}

export interface Variable {
  readonly name: string;
  /** The keys that it sets. */
  readonly key: string;
  readonly isSecret: boolean;
}

/** Every variable of the environment; one that sets several keys is there several times. */
export function listVariables(rows: Readonly<Record<string, AnyRow>>, outer = ""): readonly Variable[] {
  return listKeys(rows).flatMap(([name, { variable, rows: inner = {} }]) => {
    const key = `${outer}${name}`;
    const own = typeof variable === "string" ? [{ name: variable, key, isSecret: false }] : [];
    const secret = typeof variable === "object" && variable ? [variable.secret, `${variable.secret}_FILE`] : [];
    return [...own, ...secret.map((each) => ({ name: each, key, isSecret: true })), ...listVariables(inner, `${key}.`)];
  });
}

function listKeys(rows: Readonly<Record<string, AnyRow>>): [name: string, key: Key][] {
  return Object.values(rows).flatMap((row) => ("keys" in row ? Object.entries(row.keys) : []));
}
