import { printableJson, printableLines } from "../../platform/printable.ts";

/** A text for people, with a line's end at its end. */
export function renderText(shown: string, color: boolean): string {
  const text = color ? shown.split(ownStyle).map(printableText).join("") : printableLines(shown);
  return text.endsWith("\n") || text === "" ? text : `${text}\n`;
}

/** As `styleText` writes them: a colour can't harm, and which ones are ours can no longer be told. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what a style begins with
const ownStyle = /(\u001b\[\d{1,2}m)/;

/** Every second part is a style. */
function printableText(part: string, index: number): string {
  return index % 2 === 1 ? part : printableLines(part);
}

/** Data for programs. */
export function renderJson(data: unknown): string {
  return `${printableJson(JSON.stringify(data, null, 2))}\n`;
}
