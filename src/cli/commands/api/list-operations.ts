import { listOperations, type NamedOperation } from "../../../api/find-operation.ts";
import { toKebabCase } from "../../../api/operation-names.ts";
import { UsageError } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";
import { suggestSection } from "./suggest-operation.ts";
import { kindOf } from "./value-kind.ts";

/** `api list [SECTION]`: every operation with its path and parameters. */
export async function listOperationsCommand(context: CommandContext, section: string | null): Promise<number> {
  const operations = (await listOperations()).filter((operation) => isIn(operation, section)).map(describe);
  if (operations.length === 0) throw noSection(section ?? "");
  await print(context, { data: operations, table: () => tableOf(operations) });
  return 0;
}

/** A section's own operations and those of the sections in it. */
function isIn({ section }: NamedOperation, asked: string | null): boolean {
  const name = asked?.toLowerCase() ?? null;
  return name === null || section === name || section.startsWith(`${name}.`);
}

function noSection(written: string): UsageError {
  const near = suggestSection(written);
  return new UsageError([`there is no section ${written}${near === null ? "" : `, did you mean ${near}?`}`]);
}

/** One operation in the stable form. */
export function describe({ section, name, entry }: NamedOperation) {
  return {
    section,
    operation: toKebabCase(name),
    method: entry.method,
    path: entry.path,
    parameters: Object.entries(entry.parameters).map(([parameter, { in: place, schema, required }]) => ({
      name: parameter,
      in: place,
      type: kindOf(schema).type,
      required,
    })),
    confirm: entry.confirm !== undefined,
    summary: entry.summary,
    // In addition to what the vendor's document has.
    ...(entry.line === null ? { undocumented: true } : {}),
  };
}

function tableOf(operations: readonly ReturnType<typeof describe>[]) {
  return {
    columns: ["section", "operation", "asks", "what it does", "parameters"],
    rows: operations.map(({ section, operation, confirm, summary, parameters }) => [
      section,
      operation,
      confirm ? "yes" : "",
      summary,
      parameters.map(({ name, required }) => (required ? name : `[${name}]`)).join(" "),
    ]),
  };
}
