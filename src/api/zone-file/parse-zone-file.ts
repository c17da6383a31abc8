import { toAsciiName } from "../ascii-name.ts";
import { withDot } from "./record-content.ts";
import { tokenizeZoneFile, type ZoneFileEntry, type ZoneFileProblem } from "./tokenize-zone-file.ts";

/** A record of a zone file. */
export interface ZoneFileRecord {
  /** Full name, lower case, punycode, without a final dot. */
  readonly name: string;
  /** Seconds; null where neither the record nor a `$TTL` says. */
  readonly ttlSeconds: number | null;
  readonly type: string;
  /** As in a zone file, every host name full and with its final dot. */
  readonly value: string;
  readonly line: number;
}

export interface ParsedZoneFile {
  readonly records: readonly ZoneFileRecord[];
  /** What couldn't be read; with any, nothing of it should be used. */
  readonly problems: readonly ZoneFileProblem[];
}

interface State {
  origin: string;
  owner: string | null;
  ttlSeconds: number | null;
}

type Read = ZoneFileRecord | { readonly problem: string } | null;

/** Reads a zone file (RFC 1035, section 5; RFC 2308, section 4) of the zone `origin`. No `$INCLUDE`, no class but IN. */
export function parseZoneFile(text: string, origin: string): ParsedZoneFile {
  const { entries, problems } = tokenizeZoneFile(text);
  const state: State = { origin: withDot(toAsciiName(origin)), owner: null, ttlSeconds: null };
  const read = entries.map((entry) => ({ line: entry.line, read: readEntry(entry, state) }));
  return {
    records: read.flatMap(({ read }) => (read !== null && "name" in read ? [read] : [])),
    problems: [
      ...problems,
      ...read.flatMap(({ line, read }) =>
        read !== null && "problem" in read ? [{ line, problem: read.problem }] : [],
      ),
    ],
  };
}

function readEntry({ words, isIndented, line }: ZoneFileEntry, state: State): Read {
  const [first = ""] = words;
  if (first.startsWith("$")) return readDirective(words, state);
  if (!isIndented) state.owner = fullName(first, state.origin);
  const rest = isIndented ? words : words.slice(1);
  if (state.owner === null) return { problem: "the first record has no name" };
  return readRecord(rest, state, state.owner, line);
}

function readDirective([directive = "", value = ""]: readonly string[], state: State): Read {
  const name = directive.toUpperCase();
  if (name === "$ORIGIN" && value !== "") {
    state.origin = fullName(value, state.origin);
    return null;
  }
  if (name !== "$TTL") return { problem: `${directive} is not supported` };
  state.ttlSeconds = readTtl(value);
  return state.ttlSeconds === null ? { problem: `"${value}" is no TTL` } : null;
}

/** TTL and class come in either order, both optional. */
function readRecord(words: readonly string[], state: State, owner: string, line: number): Read {
  let ttlSeconds: number | null = null;
  let at = 0;
  for (; at < 2; at++) {
    const word = (words[at] ?? "").toUpperCase();
    if (/^(CH|HS|CS)$/.test(word)) return { problem: `class ${word} is not supported` };
    const ttl = /^\d/.test(word) ? readTtl(word) : null;
    if (ttl !== null) ttlSeconds = ttl;
    else if (word !== "IN") break;
  }
  const type = (words[at] ?? "").toUpperCase();
  if (!/^[A-Z][A-Z0-9]*$/.test(type)) return { problem: `"${words.join(" ")}" has no record type` };
  const value = readValue(type, words.slice(at + 1), state.origin);
  if (value === "") return { problem: `the ${type} record has no value` };
  return { name: owner.slice(0, -1), ttlSeconds: ttlSeconds ?? state.ttlSeconds, type, value, line };
}

/** Which words of a type are host names, to be completed by the origin; the last one is -1. */
const hostsOf: Readonly<Record<string, readonly number[]>> = {
  CNAME: [0],
  NS: [0],
  PTR: [0],
  DNAME: [0],
  ALIAS: [0],
  MX: [1],
  AFSDB: [1],
  KX: [1],
  RT: [1],
  SRV: [3],
  NAPTR: [5],
  SOA: [0, 1],
};

function readValue(type: string, words: readonly string[], origin: string): string {
  const hosts = hostsOf[type] ?? [];
  // A text without quotes is one character-string per word.
  const isText = type === "TXT" || type === "SPF";
  return words
    .map((word, index) => (hosts.includes(index) ? fullName(word, origin) : word))
    .map((word) => (isText && !word.startsWith('"') ? `"${word}"` : word))
    .join(" ");
}

function fullName(name: string, origin: string): string {
  if (name === "@") return origin;
  const ascii = toAsciiName(name);
  if (name.endsWith(".") || origin === ".") return `${ascii}.`;
  return `${ascii}.${origin}`;
}

const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds, or BIND's units: `1h30m`. */
function readTtl(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  if (!/^(\d+[smhdw])+$/i.test(text)) return null;
  return [...text.toLowerCase().matchAll(/(\d+)([smhdw])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (secondsIn[unit ?? ""] ?? 0),
    0,
  );
}
