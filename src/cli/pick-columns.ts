import { UsageError } from "./api-failure.ts";
import { tabulate } from "./api-table.ts";
import type { Table } from "./table.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The columns asked for, null for the usual table: by the usual table's names, or by the fields of the entries it was
 * made of, row by row. Any other is wrong usage.
 */
export function pickColumns(usual: Table, entries: readonly Fields[], asked: readonly string[] | null): Table {
  if (asked === null) return usual;
  const fields = [...new Set(entries.flatMap((entry) => Object.keys(entry)))];
  if (entries.length > 0) requireColumns(asked, [...usual.columns, ...fields]);
  const cells = asked.map((name) => cellsOf(usual, entries, name));
  return { ...usual, columns: asked, rows: entries.map((_, row) => cells.map((column) => column[row] ?? null)) };
}

/** A dot goes deeper into a field: only what is before it can be known. */
export function requireColumns(asked: readonly string[], known: readonly string[]): void {
  const unknown = asked.filter((name) => !known.includes(name) && !known.includes(name.split(".")[0] ?? ""));
  if (unknown.length === 0) return;
  const problems = unknown.map((name) => `there is no column ${JSON.stringify(name)}`);
  throw new UsageError(problems, `the columns are ${[...new Set(known)].join(", ")}`);
}

function cellsOf(usual: Table, entries: readonly Fields[], name: string): readonly (string | null)[] {
  const index = usual.columns.indexOf(name);
  if (index >= 0) return usual.rows.map((row) => row[index] ?? null);
  const table = tabulate(entries, { columns: [name] });
  return typeof table === "string" ? [] : table.rows.map(([cell]) => cell ?? null);
}
