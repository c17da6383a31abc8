import { escapeText, quoteText, readText, unescapeText, unprintable, writeOctets } from "./character-strings.ts";
import { escapeName } from "./domain-name.ts";
import { hostWordsOf, isHostType, isTextType } from "./record-types.ts";
import { splitWords, unquote } from "./split-words.ts";

/** A record's content as the API accepts it. */
export interface ApiContent {
  readonly record_value: string;
  /** Only with MX; the others carry theirs in the value. */
  readonly record_priority?: number;
}

/** `10 mail.example.no.` → value `mail.example.no` with priority 10; a long text in quoted chunks. */
export function toApiContent(type: string, written: string): ApiContent {
  const value = written.trim();
  if (isTextType(type)) return { record_value: toApiText(value) };
  if (isHostType(type)) return { record_value: withoutDot(value) };
  if (type !== "MX") return { record_value: splitWords(value).join(" ") };
  const [priority = "", host = ""] = splitWords(value);
  if (!/^\d+$/.test(priority) || host === "")
    throw new RangeError(`"${written}" is not a valid MX value as "10 mail.example.no."`);
  return { record_value: withoutDot(host), record_priority: Number(priority) };
}

/** As in a zone file, on one line: hosts with their final dot, texts quoted, the priority in front. */
export function toZoneFileContent(type: string, value: string, priority: number | null): string {
  if (isTextType(type)) return quoteText(readText(value) ?? value);
  if (isHostType(type)) return withDot(escapeName(value.trim()));
  const words = type === "CAA" ? wordsOfCaa(value) : splitWords(value).map(escapeWord);
  const isShort = priority !== null && ((type === "MX" && words.length < 2) || (type === "SRV" && words.length < 4));
  const all = isShort ? [String(priority), ...words] : words;
  const hosts = hostWordsOf(type);
  return all.map((word, index) => (hosts.includes(index) ? withDot(escapeName(word)) : word)).join(" ");
}

/** The API may list a CAA record's value without its quotes, even if it contains blanks. */
function wordsOfCaa(value: string): readonly string[] {
  const [flags = "", tag = "", ...rest] = splitWords(value);
  return [escapeWord(flags), escapeWord(tag), `"${escapeText(unescapeText(unquote(rest.join(" "))))}"`];
}

/** Nothing in it ends the word or starts a comment. */
function escapeWord(word: string): string {
  const isWhole = /^(?:[^"]*=)?"(?:[^"\\]|\\[\s\S])*"$/u.test(word);
  const closed = /(?:^|[^\\])(?:\\\\)*\\$/.test(word.slice(-64)) ? `${word}\\` : word;
  const plain = isWhole
    ? word
    : closed.replaceAll(/\\[\s\S]|[;()"]/gu, (part) => (part.length > 1 ? part : `\\${part}`));
  return plain.replaceAll(unprintable, writeOctets);
}

export function withoutDot(name: string): string {
  return name.length > 1 && name.endsWith(".") ? name.slice(0, -1) : name;
}

export function withDot(name: string): string {
  return name.endsWith(".") ? name : `${name}.`;
}

/** The limit of one string (RFC 1035, section 3.3). */
const maxStringOctets = 255;

/** Unchanged up to that limit; the API accepts a longer text only as quoted chunks. */
function toApiText(written: string): string {
  const text = readText(written) ?? written;
  return Buffer.byteLength(text) <= maxStringOctets ? text : quoteText(text);
}
