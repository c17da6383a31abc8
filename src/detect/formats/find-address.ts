import { parseAddress } from "../../model/address.ts";
import type { Family } from "../../model/family.ts";
import { whyNotPublic } from "../../model/public-address.ts";
import type { RawAnswer } from "../source.ts";

/** What a web service, a file or a program may write at most. */
export const maxAnswerBytes = 64 * 1024;

/**
 * Finds the address of the family in what somebody wrote: JSON of any shape, `ip=…` lines, or plain text. A page of HTML
 * is never searched: it is a log-in page or an error, and the addresses in it are anybody's.
 */
export function findAddress(content: string, family: Family): RawAnswer {
  const text = content.replace(/^\ufeff/, "").trim();
  if (text === "") return { kind: "none", reason: "an empty answer" };
  if (text.startsWith("<")) return { kind: "none", reason: "an HTML page instead of an address (a log-in page?)" };
  const candidates = readJson(text) ?? readLines(text);
  const address = pickAddress(candidates, family);
  if (address !== null) return { kind: "address", address };
  const other = pickAddress(candidates, family === "ipv4" ? "ipv6" : "ipv4");
  const shown = family === "ipv4" ? "IPv4" : "IPv6";
  return {
    kind: "none",
    reason: other === null ? `no address in ${quote(text)}` : `no ${shown} address, only ${other}`,
  };
}

/** The first public address of the family among texts, else the first; in canonical form. */
export function pickAddress(texts: readonly string[], family: Family): string | null {
  const addresses = texts.map(parseAddress).filter((address) => address?.family === family);
  return (addresses.find((address) => whyNotPublic(address?.text ?? "") === null) ?? addresses[0])?.text ?? null;
}

/** The start of a foreign text, safe to print: no control characters, no line breaks. */
export function quote(text: string): string {
  const printable = text.slice(0, 41).replace(/[\p{C}\s]+/gu, " ");
  return JSON.stringify(printable.length > 40 ? `${printable.slice(0, 40)}…` : printable);
}

/** Every text of a JSON document, those under a key that looks like an address's first; null where it is no JSON object or list. */
function readJson(text: string): readonly string[] | null {
  if (!/^[[{"]/.test(text)) return null;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return null;
  }
  const named: string[] = [];
  const others: string[] = [];
  visit(document, "", (key, value) => (isAddressKey(key) ? named : others).push(value));
  return [...named, ...others];
}

/** Walks without recursion: 64 KiB of `[` would exhaust the stack. */
function visit(document: unknown, name: string, found: (key: string, value: string) => void): void {
  const queue: [string, unknown][] = [[name, document]];
  for (const [key, value] of queue) {
    if (typeof value === "string") for (const word of splitWords(value)) found(key, word);
    else if (Array.isArray(value)) for (const item of value) queue.push([key, item]);
    else if (typeof value === "object" && value !== null) queue.push(...Object.entries(value));
  }
}

function isAddressKey(key: string): boolean {
  return /^(?:(?:your|my|client|public|external|wan|remote|source|query|origin)[_-]?)?(?:ip(?:v?[46])?(?:[_-]?addr(?:ess)?)?|addr(?:ess)?)$|^(?:query|origin)$/i.test(
    key,
  );
}

/** The value of an `ip=` line where there is one, else every word. */
function readLines(text: string): readonly string[] {
  const line = /^ip=(.*)$/im.exec(text)?.[1];
  return splitWords(line ?? text);
}

/** Words as they stand in prose: without brackets, quotes and the punctuation around them. */
function splitWords(text: string): readonly string[] {
  return text
    .split(/[\s,;=<>()[\]{}"'|/]+/)
    .map((word) => word.replace(/[.:]$/, (end, at) => (word.slice(0, at).endsWith(":") ? end : "")))
    .filter((word) => word !== "");
}
