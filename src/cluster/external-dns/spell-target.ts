import { canonicalContent } from "../../api/zone-file/canonical-content.ts";
import { escapeText, isQuoted, quoteText, readText } from "../../api/zone-file/character-strings.ts";
import { withDot, withoutDot } from "../../api/zone-file/record-content.ts";
import { hostWordsOf, isHostType } from "../../api/zone-file/record-types.ts";
import { splitWords } from "../../api/zone-file/split-words.ts";

/** The types that external-dns can manage through a webhook; it hears of no others. */
export const managedTypes: readonly string[] = "A AAAA CNAME TXT SRV NS MX PTR NAPTR DNAME".split(" ");

/** A target of external-dns as a value of a zone file: hosts with their final dot, a text in quotes. */
export function toZoneValue(type: string, target: string): string {
  if (type === "TXT") return quoteText(textOf(target));
  if (isHostType(type)) return withDot(target.trim().toLowerCase());
  const hosts = hostWordsOf(type);
  if (hosts.length === 0) return target.trim();
  return splitWords(target)
    .map((word, index) => (hosts.includes(index) ? withDot(word.toLowerCase()) : word))
    .join(" ");
}

/**
 * A zone file's value as external-dns writes it: MX `10 mail.example.no`, SRV with the final dot, a text always in quotes,
 * so that what is listed and what `/adjustendpoints` hands back are equal as texts.
 */
export function toTarget(type: string, value: string): string {
  if (type === "TXT") return `"${escapeText(readText(value) ?? value)}"`;
  const canonical = canonicalContent(type, value);
  if (isHostType(type) || type === "MX") return withoutDot(canonical);
  if (type === "SRV") return withDot(canonical);
  return canonical;
}

/** The registry sends its text with the quotes inside the string; a user's own comes with or without. */
function textOf(target: string): string {
  return isQuoted(target) ? (readText(target) ?? target) : target;
}

/** Whether a TXT target is a note of the registry about another record. */
export const isRegistryText = (target: string): boolean => /^"?heritage=/.test(target);
