import type { CommandContext } from "../command-context.ts";

/** One command, described as data beside its code: whoever reads a command line, and the help, go by this alone. */
export interface Command<Words extends readonly string[] = readonly string[], Known extends Flags = Flags> {
  /** As it is typed, without its group: `list`. */
  readonly name: string;
  /** One line, as the help shows it. */
  readonly about: string;
  /** What is typed after the name: `<zone>`, `[file]` may be left out, `<values...>` several. */
  readonly words: Words;
  /** What each of the words is, where its name doesn't say it. */
  readonly aboutWords?: Readonly<Record<string, string>>;
  readonly flags: Known;
  /** Below the help's lists. */
  readonly moreHelp?: string;
  /** It works with the account at the API: its failures are reported like those of the API. */
  readonly asksApi?: true;
  /** Resolves with the exit code. Its code is loaded only here. */
  run(context: CommandContext, words: WordsGiven<Words>, flags: FlagsGiven<Known>): Promise<number>;
}

/** Commands with a first word in common: `zone list`, `zone show`. */
export interface CommandGroup {
  readonly name: string;
  readonly about: string;
  readonly commands: readonly Command[];
  /** All of them do. */
  readonly asksApi?: true;
  /** What is typed after the name, where no command of the group is. */
  readonly usage?: string;
  readonly moreHelp?: string;
}

export type Flags = Readonly<Record<string, Flag>>;

export interface Flag<Value = unknown> {
  /** As the help shows it: `-y, --yes`, `--no-wait`, `--to <file>`. */
  readonly written: string;
  readonly about: string;
  /** What the command is given without the flag. */
  readonly unset: Value;
  /**
   * Makes something of the text behind it, or throws a WrongValue; `before` is what an earlier one of the same flag gave.
   * Where it is missing, the flag is a switch and turns `unset` round.
   */
  read?(text: string, before: Value): Value;
}

/** What a flag's value should be: `a percentage, such as 50%`. */
export class WrongValue extends Error {
  override readonly name = "WrongValue";
}

export type WordsGiven<Words extends readonly string[]> = { readonly [At in keyof Words]: WordGiven<Words[At]> };
type WordGiven<Word> = Word extends `${string}...${string}`
  ? readonly string[]
  : Word extends `<${string}`
    ? string
    : Word extends `[${string}`
      ? string | null
      : string | null | readonly string[];
export type FlagsGiven<Known extends Flags> = {
  readonly [Name in keyof Known]: Known[Name] extends Flag<infer Value> ? Value : never;
};

type Described<Words extends readonly string[], Known extends Flags> = Omit<
  Command<Words, Known>,
  "words" | "flags"
> & {
  readonly words?: Words;
  readonly flags?: Known;
};

/** Describes a command: what it is given follows, with its types, from its words and flags. */
export function describeCommand<
  const Words extends readonly string[] = [],
  const Known extends Flags = Record<never, never>,
>(described: Described<Words, Known>): Command {
  return { words: [], flags: {}, ...described } as Command; // `run` is only called with what its own words and flags say
}

/** A flag that is there or isn't. */
export function switchFlag(written: string, about: string): Flag<boolean> {
  return { written, about, unset: written.startsWith("--no-") };
}

/** A flag followed by a text. */
export function textFlag(written: string, about: string): Flag<string | null>;
export function textFlag(written: string, about: string, unset: string): Flag<string>;
export function textFlag(written: string, about: string, unset: string | null = null): Flag<string | null> {
  return { written, about, unset, read: (text) => text };
}

/** A flag's long name: `--yes` of `-y, --yes`. */
export function longNameOf({ written }: Flag): string {
  return /--[a-z-]+/.exec(written)?.[0] ?? written;
}

export function isSwitch({ read }: Flag): boolean {
  return read === undefined;
}
