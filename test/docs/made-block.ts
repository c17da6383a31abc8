import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A page of the documentation, with what stands between the marks of each name made anew. */
export function makePage(page: string, made: Readonly<Record<string, string>>): string {
  const text = readFileSync(`${root}/${page}`, "utf8");
  return Object.entries(made).reduce((before, [name, block]) => replaceBlock(before, name, block), text);
}

function replaceBlock(text: string, name: string, made: string): string {
  const [start, end] = [`<!-- ${name}: made by npm run docs -->\n`, `<!-- end of ${name} -->`];
  const [before, rest] = text.split(start);
  const [, after] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined) throw new Error(`the page has no place for ${name}`);
  return `${before}${start}\n${made}\n\n${end}${after}`;
}

/** As markdownlint wants it: every cell as wide as its column. */
export function writeMarkdownTable(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, at) => Math.max(3, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.slice(1).map(line)].join("\n");
}
