import { stripVTControlCharacters, styleText } from "node:util";

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** Said instead of an empty table. */
  readonly empty?: string;
}

/** Lines up a table for people: no borders, two spaces between columns, null as a dash. */
export function renderTable(table: Table, color = false): string {
  if (table.rows.length === 0) return `${table.empty ?? "nothing to show"}\n`;
  const rows = table.rows.map((row) => row.map((cell) => cell ?? "-"));
  const header = table.columns.map((name) => name.toUpperCase());
  // Not by Math.max(...): a list may be longer than a call takes arguments.
  const widths = header.map((name, index) =>
    rows.reduce((widest, row) => Math.max(widest, shownWidth(row[index] ?? "")), shownWidth(name)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) =>
        index === cells.length - 1 ? cell : cell + " ".repeat((widths[index] ?? 0) - shownWidth(cell)),
      )
      .join("  ");
  const head = line(header);
  return `${[color ? styleText("bold", head, { validateStream: false }) : head, ...rows.map(line)].join("\n")}\n`;
}

/** Columns a text takes on a terminal; exact for what this program shows (names, addresses, plain sentences). */
function shownWidth(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
