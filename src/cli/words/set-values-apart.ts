import { recordCommands } from "../commands/record/record-commands.ts";
import { globalFlags } from "./global-options.ts";

const writing = recordCommands.commands.filter(({ words }) => words.some((word) => word.includes("...")));

/** Base64url of a SHA-256, the value of an ACME challenge: one in 64 begins with a hyphen. */
const acmeToken = /^[A-Za-z0-9_-]{43}$/;

/** Flags of the commands that write records, if they take the word behind them. */
const takesNext = new Set(
  [...writing.flatMap(({ flags }) => Object.values(flags)), ...Object.values(globalFlags)]
    .filter(({ written }) => written.includes("<"))
    .flatMap(({ written }) => written.match(/(?<!\S)--?[a-z-]+/g) ?? []),
);

/**
 * A text to store may begin with a hyphen (`record add NAME TXT -Zx9…`) and is not a flag then: the values of such a command
 * go behind `--`, where nothing is taken for one. Every other command line stays as it is.
 */
export function setValuesApart(argv: readonly string[]): readonly string[] {
  const acme = argv.indexOf("acme");
  // A hook's words are its client's, whatever they look like.
  if (acme >= 0 && !argv.includes("--") && argv.slice(acme + 2).some(isHyphenedToken))
    return setTokensApart(argv, acme);
  const start = argv.findIndex((word, at) => word === "record" && writing.some(({ name }) => name === argv[at + 1]));
  const type = argv.findIndex((word, at) => start >= 0 && at > start + 2 && /^(?:TXT|SPF)$/i.test(word));
  if (type < 0 || argv.includes("--")) return argv;
  const behind = argv.slice(type + 1);
  const isHyphened = behind.map((word, at) => isTextWithHyphen(word) && !takesNext.has(behind[at - 1] ?? ""));
  if (!isHyphened.includes(true)) return argv;
  const isFlag = behind.map(
    (word, at) => !isHyphened[at] && (word.startsWith("-") || takesNext.has(behind[at - 1] ?? "")),
  );
  const flags = behind.filter((_, at) => isFlag[at]);
  const values = behind.filter((_, at) => !isFlag[at]);
  return [...argv.slice(0, type + 1), ...flags, "--", ...values];
}

function setTokensApart(argv: readonly string[], start: number): readonly string[] {
  const behind = argv.slice(start + 2);
  const isFlag = (word: string, at: number) =>
    !isHyphenedToken(word) && (word.startsWith("-") || takesNext.has(behind[at - 1] ?? ""));
  const values = behind.filter((word, at) => !isFlag(word, at));
  return [...argv.slice(0, start + 2), ...behind.filter(isFlag), "--", ...values];
}

const isHyphenedToken = (word: string) => word.startsWith("-") && acmeToken.test(word);

/** A short flag, alone, with another behind it (`-yh`) or with its value attached (`-ojson`, `-c./config.yaml`). */
const shortFlag = /^-(?:[yh]{1,2}|[yh]?o(?:=?(?:table|json|yaml))?|[yh]?c(?:=?[^./]*[./].*)?)$/;

/** Nothing else with one hyphen is a flag; with two it may be a misspelt one. */
const isTextWithHyphen = (word: string) =>
  acmeToken.test(word) ? word.startsWith("-") : /^-[^-]/.test(word) && (!shortFlag.test(word) || /\s/.test(word));
