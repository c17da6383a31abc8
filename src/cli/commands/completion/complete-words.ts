import type { CommandContext } from "../../command-context.ts";
import { type Surroundings, surround } from "../../surroundings.ts";
import { takeGlobalOptions } from "../../words/global-options.ts";
import { offerApiWords } from "./offer-api-words.ts";
import type { OfferedWord } from "./offer-values.ts";
import { findOffer } from "./offer-values.ts";
import { offerWords } from "./offer-words.ts";

/**
 * `__complete WORD…`: prints what the last word may become, for the shells. Silent about anything that goes wrong: a
 * message would end up in the middle of the line that is typed.
 */
export async function completeWords(written: readonly string[], surroundings: Surroundings): Promise<number> {
  const before = written.slice(0, -1);
  const typed = written.at(-1) ?? "";
  const quiet = { write: () => true };
  const options = { ...takeGlobalOptions(before).options, logLevel: undefined };
  // Inherited, since copying it would open standard input.
  const own: Surroundings = Object.assign(Object.create(surroundings) as Surroundings, { stderr: quiet }); // what it inherits is what it was made from
  const context = surround(own, { options, color: false });
  const candidates = await findCandidates(context, before, typed).catch((): readonly OfferedWord[] => []);
  context.stdout.write(candidates.map(lineOf).join(""));
  return 0;
}

/** Those that begin with what is typed; behind `--flag=`, with the flag before them. */
async function findCandidates(context: CommandContext, before: readonly string[], typed: string) {
  const [, flag, value] = /^(--[\w-]+)=(.*)$/s.exec(typed) ?? [];
  if (flag === undefined || value === undefined) return choose(await offer(context, before, typed), typed);
  const found = choose(await offer(context, [...before, flag], value), value);
  return found.map(({ word, about }) => ({ word: isFiles(word) ? word : `${flag}=${word}`, about }));
}

async function offer(
  context: CommandContext,
  before: readonly string[],
  typed: string,
): Promise<readonly OfferedWord[]> {
  const position = (await offerApiWords(before, typed)) ?? offerWords(before, typed);
  return "candidates" in position ? position.candidates : (findOffer(position.values)?.(context) ?? []);
}

const isFiles = (word: string) => word === ":files" || word === ":directories";

const choose = (candidates: readonly OfferedWord[], typed: string) =>
  candidates.filter(({ word }) => isFiles(word) || word.startsWith(typed));

/** What is foreign in it, a zone's name perhaps, must not become a second line. */
const lineOf = ({ word, about }: OfferedWord) => `${plain(word)}\t${plain(about)}\n`.replace(/\t\n$/, "\n");
const plain = (text: string) => text.replaceAll(/[\p{Cc}]+/gu, " ");
