import { domainToASCII } from "node:url";
import type { Fallible } from "../../model/fallible.ts";
import { unprintable } from "./character-strings.ts";

export type ReadName = Fallible<{ readonly name: string }>;

/**
 * A name as in a zone file (RFC 1035, section 5.1) in its one form: full, with its final dot, lower case, punycode, and
 * every character that isn't plain as `\DDD`. `origin` completes what has no final dot.
 */
export function readDomainName(written: string, origin: string): ReadName {
  if (written === "@") return { ok: true, name: origin };
  if (written === "") return { ok: false, reason: "a name is empty" };
  const whole = written === "." || endsWithDot(written) || origin === "." ? written : `${written}.${origin}`;
  if (whole === ".") return { ok: true, name: "." };
  const labels = splitLabels(endsWithDot(whole) ? whole.slice(0, -1) : whole).map(readLabel);
  const reason = findLengthProblem(written, labels);
  return reason === null ? { ok: true, name: `${labels.map(({ text }) => text).join(".")}.` } : { ok: false, reason };
}

/** A name as the API lists it, relative to its zone; nothing in it can end a line or a word. An empty one is the zone itself. */
export function escapeName(listed: string): string {
  if (listed === "") return "@";
  if (isPlain(listed)) return listed.toLowerCase();
  if (listed === "@") return listed;
  return splitLabels(listed)
    .map((label) => readLabel(label).text)
    .join(".");
}

interface DomainLabel {
  readonly text: string;
  readonly octets: number;
  readonly isReadable: boolean;
}

const isPlain = (text: string) => /^[A-Za-z0-9_.*-]+$/.test(text);

/** A dot that follows a `\` is part of its label. */
function splitLabels(name: string): readonly string[] {
  if (!name.includes("\\")) return name.split(".");
  const labels = [""];
  for (const [part] of name.matchAll(/\\[0-9]{3}|\\[\s\S]|[\s\S]/gu)) {
    if (part === ".") labels.push("");
    else labels[labels.length - 1] += part;
  }
  return labels;
}

const endsWithDot = (name: string) => /(?:^|[^\\])(?:\\\\)*\.$/.test(name.slice(-64)) && name.endsWith(".");

function readLabel(label: string): DomainLabel {
  if (isPlain(label) || label === "") return { text: label.toLowerCase(), octets: label.length, isReadable: true };
  if (!/[^\x20-\x7e]/.test(label) || label.includes("\\")) return decodeLabel(label);
  // It drops line breaks silently.
  const ascii = label.search(unprintable) >= 0 ? "" : domainToASCII(label);
  return ascii === "" ? decodeLabel(label) : { text: ascii, octets: ascii.length, isReadable: true };
}

function decodeLabel(label: string): DomainLabel {
  const octets: number[] = [];
  let isReadable = true;
  for (const [part] of label.matchAll(/\\[0-9]{3}|\\[\s\S]|[\s\S]/gu)) {
    const octet = /^\\[0-9]{3}$/.test(part) ? Number(part.slice(1)) : null;
    if (octet === null && part !== "\\") octets.push(...Buffer.from(part.replace(/^\\/, "")));
    else if (octet !== null && octet < 256) octets.push(octet);
    else isReadable = false;
  }
  return { text: octets.map(writeOctet).join(""), octets: octets.length, isReadable };
}

function writeOctet(octet: number): string {
  const character = String.fromCharCode(octet);
  return /^[A-Za-z0-9_*\-/+=:,!?'&#%^~|<>[\]{}`]$/.test(character)
    ? character.toLowerCase()
    : `\\${String(octet).padStart(3, "0")}`;
}

/** RFC 1035, section 2.3.4; a name's with each label's length and the root counted. */
export const maxLabelOctets = 63;
const maxNameOctets = 255;
const maxShownLength = 80;

function findLengthProblem(written: string, labels: readonly DomainLabel[]): string | null {
  const [long] = labels.filter(({ octets }) => octets > maxLabelOctets);
  if (labels.some(({ octets, text }) => octets === 0 && text === "")) return `${shorten(written)} has an empty part`;
  if (labels.some(({ isReadable }) => !isReadable)) return `${shorten(written)} has a \\ that stands for no character`;
  if (long) return `${shorten(written)} has a part of ${long.octets} characters; DNS allows ${maxLabelOctets}`;
  const octets = labels.reduce((sum, label) => sum + label.octets + 1, 1);
  return octets > maxNameOctets ? `${shorten(written)} is too long; DNS allows 253 characters in all` : null;
}

const shorten = (text: string) => (text.length > maxShownLength ? `${text.slice(0, maxShownLength - 3)}…` : text);
