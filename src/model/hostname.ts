import { domainToASCII, domainToUnicode } from "node:url";
import type { Fallible } from "./fallible.ts";

/** RFC 1035, section 2.3.4. */
export const maxHostnameLength = 253;
const maxLabelLength = 63;

export type ParsedHostname = Fallible<{ readonly hostname: string }>;

/**
 * A hostname as people write it, in the one form that is sent and compared: lower case, no final dot, punycode
 * (`Blåbær.no.` is `xn--blbr-roah.no`). A wildcard (`*.example.no`) is one too. The reason, in plain words, is for
 * showing after the name: "has an empty part between two dots".
 */
export function parseHostname(text: string): ParsedHostname {
  const hostname = normalizeHostname(text);
  const reason = hostname === null ? "is not a name that DNS can hold" : findFault(hostname);
  return hostname === null || reason !== null
    ? { ok: false, reason: reason ?? "is not a hostname" }
    : { ok: true, hostname };
}

/** The form that is sent, whether or not it is a valid name; null if there is none. */
export function normalizeHostname(text: string): string | null {
  const name = text.trim().toLowerCase().replace(/\.$/, "");
  // Only names that need it: domainToASCII also decodes `%41` and reads `10` as an IPv4 address.
  if (/^[\x21-\x7e]*$/.test(name) && !name.includes("xn--")) return name;
  if (/[%\s/\\?#@:]/.test(name)) return null;
  const ascii = domainToASCII(name).replace(/\.$/, "");
  return ascii !== "" && ascii.split(".").every(isDecodable) ? ascii : null;
}

/** Newer Nodes (24) give a label that is punycode of nothing back as it is, older ones refuse the name. */
export function isDecodable(label: string): boolean {
  return !label.startsWith("xn--") || /[^\x20-\x7e]/.test(domainToUnicode(label));
}

/** For people: `blåbær.no (xn--blbr-roah.no)`, and just the name where both forms are the same. */
export function displayHostname(hostname: string): string {
  const unicode = hostname.includes("xn--") ? domainToUnicode(hostname) : hostname;
  return unicode === "" || unicode === hostname ? hostname : `${unicode} (${hostname})`;
}

export function isWildcard(hostname: string): boolean {
  return hostname.startsWith("*.");
}

/** What keeps a normalised name from being a hostname (RFC 1035 2.3.4 for the lengths); null if nothing does. */
function findFault(hostname: string): string | null {
  if (hostname === "") return "is empty";
  if (hostname.includes("://") || hostname.includes("/")) return "is a URL or a path, not a hostname";
  if (hostname.includes(":")) return "is an address or has a port; a hostname has no colon";
  if (hostname.length > maxHostnameLength)
    return `is ${hostname.length} characters long; DNS allows ${maxHostnameLength}`;
  const labels = (isWildcard(hostname) ? hostname.slice(2) : hostname).split(".");
  for (const label of labels) {
    const fault = findLabelFault(label);
    if (fault !== null) return fault;
  }
  if (/^\d+$/.test(labels.at(-1) ?? "")) return "is an IP address or ends in a number, not a hostname";
  return labels.length < 2 ? "needs at least two parts, as in home.example.no" : null;
}

function findLabelFault(label: string): string | null {
  if (label === "") return "has an empty part (two dots in a row, or one at the start)";
  if (label.length > maxLabelLength) return `has a part of ${label.length} characters; DNS allows ${maxLabelLength}`;
  if (label.includes("*")) return "has a * that isn't the whole first part, as in *.example.no";
  if (label.startsWith("-") || label.endsWith("-")) return "has a part that starts or ends with a hyphen";
  // The underscore isn't for hosts (RFC 952), but DNS holds it and people use it.
  return /^[a-z0-9_-]+$/.test(label) ? null : "has a character that a hostname can't have";
}
