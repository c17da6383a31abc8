/** RFC 1035, section 3.3: a character-string holds 255 octets. */
const maxOctets = 255;

/**
 * The text of a TXT record as in a zone file: `"a" "b"` → ab, with `\"` a quote and `\065` the octet 65. What isn't quoted
 * is the text as it stands. Octets are read as UTF-8; null if they are none.
 */
export function readText(written: string): string | null {
  if (!isQuoted(written)) return written;
  const parts = [...written.matchAll(/"((?:[^"\\]|\\[\s\S])*)"/gu)].map(([, part = ""]) => part);
  if (!parts.some((part) => part.includes("\\"))) return parts.join("");
  const octets = Buffer.concat(parts.map(unescapeOctets));
  const text = octets.toString("utf8");
  return Buffer.from(text).equals(octets) ? text : null;
}

/** Only quoted strings, with blanks between them. */
export function isQuoted(written: string): boolean {
  return /^"(?:[^"\\]|\\[\s\S])*"(?:\s+"(?:[^"\\]|\\[\s\S])*")*$/u.test(written);
}

/** As in a zone file: `"…"`, or several if it is long, cut between characters; control characters as `\DDD`. */
export function quoteText(text: string): string {
  return cutText(text)
    .map((part) => `"${escapeText(part)}"`)
    .join(" ");
}

/** What may appear between quotes on one line. */
export function escapeText(text: string): string {
  return text.replaceAll(/["\\]/g, "\\$&").replaceAll(unprintable, writeOctets);
}

/** Control characters, and what some readers treat as the end of a line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
export const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\uFEFF\uFFFD]/gu;

/** `\DDD` for every octet of a character. */
export function writeOctets(character: string): string {
  return [...Buffer.from(character)].map((octet) => `\\${String(octet).padStart(3, "0")}`).join("");
}

/** The text between quotes. */
export function unescapeText(text: string): string {
  return text.includes("\\") ? unescapeOctets(text).toString("utf8") : text;
}

function unescapeOctets(text: string): Buffer {
  const parts = text.match(/\\[0-9]{3}|\\[\s\S]|[^\\]+|\\/gu) ?? [];
  return Buffer.concat(
    parts.map((part) =>
      /^\\[0-9]{3}$/.test(part) ? Buffer.from([Number(part.slice(1)) & 255]) : Buffer.from(part.replace(/^\\/, "")),
    ),
  );
}

function cutText(text: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of text) {
    const more = Buffer.byteLength(character);
    if (octets + more > maxOctets) {
      parts.push(part);
      part = "";
      octets = 0;
    }
    part += character;
    octets += more;
  }
  return [...parts, part];
}
