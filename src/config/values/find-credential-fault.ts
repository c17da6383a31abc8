export type CredentialPart = "API key" | "user name" | "password";

/** Enough to see the beginning of a value; patterns that look for names take long over long ones. */
const maxBeginning = 100;
const quotes = "\"'`\u201c\u201d\u2018\u2019\u00ab\u00bb";

/** Why a value can't be the credential it is given as, and what to do; null if it can. Never says what the value is. */
export function findCredentialFault(part: CredentialPart, value: string): string | null {
  const beginning = value.slice(0, maxBeginning);
  if (hasName(part, beginning)) return `has its NAME= in front: give only what follows the equals sign`;
  if (part === "password") return null;
  if (/^(authorization:\s*)?(bearer|basic)\s/i.test(beginning)) return "has the scheme in front: give the key alone";
  if (quotes.includes(value.charAt(0)) || quotes.includes(value.slice(-1))) {
    return "has quotes around it, which would be sent as part of it: remove them";
  }
  if (/\s/.test(value)) return "has a space, a line break or a tab in it: give it in one piece, and nothing else";
  if (part === "user name") return value.includes(":") ? "has a colon in it, which a user name can't have" : null;
  return /^[\x21-\x7e]+$/.test(value) ? null : "has a character that no key can have: remove it";
}

/** A line of an environment file, copied as a whole. A password may look like much, but hardly like that. */
function hasName(part: CredentialPart, beginning: string): boolean {
  const [name = "", value = ""] = beginning.replace(/^export\s/i, "").split(/[=:](.*)/s);
  if (value.trim() === "" || !/^\w+$/.test(name.trim())) return false;
  if (part === "password") return /^GIGAHOST_(API_KEY|USERNAME|PASSWORD)$/i.test(name.trim());
  return /key|token|user|login|password/i.test(name);
}

/** What may well be right and still deserves a second look; null if there is nothing. */
export function findCredentialDoubt(part: CredentialPart, value: string): string | null {
  if (part === "API key") {
    return value.startsWith("flux_live_") ? null : "does not begin with flux_live_ as Gigahost's keys do";
  }
  const [first, last] = [value.charAt(0), value.slice(-1)];
  if (value.length > 2 && first === last && quotes.includes(first)) return "has quotes around it, which are sent too";
  return value === value.trim() ? null : "begins or ends with a space, which is sent too";
}
