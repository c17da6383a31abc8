import { Document, isScalar, visit } from "yaml";

/**
 * Data as YAML that readers of 1.1 (PyYAML, Ruby) and 1.2 read alike. A file of its own, since yaml is CommonJS: loaded by
 * name in a split bundle, it has its default export only.
 */
export function formatYaml(data: unknown): string {
  const document = new Document(data);
  visit(document, {
    Scalar(_, node) {
      if (isScalar(node) && typeof node.value === "string" && !isPlainEverywhere(node.value))
        node.type = "QUOTE_DOUBLE";
    },
  });
  // Unfolded, so that a reader needs to know nothing of folding.
  return document.toString({ lineWidth: 0 }).replaceAll(hidden, writeEscape);
}

/** What a terminal would obey, and what readers of 1.1 take for the end of a line. */
const hidden = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\uFEFF]/g;

/** Inside double quotes, where such characters are. */
const writeEscape = (character: string) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;

/** Words that mean yes, no, nothing, or a key of its own kind to a reader of 1.1. */
const special = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf|~|=|<<)$/i;

/** A text that no reader takes for a number, a date, a time (`1:30`), a truth or a structure. */
function isPlainEverywhere(text: string): boolean {
  if (special.test(text) || /^[-+.]?[0-9]|^[-+.]+(?:inf|nan)?$/i.test(text)) return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\uFEFF]/.test(text);
}
