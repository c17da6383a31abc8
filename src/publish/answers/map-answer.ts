import { canonicalAddress, familyOf } from "../../model/address.ts";
import type { Family } from "../../model/family.ts";
import type { ServerWord } from "../../model/result.ts";
import { type AnswerLine, readLines } from "./read-lines.ts";

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

/** Dyn says these once for all hostnames of a request. */
const wordsForAll: ReadonlySet<ServerWord> = new Set(["badauth", "badagent", "badsys", "!donator", "dnserr", "911"]);

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

/** The lines of one hostname by family; null where it can't be told. */
function ownLines(lines: readonly AnswerLine[], hostname: string, index: number, asked: AskedUpdate): LineOf | null {
  const count = asked.hostnames.length;
  if (lines.every((line) => line.hostname !== null)) {
    return assignLines(lines.filter((line) => line.hostname === hostname.toLowerCase()));
  }
  if (!namesFit(lines, asked)) return null;
  if (lines.length === count) return assignLines(lines.slice(index, index + 1));
  const [only] = lines;
  if (lines.length === 1 && only && wordsForAll.has(only.word)) return { ipv4: only, ipv6: only };
  if (lines.length !== 2 * count || asked.ipv6 === null) return null;
  return pairLines(lines, index, count);
}

/** A line that names a hostname must stand where that hostname does; with pairs of lines nothing is certain then. */
function namesFit(lines: readonly AnswerLine[], { hostnames }: AskedUpdate): boolean {
  return lines.every(({ hostname }, index) => {
    if (hostname === null) return true;
    return lines.length === hostnames.length && hostnames[index]?.toLowerCase() === hostname;
  });
}

/** Two lines per hostname: side by side, or all of one family before all of the other. Null where both would do. */
function pairLines(lines: readonly AnswerLine[], index: number, count: number): LineOf | null {
  const sideBySide = (at: number) => lines.slice(2 * at, 2 * at + 2);
  const inBlocks = (at: number) => [lines[at], lines[at + count]].filter((line) => line !== undefined);
  if (count === 1) return assignLines(sideBySide(0));
  const possible = [sideBySide, inBlocks].filter((pairOf) => isPossible(pairOf, count));
  return possible.length === 1 ? assignLines(possible[0]?.(index) ?? []) : null;
}

function isPossible(pairOf: (index: number) => readonly AnswerLine[], count: number): boolean {
  return Array.from({ length: count }, (_, index) => assignLines(pairOf(index))).every((pair) => pair !== null);
}

/** One line speaks for both families; of two, each for the one whose address it names, in the order IPv4, IPv6 by default. */
function assignLines(lines: readonly AnswerLine[]): LineOf | null {
  const [first, second, third] = lines;
  if (!first || third) return null;
  if (!second) return { ipv4: first, ipv6: first };
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
