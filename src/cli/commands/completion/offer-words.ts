import { type Command, type CommandGroup, type Flag, isSwitch } from "../../words/command.ts";
import { globalFlags } from "../../words/global-options.ts";
import { allCommands } from "../all-commands.ts";
import type { OfferedWord } from "./offer-values.ts";

/** What the next word may be: these, or a value of which only the name is known, as the help shows it (`zone`). */
export type Offer = { readonly candidates: readonly OfferedWord[] } | { readonly values: string };

type KnownFlag = Pick<Flag, "written" | "about"> & {
  readonly takesValue: boolean;
  readonly choices?: readonly string[];
};

/** What may follow the words of any command but `api SECTION OPERATION`. */
export function offerWords(before: readonly string[], typed: string): Offer {
  const place = findPlace(before);
  const { flags, flag } = place;
  if (flag) return flag.choices ? { candidates: flag.choices.map(bare) } : { values: placeholderOf(flag.written) };
  if (typed.startsWith("-") && !place.onlyWords) return { candidates: flags.flatMap(namesOf) };
  return "words" in place.at ? offerNextWord(place.at, place) : { candidates: place.at.map(withAbout) };
}

const bare = (word: string): OfferedWord => ({ word, about: "" });
const withAbout = ({ name, about }: Command | CommandGroup): OfferedWord => ({ word: name, about });

function offerNextWord({ name, words }: Command, { group, count }: CommandPlace): Offer {
  const written = words[Math.min(count, words.length - 1)];
  if (written === undefined || (count >= words.length && !written.includes("..."))) return { candidates: [] };
  return { values: `${group}${name} ${placeholderOf(written)}` };
}

const placeholderOf = (written: string) => /[<[]([\w-]+)/.exec(written)?.[1] ?? "";

/** Where the words lead: among commands, or after one. */
interface CommandPlace {
  readonly at: Command | readonly (Command | CommandGroup)[];
  /** With a space behind it; empty for a command of none. */
  readonly group: string;
  /** Words given to the command. */
  readonly count: number;
  readonly flags: readonly KnownFlag[];
  /** The flag whose value comes next. */
  readonly flag: KnownFlag | null;
  /** Behind `--`. */
  readonly onlyWords: boolean;
}

function findPlace(before: readonly string[]): CommandPlace {
  let place: CommandPlace = {
    at: allCommands,
    group: "",
    count: 0,
    flags: everyCommands,
    flag: null,
    onlyWords: false,
  };
  for (const word of before) place = step(place, word);
  return place;
}

function step(place: CommandPlace, word: string): CommandPlace {
  if (place.flag) return { ...place, flag: null };
  if (word === "--") return { ...place, onlyWords: true };
  if (word.startsWith("-") && !place.onlyWords) {
    const flag = place.flags.find((known) => known.takesValue && spellings(known).includes(word));
    return { ...place, flag: flag ?? null };
  }
  const { at } = place;
  if ("words" in at) return { ...place, count: place.count + 1 };
  const found = at.find(({ name }) => name === word);
  // `help zone` leads to where `zone` does.
  if (found === undefined) return word === "help" ? place : { ...place, at: [] };
  if ("commands" in found) return { ...place, at: found.commands, group: `${word} ` };
  return { ...place, at: found, flags: [...Object.values(found.flags).map(describe), ...everyCommands] };
}

const describe = (flag: Flag): KnownFlag => ({ written: flag.written, about: flag.about, takesValue: !isSwitch(flag) });

const everyCommands: readonly KnownFlag[] = [
  ...Object.values(globalFlags).map((flag) => ({ ...flag, takesValue: flag.written.includes("<") })),
  { written: "-h, --help", about: "show help for the command", takesValue: false },
];

const spellings = ({ written }: KnownFlag): readonly string[] => written.match(/(?<!\S)--?[a-z-]+/g) ?? [];

/** The long one: short ones are for those who know them. */
const namesOf = (known: KnownFlag): readonly OfferedWord[] =>
  spellings(known)
    .filter((name) => name.startsWith("--"))
    .map((word) => ({ word, about: known.about }));
