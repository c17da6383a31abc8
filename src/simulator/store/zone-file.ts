import { type RecordSeed, relativeName, type Zone } from "./zones.ts";

/** Reads a BIND zone file (RFC 1035, section 5) as far as exported zones need it: one class, no includes. SOA is left out. */
export function parseZoneFile(text: string, zone: Zone): RecordSeed[] {
  const state: State = { origin: `${zone.name}.`, owner: `${zone.name}.`, ttl: 3600 };
  return entriesOf(text).flatMap((entry) => readEntry(entry, state, zone));
}

interface State {
  origin: string;
  owner: string;
  ttl: number;
}

interface Entry {
  readonly tokens: readonly string[];
  /** The line began with a blank: the owner is that of the line before. */
  readonly sameOwner: boolean;
}

function readEntry({ tokens, sameOwner }: Entry, state: State, zone: Zone): RecordSeed[] {
  const rest = [...tokens];
  if (rest[0] === "$ORIGIN") state.origin = rest[1] ?? state.origin;
  if (rest[0] === "$TTL") state.ttl = Number(rest[1]);
  if (rest[0]?.startsWith("$")) return [];
  if (!sameOwner) state.owner = absolute(rest.shift() ?? "@", state.origin);
  let ttl = state.ttl;
  while (/^(?:\d+|IN)$/iu.test(rest[0] ?? "")) {
    const token = rest.shift() ?? "";
    if (/^\d+$/u.test(token)) ttl = Number(token);
  }
  const type = (rest.shift() ?? "").toUpperCase();
  if (type === "SOA" || type === "") return [];
  return [{ name: relativeName(state.owner, zone), type, ttl, ...readContent(type, rest, state.origin) }];
}

function readContent(
  type: string,
  rest: readonly string[],
  origin: string,
): { value: string; priority: number | null } {
  const [first = "", second = ""] = rest;
  if (type === "MX") return { value: absolute(second, origin), priority: Number(first) };
  const isTarget = type === "CNAME" || type === "NS" || type === "PTR";
  return { value: isTarget ? absolute(first, origin) : rest.join(" "), priority: null };
}

function absolute(name: string, origin: string): string {
  if (name === "@") return origin;
  return name.endsWith(".") ? name : `${name}.${origin}`;
}

/** Joins the lines inside parentheses, drops comments, keeps quoted strings whole. */
function entriesOf(text: string): Entry[] {
  const entries: Entry[] = [];
  let tokens: string[] = [];
  let depth = 0;
  let sameOwner = false;
  for (const line of text.split(/\r?\n/u)) {
    if (depth === 0) sameOwner = /^\s/u.test(line);
    for (const [token] of line.matchAll(/"(?:[^"\\]|\\.)*"|;.*|[()]|[^\s;()"]+/gu)) {
      if (token === "(") depth += 1;
      else if (token === ")") depth -= 1;
      else if (!token.startsWith(";")) tokens.push(token);
    }
    if (depth > 0 || tokens.length === 0) continue;
    entries.push({ tokens, sameOwner });
    tokens = [];
  }
  return entries;
}
