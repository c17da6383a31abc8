import { UsageError } from "../account/api-failure.ts";
import { findColumn, type ListedEntry } from "./pick-columns.ts";
import type { Cell, Table } from "./table.ts";

/** Entries in the order of a column (`name`, `ttl:desc`), numbers as numbers; as they came where none is named. */
export function sortEntries<Listed extends ListedEntry>(
  entries: readonly Listed[],
  table: Table,
  by: string | null,
): readonly Listed[] {
  if (by === null || entries.length === 0) return entries;
  const [column = "", direction = "asc", ...more] = by.split(":");
  if (more.length > 0 || !/^(?:asc|desc)$/i.test(direction)) {
    throw new UsageError([`--sort ${by}: write a column, with or without :asc or :desc after it`]);
  }
  const fields = [...new Set(entries.flatMap((entry) => Object.keys(entry)))];
  const name = findColumn(column, [...table.columns, ...fields]);
  const at = table.columns.indexOf(name);
  const keyed = entries.map((entry, row) => ({
    entry,
    key: at < 0 ? textOf(entry[name]) : textOfCell(table.rows[row]?.[at] ?? null),
  }));
  const sign = direction.toLowerCase() === "desc" ? -1 : 1;
  return keyed.sort((a, b) => sign * compare(a.key, b.key)).map(({ entry }) => entry);
}

const textOf = (value: unknown) => (typeof value === "object" ? JSON.stringify(value) : String(value ?? ""));

const textOfCell = (cell: Cell) => (typeof cell === "string" ? cell : (cell?.text ?? ""));

function compare(a: string, b: string): number {
  const isNumbers = a !== "" && b !== "" && !Number.isNaN(Number(a)) && !Number.isNaN(Number(b));
  return isNumbers ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0;
}
