import { styleText } from "node:util";
import { printable } from "../../platform/printable.ts";

/** Null is shown as a dash; a style is put on where colours are wanted. */
export type Cell = string | null | { readonly text: string; readonly style: Style };
type Style = Parameters<typeof styleText>[0];

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Said instead of an empty table. */
  readonly empty?: string;
}

/** Lines up a table for people: no borders, two spaces between columns. What a terminal would obey is shown as an escape. */
export function renderTable(table: Table, color = false): string {
  if (table.rows.length === 0) return `${table.empty ?? "nothing to show"}\n`;
  const rows = table.rows.map((row) => row.map(shownCell));
  const header = table.columns.map((name) => ({ text: printable(name.toUpperCase()), style: null }));
  // Not by Math.max(...): a list may be longer than a call takes arguments.
  const widths = header.map(({ text }, index) =>
    rows.reduce((width, row) => Math.max(width, countColumns(row[index]?.text ?? "")), countColumns(text)),
  );
  const paint = ({ text, style }: ShownCell) => (color && style ? paintText(style, text) : text);
  const line = (cells: readonly ShownCell[]) =>
    cells
      .map((cell, index) =>
        index === cells.length - 1
          ? paint(cell)
          : paint(cell) + " ".repeat((widths[index] ?? 0) - countColumns(cell.text)),
      )
      .join("  ")
      .trimEnd();
  const head = line(header);
  return `${[color ? paintText("bold", head) : head, ...rows.map(line)].join("\n")}\n`;
}

interface ShownCell {
  readonly text: string;
  readonly style: Style | null;
}

function shownCell(cell: Cell): ShownCell {
  if (cell === null) return { text: "-", style: null };
  if (typeof cell === "string") return { text: printable(cell), style: null };
  return { text: printable(cell.text), style: cell.style };
}

function paintText(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}

/** Columns a text takes on a terminal; exact for what this program shows (names, addresses, plain sentences). */
function countColumns(text: string): number {
  return [...text].length;
}
