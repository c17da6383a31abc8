import { isIPv4, isIPv6 } from "node:net";
import type { Fallible, Refused } from "../../model/fallible.ts";

/** A record as it is stored; the name is relative to the zone, `@` for the apex. TTL in seconds. */
export interface StoredRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly ttl: number;
  readonly priority: number | null;
}

export type CheckedRecord = Fallible<{ readonly record: StoredRecord }>;

/** Turns a record as sent into the record as stored and listed, or into the server's refusal. */
export function checkRecord(sent: StoredRecord, moreTypes: readonly string[] = []): CheckedRecord {
  const type = sent.type.toUpperCase();
  if (!acceptedTypes.has(type) && !moreTypes.includes(type)) return refused(`Invalid record type: ${sent.type}`);
  if (!Number.isInteger(sent.ttl) || sent.ttl < 1) return refused("Invalid TTL.");
  const name = storedName(sent.name);
  if (!validName.test(name)) return refused("Invalid record name.");
  const content = checkContent(type, sent.value.trim(), sent.priority);
  if (!content.ok) return content;
  return { ok: true, record: { name, type, value: content.value, ttl: sent.ttl, priority: priorityOf(type, sent) } };
}

type Content = Fallible<{ readonly value: string }>;

function checkContent(type: string, value: string, priority: number | null): Content {
  if (value === "") return refused("Record value is required.");
  if (type === "A") return isIPv4(value) ? accepted(value) : refused("Invalid IPv4 address.");
  if (type === "AAAA") return isIPv6(value) ? accepted(canonicalIpv6(value)) : refused("Invalid IPv6 address.");
  if (type === "MX") return checkMx(value, priority);
  if (type === "TXT") return checkTxt(value);
  if (type === "CAA") return checkCaa(value);
  if (type === "SRV") return /(?:^|\s)\.$/u.test(value) ? refused("Invalid target.") : accepted(value);
  if (type === "CNAME" || type === "NS" || type === "PTR") return accepted(withoutDot(value).toLowerCase());
  return accepted(value);
}

function checkMx(value: string, priority: number | null): Content {
  if (value === ".") return refused("Invalid mail server.");
  if (priority === null) return refused("Priority is required for MX records.");
  return accepted(withoutDot(value).toLowerCase());
}

/** The property's value must not contain blanks, as in `ca.example; account=1`. */
function checkCaa(value: string): Content {
  const property = /^\d+\s+\w+\s+(.*)$/su.exec(value)?.[1]?.replaceAll('"', "") ?? "";
  return property === "" || /\s/u.test(property) ? refused("Invalid CAA record.") : accepted(value);
}

/**
 * Unquoted up to 255 octets; longer only as quoted chunks, which come back unchanged. A quote inside passes the
 * server's zone parser only when it is escaped; blanks at both ends are dropped.
 */
function checkTxt(value: string): Content {
  const quoted = isQuoted(value);
  if (!quoted && /(?<!\\)(?:\\\\)*"/u.test(value)) return refused("Invalid TXT record.");
  const text = (quoted ? quotedStrings(value).join("") : value.replaceAll(/\\"/gu, '"')).trim();
  if (text === "") return refused("Record value is required.");
  if (Buffer.byteLength(text) <= 255) return accepted(text);
  return quoted ? accepted(chunkedTxt(text)) : refused("TXT value is too long.");
}

const isQuoted = (value: string) => /^(?:"(?:[^"\\]|\\.)*"\s*)+$/su.test(value);

const quotedStrings = (value: string) =>
  [...value.matchAll(/"((?:[^"\\]|\\.)*)"/gsu)].map((match) => (match[1] ?? "").replaceAll(/\\(.)/gsu, "$1"));

/** The character-strings of a TXT value as it is stored: for a long text its chunks. */
export function txtStrings(value: string): string[] {
  return isChunked(value) ? quotedStrings(value) : octetChunks(value);
}

/** Only a text over 255 octets is stored with quotes around its parts; a short one may itself begin and end with quotes. */
const isChunked = (value: string) => Buffer.byteLength(value) > 255 && isQuoted(value);

/** A TXT value as the backend stores it, with its quotes escaped; a deletion must match this form. */
export function heldTxt(value: string): string {
  return value.includes('"') && !isChunked(value) ? value.replaceAll('"', '\\"') : value;
}

/** A TXT value as the list shows it: along with the backend's outer quotes, the text's own quotes at its ends are lost. */
export function listedTxt(value: string): string {
  return isChunked(value) ? value : heldTxt(value).replaceAll(/^"+|(?<!")"+$/gu, "");
}

function chunkedTxt(text: string): string {
  return octetChunks(text)
    .map((chunk) => `"${chunk.replaceAll(/["\\]/gu, "\\$&")}"`)
    .join(" ");
}

/** Cuts into chunks of at most 255 octets without splitting a character. */
function octetChunks(text: string): string[] {
  const chunks: string[] = [];
  let chunk = "";
  for (const character of text) {
    if (Buffer.byteLength(chunk + character) > 255) {
      chunks.push(chunk);
      chunk = "";
    }
    chunk += character;
  }
  return [...chunks, chunk];
}

/** RFC 5952, as every URL parser writes it. */
export function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}

export function withoutDot(name: string): string {
  return name.length > 1 && name.endsWith(".") ? name.slice(0, -1) : name;
}

function storedName(name: string): string {
  const lower = withoutDot(name.trim().toLowerCase());
  return lower === "" || lower === "." ? "@" : lower;
}

function priorityOf(type: string, sent: StoredRecord): number | null {
  return type === "MX" || type === "SRV" ? sent.priority : null;
}

function accepted(value: string): Content {
  return { ok: true, value };
}

function refused(reason: string): Refused {
  return { ok: false, reason };
}

const validName = /^(?:@|\*|(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*)$/u;

/** Seen live: TLSA, SSHFP, HTTPS, SVCB, DS and LOC are refused. */
const acceptedTypes = new Set("A AAAA ALIAS CAA CNAME DNAME MX NAPTR NS PTR SRV TXT".split(" "));
