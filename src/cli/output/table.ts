import { styleText } from "node:util";
import { printable } from "../../platform/printable.ts";
import { countColumns, narrowWidths, wrapCell } from "./fit-width.ts";

/** Null is shown as a dash; a style is put on where colours are wanted. */
export type Cell = string | null | { readonly text: string; readonly style: Style };
type Style = Parameters<typeof styleText>[0];

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Shown instead of an empty table. */
  readonly empty?: string;
}

/**
 * Lines up a table for people: no borders, two spaces between columns. What a terminal would obey is shown as an escape.
 * `screen`: how many columns the terminal has; undefined off a terminal, where every row is one line, however long. A table
 * that is too wide for the terminal has its widest cells broken, or, where that leaves too little, is a list of its rows.
 */
export function renderTable(table: Table, color = false, screen?: number): string {
  if (table.rows.length === 0) return `${table.empty ?? "nothing to show"}\n`;
  const rows = table.rows.map((row) => row.map(shownCell));
  const header = table.columns.map((name) => ({ text: printable(name.toUpperCase()), style: null }));
  // Not by Math.max(...): a list may be longer than a call takes arguments.
  const natural = header.map(({ text }, index) =>
    rows.reduce((width, row) => Math.max(width, countColumns(row[index]?.text ?? "")), countColumns(text)),
  );
  const widths = narrowWidths(natural, screen);
  if (widths === null) return renderBlocks(header, rows, color);
  const lines = renderRow(header, widths, false).map((head) => (color ? paintText("bold", head) : head));
  for (const row of rows) lines.push(...renderRow(row, widths, color));
  return `${lines.join("\n")}\n`;
}

/** One line, or several where a cell is broken. */
function renderRow(cells: readonly ShownCell[], widths: readonly number[], color: boolean): string[] {
  const pieces = cells.map(({ text }, index) => wrapCell(text, widths[index] ?? 0));
  const height = pieces.reduce((most, { length }) => Math.max(most, length), 1);
  return Array.from({ length: height }, (_, at) =>
    cells
      .map(({ style }, index) => {
        const text = pieces[index]?.[at] ?? "";
        const shown = color && style && text !== "" ? paintText(style, text) : text;
        return index === cells.length - 1 ? shown : shown + " ".repeat((widths[index] ?? 0) - countColumns(text));
      })
      .join("  ")
      .trimEnd(),
  );
}

/** Each row as lines of its own: the column's name, and its content. */
function renderBlocks(header: readonly ShownCell[], rows: readonly (readonly ShownCell[])[], color: boolean): string {
  const width = header.reduce((most, { text }) => Math.max(most, countColumns(text)), 0);
  const line = (label: string, { text, style }: ShownCell) =>
    `${label.padEnd(width)}  ${color && style ? paintText(style, text) : text}`.trimEnd();
  const blocks = rows.map((row) => row.map((cell, index) => line(header[index]?.text ?? "", cell)).join("\n"));
  return `${blocks.join("\n\n")}\n`;
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
