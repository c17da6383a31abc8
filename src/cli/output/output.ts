import { printableJson, printableLines } from "../../platform/printable.ts";
import type { CommandContext } from "../command-context.ts";
import { renderTable, type Table } from "./table.ts";

/** What a command found, in the forms it can be printed: stable data, and a table (or text) for people. */
export interface Printable {
  readonly data: unknown;
  readonly table: Table | string | (() => Table | string);
}

/** Prints a result to stdout in the form asked for. */
export async function print(context: CommandContext, result: Printable): Promise<void> {
  context.stdout.write(await render(context, result));
}

async function render(context: CommandContext, { data, table }: Printable): Promise<string> {
  if (context.options.output === "json") return `${printableJson(JSON.stringify(data, null, 2))}\n`;
  if (context.options.output === "yaml") return (await import("./format-yaml.ts")).formatYaml(data);
  const shown = typeof table === "function" ? table() : table;
  if (typeof shown === "string") {
    const text = context.color ? shown.split(ownStyle).map(printableText).join("") : printableLines(shown);
    return text.endsWith("\n") || text === "" ? text : `${text}\n`;
  }
  return renderTable(shown, context.color);
}

/** As `styleText` writes them: a colour can't harm, and which ones are ours can't be told any more. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what a style begins with
const ownStyle = /(\u001b\[\d{1,2}m)/;

/** Every second part is a style. */
function printableText(part: string, index: number): string {
  return index % 2 === 1 ? part : printableLines(part);
}
