import type { GlobalOptions } from "../command-context.ts";
import { findCommand } from "../commands/find-command.ts";
import { type Command, type Flag, isSwitch, longNameOf } from "./command.ts";
import { takeGlobalOptions } from "./global-options.ts";

/** A command line that needs no parser, with what its command is given. */
export interface PlainWords {
  readonly command: Command;
  readonly asksApi: boolean;
  readonly words: readonly (string | null | readonly string[])[];
  readonly flags: Readonly<Record<string, unknown>>;
  readonly options: GlobalOptions;
  readonly color: boolean;
}

/**
 * Reads a command line that is written the plain way: loading commander and describing all commands to it would take a third
 * of a short command's time. Null for everything else, a mistake among it: commander knows what to say.
 */
export async function readPlainWords(argv: readonly string[]): Promise<PlainWords | null> {
  const { others, options, color, help, problems, isDoubtful } = takeGlobalOptions(argv);
  if (help || isDoubtful || problems.length > 0 || others.includes("--")) return null;
  const found = await findCommand(others);
  const split = found && splitWords(found.command, found.rest, argv);
  const words = split && fitWords(found.command.words, split.words);
  const flags = split && readFlags(found.command, split.given);
  return found && words && flags ? { ...found, words, flags, options, color } : null;
}

interface SplitWords {
  readonly words: readonly string[];
  /** By the flag's long name, the text after it; none after a switch. */
  readonly given: ReadonlyMap<string, string>;
}

function splitWords({ flags }: Command, rest: readonly string[], argv: readonly string[]): SplitWords | null {
  const words: string[] = [];
  const given = new Map<string, string>();
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? "";
    if (word.trim() === "") return null;
    if (!word.startsWith("-")) {
      words.push(word);
      continue;
    }
    const [, long = word, joined] = /^(--[a-z-]+)=(.*)$/s.exec(word) ?? [];
    const flag = Object.values(flags).find((known) => longNameOf(known) === long);
    if (flag === undefined || given.has(long) || (isSwitch(flag) && joined !== undefined)) return null;
    const text = isSwitch(flag) ? "" : (joined ?? rest[++at]);
    // What follows it on the line itself: an option of every command may have been in between.
    const isBehind = joined !== undefined || isSwitch(flag) || text === argv[argv.indexOf(long) + 1];
    if (text === undefined || !isBehind || (!isSwitch(flag) && /^\s*(-|$)/.test(text))) return null;
    given.set(long, text);
  }
  return { words, given };
}

/** Null if there are too many, or too few. */
function fitWords(described: readonly string[], words: readonly string[]): PlainWords["words"] | null {
  const isList = described.at(-1)?.includes("...") === true;
  const needed = described.filter((word) => word.startsWith("<")).length;
  if (words.length < needed || (!isList && words.length > described.length)) return null;
  return described.map((word, at) => (word.includes("...") ? words.slice(at) : (words[at] ?? null)));
}

/** Null if one is not what its flag takes. */
function readFlags({ flags }: Command, given: ReadonlyMap<string, string>): PlainWords["flags"] | null {
  try {
    return Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, readFlag(flag, given)]));
  } catch {
    return null;
  }
}

function readFlag(flag: Flag, given: ReadonlyMap<string, string>): unknown {
  const text = given.get(longNameOf(flag));
  if (text === undefined) return flag.unset;
  return flag.read ? flag.read(text, flag.unset) : flag.unset === false;
}
