import { listOperations } from "../../../api/find-operation.ts";
import { toKebabCase } from "../../../api/operation-names.ts";

/** The help of a section: its operations, those of the sections in it included. */
export async function loadSectionOperations(section: string): Promise<string> {
  const operations = (await listOperations()).filter(
    (operation) => operation.section === section || operation.section.startsWith(`${section}.`),
  );
  const lines = operations.map(
    ({ section, name, entry }) => [`${section} ${toKebabCase(name)}`, entry.summary] as const,
  );
  const width = Math.max(...lines.map(([command]) => command.length));
  return [
    `Usage: gigahost-ddns api ${section} OPERATION [--parameter value …] [options]`,
    "",
    "Operations (add --help to one for details):",
    ...lines.map(([command, summary]) => `  ${command.padEnd(width)}  ${summary}`),
    "",
  ].join("\n");
}
