import { parseAddress } from "../../model/address.ts";
import type { Candidate, Rank } from "./choose-candidate.ts";

/** Words that name an address. */
const addressWords = new Set("ip ipv ipv4 ipv6 ip4 ip6 addr address ipaddress ipaddr inet inet6".split(" "));
/** Words that say it is ours. */
const clientWords = new Set(
  "your my client public external wan remote source query origin visitor caller requester user real current".split(" "),
);
/** Words that say it is somebody else's. */
const foreignWords = new Set(
  "dns resolver nameserver ns server gateway gw router via proxy edge node cdn upstream peer destination dst forwarded local lan internal private brd broadcast netmask network".split(
    " ",
  ),
);

/** Every address in a JSON document, ranked by the keys above it; null if it is not a JSON object, list or text. */
export function readJson(text: string): readonly Candidate[] | null {
  if (!/^[[{"]/.test(text)) return null;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return null;
  }
  return visit(document);
}

interface KeyedValue {
  readonly value: unknown;
  /** The words of the keys above, with those of the nearest one kept apart. */
  readonly above: ReadonlySet<string>;
  readonly nearest: readonly string[];
}

/** Walks without recursion: 64 KiB of `[` would exhaust the stack. */
function visit(document: unknown): Candidate[] {
  const found: Candidate[] = [];
  const queue: KeyedValue[] = [{ value: document, above: new Set(), nearest: [] }];
  for (const { value, above, nearest } of queue) {
    if (typeof value === "string") {
      const words = [...above, ...nearest];
      const isForeign = words.some((word) => foreignWords.has(word));
      const rank = rankOf(words, nearest);
      for (const candidate of readLines(value))
        found.push(isForeign ? { ...candidate, rank: -1 } : { ...candidate, rank: higher(rank, candidate.rank) });
    } else if (Array.isArray(value)) for (const item of value) queue.push({ value: item, above, nearest });
    else if (typeof value === "object" && value !== null) {
      const below = nearest.length === 0 ? above : new Set([...above, ...nearest.filter(isTelling)]);
      for (const [key, item] of Object.entries(value)) queue.push({ value: item, above: below, nearest: wordsOf(key) });
    }
  }
  return found;
}

/** Only words that decide are carried down: a document may be very deep. */
function isTelling(word: string): boolean {
  return clientWords.has(word) || foreignWords.has(word);
}

/** Every address in a text; where there are lines `ip=…`, only theirs. */
export function readLines(text: string): readonly Candidate[] {
  const lines = text.split(/[\r\n]+/);
  const named = lines.filter((line) => /^ip=/i.test(line));
  if (named.length > 0)
    return named.flatMap((line) => readLine(line.slice(3))).map(({ text: word }) => ({ text: word, rank: 2 }));
  return lines.flatMap(readLine);
}

/** The text between two addresses names the second one. */
function readLine(line: string): readonly Candidate[] {
  const found: Candidate[] = [];
  let before: string[] = [];
  for (const word of splitWords(line)) {
    const { label, address } = takeApart(word);
    if (label !== "") before.push(...wordsOf(label));
    if (address === null) continue;
    found.push({ text: address, rank: rankOf(before, before.slice(-1)) });
    before = [];
  }
  return found;
}

/** An address followed by a port or a label before it (`IP:1.2.3.4`, `1.2.3.4:5678`), or only words. */
function takeApart(word: string): { readonly label: string; readonly address: string | null } {
  if (parseAddress(word) !== null) return { label: "", address: word };
  const withPort = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(word)?.[1];
  if (withPort !== undefined) return { label: "", address: withPort };
  const at = word.indexOf(":");
  if (at <= 0) return { label: word, address: null };
  const rest = word.slice(at + 1);
  const address = /^(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?$/.exec(rest)?.[1] ?? rest;
  return parseAddress(address) === null ? { label: word, address: null } : { label: word.slice(0, at), address };
}

function rankOf(words: readonly string[], nearest: readonly string[]): Rank {
  if (words.some((word) => foreignWords.has(word))) return -1;
  if (words.some((word) => clientWords.has(word))) return 2;
  return nearest.length > 0 && nearest.every((word) => addressWords.has(word)) ? 1 : 0;
}

const higher = (left: Rank, right: Rank) => (left > right ? left : right);

/** No service needs more to say whose address it is. */
const maxNameLength = 100;

/** `YourIPAddress`, `client_ip`, `REMOTE-ADDR` as words. */
function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, maxNameLength)
    .replace(/([a-z\d])(?=[A-Z])/g, "$1 ")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .flatMap((word) =>
      (/^(your|my|client|remote|public|external|wan|real)(ip\w*|addr\w*)$/.exec(word) ?? ["", word]).slice(1),
    )
    .filter((word) => word !== "");
}

/** Words as they are in prose: without brackets, quotes and the punctuation around them, also of other scripts. */
function splitWords(text: string): readonly string[] {
  return text
    .split(/[\s,;=<>()[\]{}"'`|/：；，。、（）「」【】]+/)
    .map((word) => word.replace(/[.:!?]$/, (end, at) => (word.slice(0, at).endsWith(":") ? end : "")))
    .filter((word) => word !== "");
}
