/** Shorter ones are words, names or addresses as often. */
const minLength = 12;
const minLongLength = 20;

/**
 * Whether a text in the wrong place looks like somebody's token or password, so that a message had better not
 * quote it: long, in one piece, and with digits among the letters as no word, host name or address has them.
 */
export function looksSecret(text: string): boolean {
  const piece = text.replace(/\.\.\.$/, "");
  if (piece.length < minLength || /\s/.test(piece) || isAddress(piece)) return false;
  if (/[a-z]/.test(piece) && /[A-Z]/.test(piece) && /\d/.test(piece)) return true;
  return piece.length >= minLongLength && !/[./]/.test(piece) && !piece.split(/[-_:]/).every(isWordOrNumber);
}

/** Of either family, of a network or a card. */
function isAddress(piece: string): boolean {
  return /[:.]/.test(piece) && /^[\da-f:./%]+$/i.test(piece);
}

function isWordOrNumber(part: string): boolean {
  return part.length <= minLongLength && /^(?:[A-Za-z]*\d{0,2}|\d{0,6})$/.test(part);
}
