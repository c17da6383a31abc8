import { toBytes, unescapeOnce } from "./unescape.ts";

/** How one secret may be written, as bytes, once every escape around it is undone. */
export interface SecretShapes {
  /** To be looked for with every `+` read as a space, as forms write it. */
  readonly plain: readonly string[];
  /** Hexadecimal digits, either case, to be looked for as they are. */
  readonly hex: readonly string[];
  /** What base64 surely holds of it, whatever stands before and after, in both alphabets. */
  readonly base64: readonly string[];
}

/** Shorter ones aren't secrets, and masking them would only blot out the text. */
const minSecretLength = 4;

/** The shapes of a secret; none of one that is too short to be told from ordinary text. */
export function shapesOfSecret(secret: string): SecretShapes {
  const texts = withLines(secret).filter((text) => text.length >= minSecretLength);
  const encodings = distinct(texts.flatMap(encodingsOf));
  return {
    plain: distinct(encodings.flatMap(withEscapesUndone).map(foldPlus)),
    hex: distinct(encodings.map(toHex).flatMap((hex) => [hex, hex.toUpperCase()])),
    base64: distinct(encodings.flatMap(base64Of)),
  };
}

export function foldPlus(bytes: string): string {
  return bytes.replaceAll("+", " ");
}

const minLineLength = 16;

/** A secret of several lines (a private key) is also quoted line by line. */
function withLines(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  return lines.length === 1 ? [secret] : [secret, ...lines.filter((line) => line.length >= minLineLength)];
}

/** As UTF-8, as Latin-1, as UTF-8 read as Latin-1, and as Latin-1 read as UTF-8: what others make of letters outside ASCII. */
function encodingsOf(text: string): string[] {
  const utf8 = toBytes(text);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  if (!/[^\x00-\x7f]/.test(text)) return [utf8];
  const latin1 = [...text].map((letter) => (letter <= "\xff" ? letter : toBytes(letter))).join("");
  return [utf8, toBytes(utf8), latin1, toBytes(Buffer.from(latin1, "latin1").toString("utf8"))];
}

/** A secret that holds what looks like an escape loses it where the text's own escapes are undone. */
function withEscapesUndone(bytes: string): string[] {
  const once = unescapeOnce(bytes)?.bytes;
  if (once === undefined || once.length < minSecretLength) return [bytes];
  return [bytes, ...withEscapesUndone(once)];
}

function toHex(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("hex");
}

/** With 0, 1 or 2 bytes more than a multiple of 3 before it. */
function base64Of(secret: string): string[] {
  const bytes = Buffer.from(secret, "latin1");
  const forms = [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const certain = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [certain, certain.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return forms.filter((form) => form.length >= minSecretLength);
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
