// One way to print what a bench found: aligned columns, numbers to the right.

export function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

export function ratio(value, base) {
  return `${(value / base).toFixed(2)}×`;
}

/** Rows are lists of texts and numbers; the first row names the columns. */
export function printTable(rows) {
  const texts = rows.map((row) => row.map(String));
  const widths = texts[0].map((_, column) => Math.max(...texts.map((row) => (row[column] ?? "").length)));
  for (const row of texts) {
    const cells = row.map((text, column) =>
      column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column]),
    );
    console.log(cells.join("  ").trimEnd());
  }
}
