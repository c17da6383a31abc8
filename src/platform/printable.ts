/**
 * What a terminal obeys instead of showing it, or what reorders or breaks the text around it: control characters, C1,
 * marks of direction, separators of lines, halves of characters.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/gu;

const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A foreign text as it may appear in a line for people: whatever isn't shown as itself is written as an escape. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => named[character] ?? escapeCode(character));
}

/** The same for a text that has lines and tabs of its own. */
export function printableLines(text: string): string {
  return text.replace(unprintable, (character) =>
    character === "\n" || character === "\t" ? character : (named[character] ?? escapeCode(character)),
  );
}

/** JSON as a terminal may get it: JSON.stringify leaves raw what is not a control character to JSON. */
export function printableJson(json: string): string {
  return json.replace(unprintable, (character) => (character === "\n" ? character : escapeCode(character)));
}

function escapeCode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
