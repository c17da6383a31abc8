export type Masker = (text: string) => string;

export const maskText = "***";

/** Shorter ones aren't secrets, and masking them would only blot out the text. */
const shortestSecret = 4;

/** Credentials that show by their form, whoever's they are. Each keeps its first group. */
const credentialForms = [
  /\b((?:Bearer|Basic)\s+)[\w+/=.~-]{8,}/gi,
  /(\/\/)[^\s/?#@":]+:[^\s/?#"]+(?=@)/g,
  /\b(flux_(?:live|test)_)[0-9a-f]{8,}/gi,
];

/**
 * A function that replaces every secret in a text by `***`, whatever its shape: raw, or with any of its characters
 * escaped for JSON, a URL or HTML, or inside base64 at any offset (`user:password` in a Basic header).
 */
export function createMasker(secrets: readonly string[]): Masker {
  const known = [...new Set(secrets.flatMap(withLines))].filter((secret) => secret.length >= shortestSecret);
  known.sort((one, other) => other.length - one.length);
  const sources = known.flatMap((secret) => [escapedForms(secret), ...base64Forms(secret).map(escapeForRegExp)]);
  const secretForms = sources.length === 0 ? null : new RegExp(sources.join("|"), "g");
  return (text) => {
    const masked = secretForms ? text.replace(secretForms, maskText) : text;
    return credentialForms.reduce((rest, form) => rest.replace(form, `$1${maskText}`), masked);
  };
}

/** A secret of several lines (a private key) is also quoted line by line. */
function withLines(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  return lines.length === 1 ? [secret] : [secret, ...lines.filter((line) => line.length >= 16)];
}

/** A pattern for the secret with each character as it is, or escaped in any usual way, in any mixture. */
function escapedForms(secret: string): string {
  return [...secret].map((character) => `(?:${characterForms(character).join("|")})`).join("");
}

const namedInJson: Readonly<Record<string, string>> = {
  "\n": "n",
  "\r": "r",
  "\t": "t",
  "\b": "b",
  "\f": "f",
};
const namedInHtml: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos" };

function characterForms(character: string): string[] {
  const code = character.codePointAt(0) ?? 0;
  const units = character.split("").map((unit) => `\\\\+u${ignoreCase(hex(unit.charCodeAt(0), 4))}`);
  const bytes = [...Buffer.from(character)].map((byte) => `%(?:25)*${ignoreCase(hex(byte, 2))}`);
  const forms = [escapeForRegExp(character), bytes.join(""), units.join("")];
  if ("\"\\/'".includes(character)) forms.unshift(`\\\\+${escapeForRegExp(character)}`);
  if (character === " ") forms.push("\\+");
  const letter = namedInJson[character];
  if (letter) forms.push(`\\\\+${letter}`);
  if (/[^\p{L}\p{N}]/u.test(character)) {
    forms.push(`&#0*${code};`, `&#[xX]0*${ignoreCase(code.toString(16))};`);
    if (namedInHtml[character]) forms.push(`&${namedInHtml[character]};`);
  }
  return forms;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

function ignoreCase(digits: string): string {
  return digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/** What base64 surely holds of the secret when 0, 1 or 2 bytes more than a multiple of 3 precede it; both alphabets. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const forms = [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const certain = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [certain, certain.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [...new Set(forms)].filter((form) => form.length >= shortestSecret);
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
