import { findNearestWord } from "../model/nearest-word.ts";
import { InputError } from "./errors.ts";
import type { Operation, Section } from "./operation.ts";
import { type SectionName, sections, variants } from "./operations/index.ts";

/** An operation with the names it goes by. */
export interface NamedOperation {
  /** `webhosting.files` */
  readonly section: SectionName;
  /** `listFiles` */
  readonly name: string;
  readonly entry: Operation;
}

export const sectionNames = Object.keys(sections) as readonly SectionName[]; // the table's own keys

const found = new Map<string, NamedOperation>();

/** An operation that was found before; undefined for one that wasn't. */
export const knownOperation = (fullName: string): NamedOperation | undefined => found.get(fullName);

/** Finds `dns.listZones`, loading only its section; throws an InputError that names the nearest one. */
export async function findOperation(fullName: string): Promise<NamedOperation> {
  const dot = fullName.lastIndexOf(".");
  const section = sectionNames.find((name) => name === fullName.slice(0, dot));
  if (section === undefined) throw unknown(fullName, "section", fullName.slice(0, Math.max(0, dot)), sectionNames);
  const name = fullName.slice(dot + 1);
  const operations = await loadSection(section);
  const entry = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!entry) throw unknown(fullName, "operation", name, Object.keys(operations));
  const operation = { section, name, entry };
  found.set(fullName, operation);
  return operation;
}

const loaded = new Map<SectionName, Promise<Section>>();

function loadSection(section: SectionName): Promise<Section> {
  const known = loaded.get(section) ?? loadWithVariants(section);
  loaded.set(section, known);
  return known;
}

async function loadWithVariants(section: SectionName): Promise<Section> {
  const operations: Section = await sections[section]();
  return section === "dns" ? { ...operations, ...(await variants.dns()) } : operations;
}

/** All operations of all sections, in the order of the table. */
export async function listOperations(): Promise<readonly NamedOperation[]> {
  const all = await Promise.all(
    sectionNames.map(async (section) => {
      const operations: Section = await sections[section]();
      return Object.entries(operations).map(([name, entry]) => ({ section, name, entry }));
    }),
  );
  return all.flat();
}

function unknown(fullName: string, what: string, word: string, words: readonly string[]): InputError {
  const near = findNearestWord(word, words);
  return new InputError(fullName, [`no such ${what}${near === null ? "" : `, did you mean ${near}?`}`]);
}
