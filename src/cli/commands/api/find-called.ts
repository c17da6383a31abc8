import { InputError } from "../../../api/errors.ts";
import { findOperation, type NamedOperation, sectionNames } from "../../../api/find-operation.ts";
import { toCamelCase } from "../../../api/operation-names.ts";
import { UsageError } from "../../account/api-failure.ts";
import { suggestOperation, suggestSection } from "./suggest-operation.ts";

/** What the words after `api` name. */
export interface Called {
  readonly section: string;
  /** Null: only a section was named. */
  readonly operation: NamedOperation | null;
  /** The words that are left over. */
  readonly rest: readonly string[];
}

/** Finds the operation of `dns list-records`, `webhosting.files list` or `webhosting files list`. */
export async function findCalled(words: readonly string[]): Promise<Called> {
  if (words.some((word) => word.trim() === ""))
    throw new UsageError(["an argument is empty"], "a variable that is not set?");
  const { section, rest } = findSection(words);
  const [word, ...others] = rest;
  if (word === undefined) return { section, operation: null, rest: [] };
  const name = word.includes("-") ? toCamelCase(word) : word;
  const operation = await findOperation(`${section}.${name}`).catch((error: unknown) => {
    if (!(error instanceof InputError)) throw error;
    return null;
  });
  if (operation) return { section, operation, rest: others };
  throw unknown(`operation ${word} in ${section}`, suggestOperation(section, word), section);
}

/** A section may be written with a dot or as two words; the longer one wins. */
function findSection(words: readonly string[]) {
  const [first = "", second = ""] = words;
  const named = (name: string) => sectionNames.find((section) => section === name.toLowerCase());
  const nested = second === "" ? undefined : named(`${first}.${second}`);
  if (nested) return { section: nested, rest: words.slice(2) };
  const section = named(first);
  if (section) return { section, rest: words.slice(1) };
  throw unknown(`section ${first}`, suggestSection(first), null);
}

function unknown(what: string, near: string | null, section: string | null): UsageError {
  const hint = `\`gigahost-ddns api list${section === null ? "" : ` ${section}`}\` shows what there is`;
  return new UsageError([`there is no ${what}${near === null ? "" : `, did you mean ${near}?`}`], hint);
}
