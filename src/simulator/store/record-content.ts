import { isIPv4, isIPv6 } from "node:net";
import type { StoredRecord } from "./zones.ts";

export type CheckedRecord =
  | { readonly ok: true; readonly record: StoredRecord }
  | { readonly ok: false; readonly message: string };

/** Takes a record as sent and gives it as it is stored and listed, or the server's refusal. */
export function checkRecord(sent: StoredRecord): CheckedRecord {
  const type = sent.type.toUpperCase();
  if (!knownTypes.has(type)) return refused(`Invalid record type: ${sent.type}`);
  if (!Number.isInteger(sent.ttl) || sent.ttl < 1) return refused("Invalid TTL.");
  const name = storedName(sent.name);
  if (!validName.test(name)) return refused("Invalid record name.");
  const content = checkContent(type, sent.value.trim(), sent.priority);
  if (!content.ok) return content;
  return { ok: true, record: { name, type, value: content.value, ttl: sent.ttl, priority: priorityOf(type, sent) } };
}

type Content = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly message: string };

function checkContent(type: string, value: string, priority: number | null): Content {
  if (value === "") return refused("Record value is required.");
  if (type === "A") return isIPv4(value) ? accepted(value) : refused("Invalid IPv4 address.");
  if (type === "AAAA") return isIPv6(value) ? accepted(canonicalIpv6(value)) : refused("Invalid IPv6 address.");
  if (type === "MX") return checkMx(value, priority);
  if (type === "TXT") return checkTxt(value);
  if (type === "CNAME" || type === "NS" || type === "PTR") return accepted(withoutDot(value).toLowerCase());
  return accepted(value);
}

function checkMx(value: string, priority: number | null): Content {
  if (value === ".") return refused("Invalid mail server.");
  if (priority === null) return refused("Priority is required for MX records.");
  return accepted(withoutDot(value).toLowerCase());
}

/** Unquoted up to 255 octets; beyond that only as quoted chunks, which come back as they are. */
function checkTxt(value: string): Content {
  const text = txtStrings(value).join("");
  if (Buffer.byteLength(text) <= 255) return accepted(text);
  return value.startsWith('"') ? accepted(chunkedTxt(text)) : refused("TXT value is too long.");
}

/** The character-strings of a TXT value: of the quoted form its parts, else the value itself in pieces of 255 octets. */
export function txtStrings(value: string): string[] {
  const quoted = value.match(/^(?:"(?:[^"\\]|\\.)*"\s*)+$/su);
  if (!quoted) return octetChunks(value);
  return [...value.matchAll(/"((?:[^"\\]|\\.)*)"/gsu)].map((match) => (match[1] ?? "").replaceAll(/\\(.)/gsu, "$1"));
}

function chunkedTxt(text: string): string {
  return octetChunks(text)
    .map((chunk) => `"${chunk.replaceAll(/["\\]/gu, "\\$&")}"`)
    .join(" ");
}

/** Cuts at 255 octets without splitting a character. */
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

function refused(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message };
}

const validName = /^(?:@|\*|(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*)$/u;

const knownTypes = new Set(
  "A AAAA ALIAS CAA CNAME DNAME DS HTTPS LOC MX NAPTR NS PTR SPF SRV SSHFP SVCB TLSA TXT".split(" "),
);
