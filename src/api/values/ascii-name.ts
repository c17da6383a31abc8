import { domainToASCII } from "node:url";
import { unprintable } from "../zone-file/character-strings.ts";

/** Lower case, punycode, no final dot. `*` and `_` are not letters of a host, so each label is converted for itself. */
export function toAsciiName(name: string): string {
  const labels = name.replace(/\.$/, "").toLowerCase().split(".");
  return labels.map((label) => (/[^\x20-\x7e]/.test(label) ? toAsciiLabel(label) : label)).join(".");
}

/** `domainToASCII` drops line breaks without a word: a label with one stays as it is, and is not a name to anybody. */
function toAsciiLabel(label: string): string {
  return label.search(unprintable) >= 0 ? label : domainToASCII(label) || label;
}
