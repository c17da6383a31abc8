import { findOperation, listOperations, type NamedOperation, sectionNames } from "../../../api/find-operation.ts";
import type { Parameter } from "../../../api/operation.ts";
import { toCamelCase, toKebabCase } from "../../../api/operation-names.ts";
import { globalFlags, takeGlobalOptions } from "../../words/global-options.ts";
import { apiCommands } from "../api/api-commands.ts";
import { ownFlags } from "../api/read-words.ts";
import { kindOf } from "../api/value-kind.ts";
import type { OfferedWord } from "./offer-values.ts";
import type { Offer } from "./offer-words.ts";

/** What may follow `api …`; null for another command, and for those below `api` that are described like all others. */
export async function offerApiWords(before: readonly string[], typed: string): Promise<Offer | null> {
  const { others, problems } = takeGlobalOptions(before);
  const [command, section, written, ...rest] = others;
  // With a problem, the last word waits for its value.
  if (command !== "api" || problems.length > 0) return null;
  if (section === undefined) return typed.startsWith("-") ? null : { candidates: await offerSections() };
  const name = sectionNames.find((known) => known === section);
  if (name === undefined) return null;
  if (written === undefined) return typed.startsWith("-") ? null : { candidates: await offerOperations(name) };
  const operation = await findOperation(`${name}.${written.includes("-") ? toCamelCase(written) : written}`);
  return offerParameter(operation, rest, typed);
}

async function offerSections(): Promise<readonly OfferedWord[]> {
  const sections = sectionNames.map((word) => ({ word, about: "a section of the API" }));
  return [...apiCommands.commands.map(({ name, about }) => ({ word: name, about })), ...sections];
}

async function offerOperations(section: string): Promise<readonly OfferedWord[]> {
  const operations = (await listOperations()).filter((operation) => operation.section === section);
  return operations.map(({ name, entry }) => ({ word: toKebabCase(name), about: entry.summary }));
}

function offerParameter({ entry }: NamedOperation, rest: readonly string[], typed: string): Offer {
  const last = rest.at(-1) ?? "";
  const flag = last.startsWith("--") && !last.includes("=") ? last.slice(2) : null;
  const parameter = flag === null ? undefined : findParameter(entry.parameters, flag);
  if (flag !== null && parameter) return offerValue(flag, parameter);
  if (flag !== null && ownFlags[flag]) return { values: flag === "columns" ? "columns" : "file" };
  if (!typed.startsWith("-") && typed !== "") return { candidates: [] };
  const parameters = Object.entries(entry.parameters).map(([name, { description }]) => ({
    word: `--${name}`,
    about: description,
  }));
  const own = Object.keys(ownFlags).map((name) => ({ word: `--${name}`, about: "" }));
  const global = Object.values(globalFlags).map(({ written, about }) => ({ word: nameOf(written), about }));
  return { candidates: [...parameters, ...(typed === "" ? [] : [...own, ...global])] };
}

const nameOf = (written: string) => /--[a-z-]+/.exec(written)?.[0] ?? "";

const findParameter = (parameters: Readonly<Record<string, Parameter>>, flag: string) =>
  parameters[flag] ?? parameters[flag.replaceAll("-", "_")];

function offerValue(name: string, { schema }: Parameter): Offer {
  const { type, item, choices } = kindOf(schema);
  const words = choices ?? item?.choices ?? (type === "boolean" ? ["true", "false"] : null);
  if (words !== null) return { candidates: words.map((word) => ({ word: String(word), about: "" })) };
  return { values: type === "file" || item?.type === "file" ? "file" : name.replaceAll("-", "_") };
}
