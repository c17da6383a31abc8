import { printableJson } from "../platform/printable.ts";

/** A text as YAML that the configuration reads back as it is: quoted where it must be, and no variable in it. */
export function writeText(text: string): string {
  if (isPlain(text)) return text;
  // JSON's quotes are YAML's as well.
  return printableJson(JSON.stringify(text.replaceAll("${", () => "$${")));
}

/** Neither a number, nor a word with a meaning, nor anything that ends or begins something. */
const isPlain = (text: string) =>
  /^[a-z/~][\w./~-]*$/i.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n|~)$/i.test(text);
