/** RFC 1035, section 3.3: a character-string holds 255 octets. */
const mostOctets = 255;

/** The parts of a text as in a zone file: `"a" "b"` → a, b. What isn't quoted is one part as it stands. */
export function readStrings(written: string): readonly string[] {
  if (!/^"(?:[^"\\]|\\.)*"(?:\s+"(?:[^"\\]|\\.)*")*$/su.test(written)) return [written];
  return [...written.matchAll(/"((?:[^"\\]|\\.)*)"/gsu)].map((match) => unescapeText(match[1] ?? ""));
}

export const joinStrings = (parts: readonly string[]): string => parts.join("");

/** As in a zone file: `"…"`, in several where it is long, cut between characters. */
export function quoteStrings(text: string): string {
  return cut(text)
    .map((part) => `"${part.replaceAll(/["\\]/g, "\\$&")}"`)
    .join(" ");
}

/** `\"` is a quote, `\065` the octet 65 (RFC 1035, section 5.1); octets are read as UTF-8. */
export function unescapeText(text: string): string {
  if (!text.includes("\\")) return text;
  const octets = text
    .match(/\\\d{3}|\\.|[^\\]+/gsu)
    ?.map((part) =>
      /^\\\d{3}$/.test(part) ? Buffer.from([Number(part.slice(1)) & 255]) : Buffer.from(part.replace(/^\\/, "")),
    );
  return Buffer.concat(octets ?? []).toString("utf8");
}

function cut(text: string): readonly string[] {
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of text) {
    const more = Buffer.byteLength(character);
    if (octets + more > mostOctets) {
      parts.push(part);
      part = "";
      octets = 0;
    }
    part += character;
    octets += more;
  }
  return [...parts, part];
}
