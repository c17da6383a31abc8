import { domainToASCII } from "node:url";

/** Lower case, punycode, no final dot. `*` and `_` are no letters of a host, so each label is converted for itself. */
export function toAsciiName(name: string): string {
  const labels = name.replace(/\.$/, "").toLowerCase().split(".");
  return labels.map((label) => (/[^\x20-\x7e]/.test(label) ? domainToASCII(label) || label : label)).join(".");
}
