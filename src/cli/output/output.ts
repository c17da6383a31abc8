import type { CommandContext } from "../command-context.ts";
import { renderJson, renderText } from "./render-text.ts";
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

/** How wide the terminal is that reads the output; undefined if it goes elsewhere. */
export function screenOf({ stdout }: Pick<CommandContext, "stdout">): number | undefined {
  return stdout.isTTY === true ? stdout.columns : undefined;
}

async function render(context: CommandContext, { data, table }: Printable): Promise<string> {
  if (context.options.output === "json") return renderJson(data);
  if (context.options.output === "yaml") return (await import("./format-yaml.ts")).formatYaml(data);
  const shown = typeof table === "function" ? table() : table;
  if (typeof shown === "string") return renderText(shown, context.color);
  return renderTable(shown, context.color, screenOf(context));
}
