import type { Fallible, Refused } from "../../model/fallible.ts";
import { toAsciiName } from "../values/ascii-name.ts";
import { readText } from "./character-strings.ts";
import { readDomainName } from "./domain-name.ts";
import { nameType, readGenericData } from "./read-generic-data.ts";
import { maxTtlSeconds, readTtl } from "./read-ttl.ts";
import { withDot } from "./record-content.ts";
import { hostWordsOf, isOfSigner, isTextType } from "./record-types.ts";
import { splitWords } from "./split-words.ts";
import { tokenizeZoneFile, type ZoneFileEntry, type ZoneFileProblem } from "./tokenize-zone-file.ts";

const maxShownLength = 80;

/** A record of a zone file. */
export interface ZoneFileRecord {
  /** Full name, lower case, punycode, without a final dot; special characters as `\DDD`. */
  readonly name: string;
  /** Seconds; null if neither the record, nor one before it, nor a `$TTL` says. */
  readonly ttlSeconds: number | null;
  readonly type: string;
  /** As in a zone file, every host name in full with its final dot. */
  readonly value: string;
  readonly line: number;
}

/** A record that a signer wrote (RRSIG, NSEC, DNSKEY …); the server's own signer creates its own. */
export interface SkippedRecord {
  readonly line: number;
  readonly type: string;
}

export interface ParsedZoneFile {
  readonly records: readonly ZoneFileRecord[];
  /** What couldn't be read; if there is anything, nothing of the file should be used. */
  readonly problems: readonly ZoneFileProblem[];
  readonly skipped: readonly SkippedRecord[];
}

interface ParserState {
  origin: string;
  owner: string | null;
  /** The `$TTL`, for all records that follow. */
  defaultTtlSeconds: number | null;
  /** The TTL of the previous record, used if there is no `$TTL` (RFC 1035, section 5.1). */
  lastTtlSeconds: number | null;
}

type Read = Fallible<{ readonly record: ZoneFileRecord } | { readonly skipped: string }> | null;

/**
 * Reads a zone file (RFC 1035, section 5; RFC 2308, section 4) of the zone `origin`, UTF-8 where it comes as bytes. No
 * `$INCLUDE` or `$GENERATE`, no class but IN.
 */
export function parseZoneFile(text: string | Uint8Array, origin: string): ParsedZoneFile {
  const { entries, problems } = tokenizeZoneFile(typeof text === "string" ? text : Buffer.from(text).toString("utf8"));
  const state: ParserState = {
    ...{ origin: withDot(toAsciiName(origin)), owner: null, defaultTtlSeconds: null, lastTtlSeconds: null },
  };
  const records: ZoneFileRecord[] = [];
  const skipped: SkippedRecord[] = [];
  const all = [...problems];
  for (const entry of entries) {
    const read = readEntry(entry, state);
    // The problem of a broken entry was reported where it broke.
    if (read === null || entry.isBroken) continue;
    if (!read.ok) all.push({ line: entry.line, problem: read.reason });
    else if ("skipped" in read) skipped.push({ line: entry.line, type: read.skipped });
    else records.push(read.record);
  }
  return { records, problems: all.sort((a, b) => a.line - b.line), skipped };
}

function readEntry({ words, isIndented, line }: ZoneFileEntry, state: ParserState): Read {
  const [first = ""] = words;
  if (!isIndented && first.startsWith("$")) return readDirective(words, state);
  if (!isIndented) {
    const owner = readDomainName(first, state.origin);
    state.owner = null;
    if (!owner.ok) return owner;
    state.owner = owner.name;
  }
  const rest = isIndented ? words : words.slice(1);
  if (state.owner === null) return refuse("the record has no name, and none before it has");
  return readRecord(rest, state, state.owner, line);
}

const inFullAdvice = "write its records out (`named-compilezone` does)";

function readDirective([directive = "", value = ""]: readonly string[], state: ParserState): Read {
  const name = directive.toUpperCase();
  if (name === "$ORIGIN") {
    const origin = readDomainName(value, state.origin);
    if (!origin.ok) return refuse(`$ORIGIN: ${origin.reason}`);
    state.origin = origin.name;
    return null;
  }
  if (name !== "$TTL") return refuse(`${directive} is not supported; ${inFullAdvice}`);
  state.defaultTtlSeconds = readTtl(value);
  if (state.defaultTtlSeconds === null) return refuse(`"${value}" is not a TTL`);
  return state.defaultTtlSeconds > maxTtlSeconds ? refuse(tooLong(value)) : null;
}

const tooLong = (ttl: string) => `the TTL ${ttl} is over ${maxTtlSeconds} seconds, the most that DNS allows`;

interface Head {
  readonly ttl: string | null;
  /** How many words the TTL and the class take up. */
  readonly length: number;
  readonly otherClass: string | null;
}

/** TTL and class come in either order, both optional. */
function readHead(words: readonly string[]): Head {
  let ttl: string | null = null;
  let at = 0;
  for (; at < 2; at++) {
    const word = (words[at] ?? "").toUpperCase();
    if (/^(?:CH|HS|CS|CHAOS|HESIOD|CLASS\d+)$/.test(word) && word !== "CLASS1")
      return { ttl, length: at, otherClass: word };
    if (ttl === null && /^\d/.test(word) && readTtl(word) !== null) ttl = word;
    else if (word !== "IN" && word !== "CLASS1") break;
  }
  return { ttl, length: at, otherClass: null };
}

function readRecord(words: readonly string[], state: ParserState, owner: string, line: number): Read {
  const { ttl, length, otherClass } = readHead(words);
  if (otherClass !== null) return refuse(`class ${otherClass} is not supported`);
  const type = nameType((words[length] ?? "").toUpperCase());
  if (!/^[A-Z][A-Z0-9-]*$/.test(type))
    return refuse(`"${words.join(" ").slice(0, maxShownLength)}" has no record type`);
  const ttlSeconds = ttlOf(ttl, type, words, state);
  if (ttlSeconds !== null && ttlSeconds > maxTtlSeconds) return refuse(tooLong(ttl ?? ""));
  state.lastTtlSeconds = ttlSeconds;
  if (isOfSigner(type)) return { ok: true, skipped: type };
  const read = readValue(type, words.slice(length + 1), state.origin);
  if (!read.ok) return read;
  return { ok: true, record: { name: owner.slice(0, -1), ttlSeconds, type, value: read.value, line } };
}

function ttlOf(written: string | null, type: string, words: readonly string[], state: ParserState): number | null {
  if (written !== null) return readTtl(written);
  const known = state.defaultTtlSeconds ?? state.lastTtlSeconds;
  if (known !== null || type !== "SOA") return known;
  // If a zone file begins with an SOA without a TTL, the SOA's last field is the TTL of all that follows, as in BIND.
  state.defaultTtlSeconds = readTtl(words.at(-1) ?? "");
  return state.defaultTtlSeconds;
}

type ReadValue = Fallible<{ readonly value: string }>;

function readValue(type: string, words: readonly string[], origin: string): ReadValue {
  if (words.length === 0) return refuse(`the ${type} record has no value`);
  if (words[0] === "\\#") {
    const read = readGenericData(type, words.slice(1));
    if (read === null) return refuse(`the ${type} record is written as \\# (RFC 3597); ${inFullAdvice}`);
    return read.ok ? readValue(type, splitWords(read.value), origin) : read;
  }
  if (isTextType(type)) return readTexts(type, words);
  const hosts = hostWordsOf(type);
  const written: string[] = [];
  for (const [index, word] of words.entries()) {
    const host = hosts.includes(index) ? readDomainName(word, origin) : { ok: true as const, name: word };
    if (!host.ok) return host;
    written.push(host.name);
  }
  return { ok: true, value: written.join(" ") };
}

/** In a text without quotes, each word is one character-string. */
function readTexts(type: string, words: readonly string[]): ReadValue {
  const strings = words.flatMap((word) => {
    if (word.startsWith('"')) return [word];
    const at = word.search(/="(?:[^"\\]|\\[\s\S])*"$/u);
    return at < 0 ? [`"${word}"`] : [`"${word.slice(0, at + 1)}"`, word.slice(at + 1)];
  });
  const value = strings.join(" ");
  return readText(value) === null
    ? refuse(`the ${type} record contains bytes that aren't UTF-8, which the API can't take`)
    : { ok: true, value };
}

function refuse(reason: string): Refused {
  return { ok: false, reason };
}
