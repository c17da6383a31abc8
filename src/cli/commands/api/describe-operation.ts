import type { NamedOperation } from "../../../api/find-operation.ts";
import type { Confirmation, Operation, Parameter } from "../../../api/operation.ts";
import { toKebabCase } from "../../../api/operation-names.ts";
import { kindOf, type ValueKind } from "./value-kind.ts";

/** The help of one operation: what it does, its parameters with their meaning, an example. */
export function describeOperation(operation: NamedOperation): string {
  const { entry } = operation;
  const name = commandOf(operation);
  const parameters = Object.entries(entry.parameters).map(([flag, parameter]) => describeParameter(flag, parameter));
  return [
    `Usage: ${name} ${parameters.length > 0 ? "[--parameter value …] " : ""}[options]`,
    "",
    `${entry.summary}.`,
    ...(entry.description ? [entry.description] : []),
    ...asks(entry),
    `Sends ${entry.method} ${entry.path}.`,
    ...(parameters.length > 0 ? ["", "Parameters:", ...lineUp(parameters)] : []),
    "",
    "Options:",
    ...lineUp(optionsOf(entry)),
    "",
    `Example: ${exampleOf(name, entry)}`,
    "",
  ].join("\n");
}

export const commandOf = ({ section, name }: Pick<NamedOperation, "section" | "name">) =>
  `gigahost-ddns api ${section} ${toKebabCase(name)}`;

function asks({ confirm }: Operation): readonly string[] {
  if (!confirm) return [];
  return [`${confirm.when ? "May ask" : "Asks"} first, since it ${explainBecause(confirm)}.`];
}

type HelpLine = readonly [left: string, right: string];

function describeParameter(name: string, { schema, required, description, secret }: Parameter): HelpLine {
  const kind = kindOf(schema);
  const notes = [
    ...(required ? ["required"] : []),
    ...(kind.choices && kind.choices.length > 1 ? [`one of ${kind.choices.join(", ")}`] : []),
    ...(kind.type === "array" ? ["repeatable"] : []),
    ...(secret ? ["a secret: @FILE, or - for standard input"] : []),
  ];
  return [
    `--${name} ${placeholderOf(kind)}`.trim(),
    `${description}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}`,
  ];
}

function placeholderOf(kind: ValueKind): string {
  if (kind.type === "boolean") return "";
  const inner = kind.item ?? kind;
  return inner.type === "object" ? "<json>" : `<${inner.type}>`;
}

function optionsOf({ parameters, answer, confirm }: Operation): readonly HelpLine[] {
  const hasBody = Object.values(parameters).some(({ in: place }) => place === "body");
  return [
    ...(hasBody ? [["--body <file>", "a JSON object of parameters, - for standard input"] as const] : []),
    ...(confirm ? [["--yes", "don't ask for confirmation"] as const] : []),
    ...(answer.from === "binary" ? [["--to <file>", "where to save it, - for standard output"] as const] : []),
    ["--dry-run", "print the request, secrets masked, and send nothing"],
    ["--raw", "print the server's answer unchanged"],
    ["--columns <names>", "columns of the table, separated by commas"],
    ["--output <format>", "table, json or yaml"],
    ["--config <file>", "the configuration file"],
    ["--log-level <level>", "debug shows each request"],
  ];
}

const maxNameWidth = 34;

function lineUp(lines: readonly HelpLine[]): readonly string[] {
  const width = Math.min(maxNameWidth, Math.max(...lines.map(([left]) => left.length)));
  return lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function exampleOf(name: string, { parameters, answer }: Operation): string {
  const required = Object.entries(parameters).filter(([, { required }]) => required);
  const flags = required.map(([flag, parameter]) => `--${flag}${exampleValue(flag, parameter)}`);
  return [name, ...flags, ...(answer.from === "binary" ? [`--to download.bin`] : [])].join(" ");
}

/** From the description where it has one in backquotes, otherwise something that looks like it. */
function exampleValue(flag: string, { schema, description, secret }: Parameter): string {
  const kind = kindOf(schema);
  const inner = kind.item ?? kind;
  if (secret) return " @secret.txt";
  if (kind.type === "boolean") return "";
  if (kind.choices?.[0] !== undefined) return ` ${kind.choices[0]}`;
  if (inner.type === "file") return " ./file";
  if (inner.type === "object") return " '{…}'";
  if (inner.type === "integer" || inner.type === "number" || /(^|_|-)id$/i.test(flag)) return " 123";
  return ` ${exampleWord(flag, description)}`;
}

const exampleWords: readonly (readonly [RegExp, string])[] = [
  [/mail|username|^user$/, "ola@example.no"],
  [/^(record_)?name$|^source$|sub_?domain/, "www"],
  [/record_type|^type$/, "A"],
  [/record_value|^value$|myip|^address$/, "192.0.2.1"],
  [/zone_name|domain|host|^dns$|nameserver/, "example.no"],
  [/path|folder|^old$/, "/public_html/index.html"],
  [/url/, "https://example.com"],
];

function exampleWord(flag: string, description: string): string {
  const [, quoted] = /`([^`\s]+)`[^`]*$/.exec(description) ?? [];
  const word = exampleWords.find(([pattern]) => pattern.test(flag))?.[1] ?? quoted ?? "text";
  return /^[\w@./:-]+$/.test(word) ? word : `'${word}'`;
}

/** Why an operation asks first, to go after `it` or `this`. */
export const explainBecause = ({ because }: Confirmation): string =>
  ({
    destroys: "destroys what it acts on",
    interrupts: "interrupts a service",
    "costs money": "costs money",
    "is hard to undo": "is hard to undo",
  })[because];
