/** A text one layer of escapes further in, and where each piece of it stood. */
export interface EscapeLayer {
  /** One character per byte: UTF-8, or whatever bytes the escapes stood for. */
  readonly bytes: string;
  readonly pieces: Pieces;
}

/** What was replaced, in order: where it was and where it is now. All else is unchanged. */
interface Pieces {
  readonly from: number[];
  readonly fromEnd: number[];
  readonly to: number[];
  readonly toEnd: number[];
}

/** Every alternative begins with a character of its own and is bounded, so that the time is in proportion to the text. */
const escapes =
  /%u[\da-f]{4}|%[\da-f]{2}|\\ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|\\u[\da-f]{4}|\\u\{[\da-f]{1,6}\}|\\x[\da-f]{2}|\\["\\/'nrtbf]|&#0{0,8}\d{1,7};|&#x0{0,8}[\da-f]{1,6};|&[a-z]{2,6}\d{0,2};/gi;

/** The text as bytes: the layer that the escapes are looked for in. */
export function layBare(text: string): EscapeLayer {
  return replacePieces(text, /[\ud800-\udbff][\udc00-\udfff]|[\u0080-\uffff]/g, toBytes);
}

/** Undoes every escape of JSON, URLs and HTML once; null if there is none. */
export function unescapeOnce(bytes: string): EscapeLayer | null {
  if (!/[%\\&]/.test(bytes)) return null;
  const layer = replacePieces(bytes, escapes, (written) => decode(written) ?? written);
  return layer.bytes === bytes ? null : layer;
}

/** Where a stretch of a layer stood in what the layer was made from. */
export function stretchBefore(
  { pieces }: EscapeLayer,
  start: number,
  end: number,
): readonly [start: number, end: number] {
  return [positionBefore(pieces, start).from, positionBefore(pieces, end - 1).fromEnd];
}

function positionBefore({ from, fromEnd, to, toEnd }: Pieces, at: number): { from: number; fromEnd: number } {
  let [low, high] = [0, to.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((to[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  const found = low - 1;
  if (found < 0) return { from: at, fromEnd: at + 1 };
  if (at < (toEnd[found] ?? 0)) return { from: from[found] ?? 0, fromEnd: fromEnd[found] ?? 0 };
  const moved = (fromEnd[found] ?? 0) + at - (toEnd[found] ?? 0);
  return { from: moved, fromEnd: moved + 1 };
}

function replacePieces(text: string, pattern: RegExp, replace: (piece: string) => string): EscapeLayer {
  const pieces: Pieces = { from: [], fromEnd: [], to: [], toEnd: [] };
  const parts: string[] = [];
  let [read, written] = [0, 0];
  for (const { 0: piece, index } of text.matchAll(pattern)) {
    const bytes = replace(piece);
    if (bytes === piece) continue;
    parts.push(text.slice(read, index), bytes);
    written += index - read;
    pieces.from.push(index);
    pieces.to.push(written);
    written += bytes.length;
    read = index + piece.length;
    pieces.fromEnd.push(read);
    pieces.toEnd.push(written);
  }
  return { bytes: parts.length === 0 ? text : parts.join("") + text.slice(read), pieces };
}

/** UTF-8, one character per byte. */
export function toBytes(text: string): string {
  return Buffer.from(text).toString("latin1");
}

const namedInJson: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

function decode(written: string): string | null {
  if (/^%[^u]/.test(written)) return String.fromCharCode(Number.parseInt(written.slice(1), 16));
  if (written.startsWith("%u")) return fromCode(written.slice(2), 16);
  if (written.startsWith("&#")) {
    return /^&#x/i.test(written) ? fromCode(written.slice(3, -1), 16) : fromCode(written.slice(2, -1), 10);
  }
  if (written.startsWith("&")) return fromName(written.slice(1, -1));
  if (/^\\[ux]/.test(written)) {
    const units = written.split(/\\[ux]/).slice(1);
    if (units.length === 2)
      return toBytes(units.map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join(""));
    return fromCode((units[0] ?? "").replace(/[{}]/g, ""), 16);
  }
  const letter = written.slice(1);
  return namedInJson[letter] ?? letter;
}

function fromCode(digits: string, base: number): string | null {
  const code = Number.parseInt(digits, base);
  return code <= 0x10ffff ? toBytes(String.fromCodePoint(code)) : null;
}

/** HTML's names for what passwords hold: those of XML and of Latin-1, from U+00A0 on in their order. */
const latinNames =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml".split(
    " ",
  );
const namedInHtml: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", euro: "€" };

function fromName(name: string): string | null {
  const at = latinNames.indexOf(name);
  if (at >= 0) return toBytes(String.fromCharCode(0xa0 + at));
  return Object.hasOwn(namedInHtml, name) ? toBytes(namedInHtml[name] ?? "") : null;
}
