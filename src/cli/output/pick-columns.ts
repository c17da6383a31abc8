import { findNearestWord } from "../../model/nearest-word.ts";
import { UsageError } from "../account/api-failure.ts";
import { tabulate } from "../account/api-table.ts";
import type { Cell, Table } from "./table.ts";

/** One of what a command lists. */
export type ListedEntry = Readonly<Record<string, unknown>>;

/**
 * The columns asked for (in any case), null for the usual table: by the usual table's names, or by the fields of the
 * entries it was made of, row by row. Any other is wrong usage.
 */
export function pickColumns(usual: Table, entries: readonly ListedEntry[], asked: readonly string[] | null): Table {
  if (asked === null) return usual;
  const fields = [...new Set(entries.flatMap((entry) => Object.keys(entry)))];
  const names = entries.length > 0 ? requireColumns(asked, [...usual.columns, ...fields]) : asked;
  const cells = names.map((name) => cellsOf(usual, entries, name));
  return { ...usual, columns: names, rows: entries.map((_, row) => cells.map((column) => column[row] ?? null)) };
}

/** The columns as they are really written. A dot goes deeper into a field: only what is before it can be known. */
export function requireColumns(asked: readonly string[], known: readonly string[]): readonly string[] {
  const found = asked.map((name) => matchColumn(name, known));
  const unknown = asked.filter((_, index) => found[index] === null);
  if (unknown.length === 0) return found.flatMap((name) => name ?? []);
  const problems = unknown.map((name) => {
    const near = findNearestWord(name, known);
    return `there is no column ${JSON.stringify(name)}${near === null ? "" : `, did you mean ${near}?`}`;
  });
  throw new UsageError(problems, `the columns are ${[...new Set(known)].join(", ")}`);
}

/** One column by its name in any case; throws a UsageError where there is none. */
export function findColumn(asked: string, known: readonly string[]): string {
  return requireColumns([asked], known)[0] ?? asked;
}

function matchColumn(asked: string, known: readonly string[]): string | null {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const exact = known.find((name) => name === asked) ?? known.find((name) => same(name, asked));
  if (exact !== undefined) return exact;
  const [field = "", ...deeper] = asked.split(".");
  const outer = known.find((name) => same(name, field));
  return outer === undefined ? null : [outer, ...deeper].join(".");
}

function cellsOf(usual: Table, entries: readonly ListedEntry[], name: string): readonly Cell[] {
  const index = usual.columns.indexOf(name);
  if (index >= 0) return usual.rows.map((row) => row[index] ?? null);
  const table = tabulate(entries, { columns: [name] });
  return typeof table === "string" ? [] : table.rows.map(([cell]) => cell ?? null);
}
