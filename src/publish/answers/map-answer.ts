import { canonicalAddress, familyOf } from "../../model/address.ts";
import type { Family } from "../../model/family.ts";
import type { ServerWord } from "../../model/result.ts";
import { type AnswerLine, readLines } from "./read-lines.ts";
import { serverWords } from "./server-words.ts";

/** What a dyndns request asked for. */
export interface AskedUpdate {
  readonly hostnames: readonly string[];
  readonly change: readonly Family[];
  readonly ipv4: string | null;
  readonly ipv6: string | null;
}

/** What the server said of one hostname and changed family; `contradicts` is an address it names that was not sent. */
export interface MappedWord {
  readonly hostname: string;
  readonly family: Family;
  readonly word: ServerWord;
  readonly contradicts: string | null;
}

export interface MappedAnswer {
  readonly mapped: readonly MappedWord[];
  /** The hostnames that the answer leaves open: to be asked for one at a time. */
  readonly unmapped: readonly string[];
  /** Whether the body holds any word at all; without one there is nothing to be settled. */
  readonly hasWords: boolean;
}

/** Finds out which line of a dyndns answer speaks of which hostname and family; never guesses. */
export function mapAnswer(body: string, asked: AskedUpdate): MappedAnswer {
  const lines = readLines(body, asked.hostnames);
  const mapped = asked.hostnames.flatMap((hostname, index) => {
    const own = ownLines(lines, hostname, index, asked);
    return own ? mapHostname(hostname, own, asked) : [];
  });
  const settled = new Set(mapped.map(({ hostname }) => hostname));
  const unmapped = asked.hostnames.filter((hostname) => !settled.has(hostname));
  return { mapped, unmapped, hasWords: lines.length > 0 };
}

type LineOf = Readonly<Record<Family, AnswerLine>>;

/** The lines of one hostname by family; null if it can't be told. */
function ownLines(lines: readonly AnswerLine[], hostname: string, index: number, asked: AskedUpdate): LineOf | null {
  const count = asked.hostnames.length;
  if (lines.every((line) => line.hostname !== null)) {
    return assignLines(
      lines.filter((line) => line.hostname === hostname.toLowerCase()),
      asked,
    );
  }
  if (!namesFit(lines, asked)) return null;
  if (lines.length === count) return assignLines(lines.slice(index, index + 1), asked);
  const [only] = lines;
  if (lines.length === 1 && only && serverWords[only.word].saidOnce === "of all") return { ipv4: only, ipv6: only };
  if (count === 1) return asked.ipv6 === null || lines.length !== 2 ? agree(lines, asked) : assignLines(lines, asked);
  return lines.length === 2 * count && asked.ipv6 !== null ? pairLines(lines, index, asked) : null;
}

/** A line that names a hostname must stand where that hostname does; with pairs of lines nothing is certain then. */
function namesFit(lines: readonly AnswerLine[], { hostnames }: AskedUpdate): boolean {
  return lines.every(({ hostname }, index) => {
    if (hostname === null || hostnames.length === 1) return true;
    return lines.length === hostnames.length && hostnames[index]?.toLowerCase() === hostname;
  });
}

/**
 * Two lines per hostname: side by side, or all of one family before all of the other. Null if both would do, unless all
 * the lines say the same.
 */
function pairLines(lines: readonly AnswerLine[], index: number, asked: AskedUpdate): LineOf | null {
  const count = asked.hostnames.length;
  const sideBySide = (at: number) => lines.slice(2 * at, 2 * at + 2);
  const inBlocks = (at: number) => [lines[at], lines[at + count]].filter((line) => line !== undefined);
  const possible = [sideBySide, inBlocks].filter((pairOf) => isPossible(pairOf, asked));
  const [only, other] = possible;
  if (only && !other) return assignByFamily(only(index));
  return isOneWord(lines) ? agree(lines, asked) : null;
}

function isPossible(pairOf: (index: number) => readonly AnswerLine[], asked: AskedUpdate): boolean {
  return asked.hostnames.every((_, index) => assignByFamily(pairOf(index)) !== null);
}

function isOneWord(lines: readonly AnswerLine[]): boolean {
  return new Set(lines.map(({ word }) => word)).size === 1;
}

/** Several lines of success that name the same address, or only what was sent: whose each is doesn't matter. */
function agree(lines: readonly AnswerLine[], asked: AskedUpdate): LineOf | null {
  const [first, second] = lines;
  if (!first || !lines.every(({ word }) => serverWords[word].consequence === "done")) return null;
  const named = new Set(lines.flatMap(({ addresses }) => addresses));
  const harmless = named.size <= 1 || [...named].every((address) => wasSent(address, asked));
  return harmless ? { ipv4: first, ipv6: second ?? first } : null;
}

/** One line speaks for both families; several each for its own, or together where all is well. */
function assignLines(lines: readonly AnswerLine[], asked: AskedUpdate): LineOf | null {
  const [only, second] = lines;
  if (only && !second) return { ipv4: only, ipv6: only };
  return assignByFamily(lines) ?? agree(lines, asked);
}

/** Of two lines each for the family whose address it names, in the order IPv4, IPv6 by default. */
function assignByFamily(lines: readonly AnswerLine[]): LineOf | null {
  const [first, second, third] = lines;
  if (!first || !second || third) return null;
  const families = [familyOfLine(first), familyOfLine(second)];
  if (families[0] !== null && families[0] === families[1]) return null;
  const swapped = families[0] === "ipv6" || families[1] === "ipv4";
  return swapped ? { ipv4: second, ipv6: first } : { ipv4: first, ipv6: second };
}

/** The family of the one address a line names. */
function familyOfLine({ addresses }: AnswerLine): Family | null {
  const [address, other] = addresses;
  return address === undefined || other !== undefined ? null : familyOf(address);
}

function mapHostname(hostname: string, lines: LineOf, asked: AskedUpdate): MappedWord[] {
  return asked.change.map((family) => {
    const { word, addresses } = lines[family];
    return { hostname, family, word, contradicts: addresses.find((address) => !wasSent(address, asked)) ?? null };
  });
}

function wasSent(address: string, { ipv4, ipv6 }: AskedUpdate): boolean {
  return [ipv4, ipv6].some((sent) => sent !== null && canonicalAddress(sent) === address);
}
