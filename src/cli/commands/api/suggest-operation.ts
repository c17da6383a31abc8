import { toKebabCase } from "../../../api/operation-names.ts";
import { operationNames } from "../../../api/operations/operation-names.ts";
import { findNearestWord } from "../../../model/nearest-word.ts";

const sections: readonly string[] = Object.keys(operationNames);
const isSection = (name: string): name is keyof typeof operationNames => Object.hasOwn(operationNames, name);

/** The section that was probably meant by a word: `apikeys` is `account.apikeys`; null if none is near. */
export function suggestSection(written: string): string | null {
  const word = written.toLowerCase();
  const lastWord = (name: string) => name.slice(name.lastIndexOf(".") + 1);
  const nested = sections.find((name) => lastWord(name) === word);
  if (nested !== undefined) return nested;
  const near = findNearestWord(word, [...sections, ...sections.map(lastWord)]);
  return sections.find((name) => name === near) ?? sections.find((name) => lastWord(name) === near) ?? null;
}

/** The operation of a section that was probably meant, as on the command line: `order` is `order-servers`. */
export function suggestOperation(section: string, written: string): string | null {
  const operations = isSection(section) ? operationNames[section].map(toKebabCase) : [];
  const parts = toKebabCase(written).split("-");
  const containing = operations.filter((name) => parts.every((part) => name.split("-").includes(part)));
  return findNearestWord(written, operations) ?? containing[0] ?? null;
}

/** What was probably meant by words that name no command but something of the API: `deploy order`; null for anything else. */
export function suggestApiWords([first = "", second]: readonly string[]): string | null {
  const section = sections.find((name) => name === first.toLowerCase());
  if (section === undefined) return null;
  const operation = second === undefined ? null : suggestOperation(section, second);
  return `api ${section}${operation === null ? "" : ` ${operation}`}`;
}
