import type { Operation } from "../../../api/operation.ts";
import { findNearestWord } from "../../../model/nearest-word.ts";
import { kindOf } from "./value-kind.ts";

/** Flags of the command itself; true: it takes a value. No parameter of the API has such a name. */
export const ownFlags: Readonly<Record<string, boolean>> = {
  body: true,
  columns: true,
  to: true,
  yes: false,
  raw: false,
  "dry-run": false,
};

/** What was written after the operation's name. */
export interface ReadWords {
  /** By the API's names, each as often as it was given. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  readonly own: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

interface ApiFlag {
  readonly name: string;
  /** `null`: no value follows. `maybe`: only `true` or `false`. */
  readonly takes: "always" | "maybe" | null;
  readonly keep: (value: string) => void;
}

/** Reads flags made from an operation's parameters: `--zone_id 5`, `--zone-id=5`, `--enable`, `--no-enable`. */
export function readWords(entry: Operation, words: readonly string[]): ReadWords {
  const parameters = new Map<string, string[]>();
  const own = new Map<string, string>();
  const problems: string[] = [];
  const find = (written: string) => findOwn(own, written) ?? findParameter(entry, parameters, written);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const [, written = "", given] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const flag = written === "" ? null : find(written);
    if (!flag) {
      problems.push(written === "" ? `unexpected argument ${word}` : unknownFlag(entry, written));
      // Its value would be called unexpected, too.
      if (written !== "" && given === undefined && words[at + 1]?.startsWith("-") === false) at++;
      continue;
    }
    const next = words[at + 1];
    const value = given ?? (isValue(flag, next, find) ? next : undefined);
    if (given === undefined && value !== undefined) at++;
    const problem = keep(flag, value, given !== undefined);
    if (problem !== null) problems.push(problem);
  }
  return { parameters, own, problems };
}

/** A flag's name isn't a value; who means it as one writes `--text=--yes`. */
function isValue({ takes }: ApiFlag, next: string | undefined, find: (name: string) => ApiFlag | null): next is string {
  if (takes === null || next === undefined) return false;
  if (takes === "maybe") return /^(true|false|yes|no|0|1)$/i.test(next);
  return !(next.startsWith("--") && find(next.slice(2).split("=", 1)[0] ?? "") !== null);
}

function keep(flag: ApiFlag, value: string | undefined, isJoined: boolean): string | null {
  if (flag.takes === null && isJoined) return `--${flag.name} takes no value`;
  if (flag.takes === "always" && value === undefined) return `--${flag.name} needs a value`;
  flag.keep(value ?? "true");
  return null;
}

function findOwn(own: Map<string, string>, written: string): ApiFlag | null {
  const takesValue = Object.hasOwn(ownFlags, written) ? ownFlags[written] : undefined;
  if (takesValue === undefined) return null;
  return { name: written, takes: takesValue ? "always" : null, keep: (value) => void own.set(written, value) };
}

function findParameter(entry: Operation, given: Map<string, string[]>, written: string): ApiFlag | null {
  const name = parameterName(entry, written);
  const add = (value: string) => void given.set(name ?? "", [...(given.get(name ?? "") ?? []), value]);
  if (name !== null) return { name: written, takes: isSwitch(entry, name) ? "maybe" : "always", keep: add };
  const negated = written.startsWith("no-") ? findParameter(entry, given, written.slice("no-".length)) : null;
  return negated?.takes === "maybe" ? { name: written, takes: null, keep: () => negated.keep("false") } : null;
}

const isSwitch = (entry: Operation, name: string) => {
  const parameter = entry.parameters[name];
  return parameter !== undefined && kindOf(parameter.schema).type === "boolean";
};

/** `zone_id`, `zone-id` and `Zone-Id` are the same. */
function parameterName({ parameters }: Operation, written: string): string | null {
  if (Object.hasOwn(parameters, written)) return written;
  return Object.keys(parameters).find((name) => plain(name) === plain(written)) ?? null;
}

const plain = (name: string) => name.toLowerCase().replaceAll("-", "_");

function unknownFlag({ parameters }: Operation, written: string): string {
  const near = findNearestWord(written, [...Object.keys(parameters), ...Object.keys(ownFlags)]);
  return `unknown flag --${written}${near === null ? "" : `, did you mean --${near}?`}`;
}
