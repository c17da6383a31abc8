import type { Table } from "../output/table.ts";

export interface TableOptions {
  /** The columns asked for, by the names of the fields; null: those that fit. */
  readonly columns: readonly string[] | null;
  /** Fields that are shown in a list only when asked for. */
  readonly secrets?: readonly string[] | undefined;
  /** The field of the result that holds the list. */
  readonly list?: string | undefined;
  /** Columns of the terminal. */
  readonly width?: number | undefined;
}

type TableRow = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is TableRow =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Any result of the API as a table: a list by its entries' fields, one object as name and value. */
export function tabulate(result: unknown, options: TableOptions): Table | string {
  const shown = shownOf(result, options.list);
  if (Array.isArray(shown)) return tableOfList(shown, options);
  if (isRow(shown)) return tableOfObject(shown, options);
  return shown === null || shown === undefined ? "" : String(shown);
}

/** The fields that a result's table can show; none where it is empty. */
export function fieldsIn(result: unknown, list?: string): readonly string[] {
  const shown = shownOf(result, list);
  return [...new Set([shown].flat().flatMap((entry) => (isRow(entry) ? Object.keys(entry) : [])))];
}

const shownOf = (result: unknown, list: string | undefined) =>
  list !== undefined && isRow(result) ? (result[list] ?? result) : result;

function tableOfList(entries: readonly unknown[], options: TableOptions): Table {
  const rows = entries.map((entry) => (isRow(entry) ? entry : { value: entry }));
  const columns = options.columns ?? fittingColumns(rows, options);
  return {
    columns,
    rows: rows.map((row) => columns.map((name) => cell(fieldOf(row, name)))),
    empty: "nothing to show",
  };
}

function tableOfObject(object: TableRow, { columns }: TableOptions): Table | string {
  const names = columns ?? Object.keys(object);
  if (names.length === 0) return "";
  return { columns: ["field", "value"], rows: names.map((name) => [name, cell(fieldOf(object, name))]) };
}

/** A dot goes deeper: `os.os_name`. */
function fieldOf(row: TableRow, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name];
  return name.split(".").reduce<unknown>((value, word) => (isRow(value) ? value[word] : undefined), row);
}

/** The first fields that hold plain values, as many as fit; always at least three. */
function fittingColumns(rows: readonly TableRow[], { secrets = [], width = 120 }: TableOptions): readonly string[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const plain = names.filter((name) => !secrets.includes(name) && rows.some((row) => isPlain(row[name])));
  let used = 0;
  return plain.filter((name, index) => {
    used += 2 + rows.reduce((widest, row) => Math.max(widest, (cell(row[name]) ?? "-").length), name.length);
    return index < 3 || used <= width;
  });
}

const isPlain = (value: unknown) => value !== null && value !== undefined && typeof value !== "object";

function cell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value) && value.every((entry) => typeof entry !== "object")) return value.join(", ");
  return oneLine(typeof value === "object" ? JSON.stringify(value) : String(value));
}

/** A server's text must not move the cursor. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}
