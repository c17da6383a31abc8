/** A LOC record's words (RFC 1876, section 3) in one form: all fields present, without needless zeros or units. */
export function canonicalLoc(words: readonly string[]): string {
  const [latitude, afterLatitude] = readAngle(words, /^[NS]$/i);
  const [longitude, sizes] = readAngle(afterLatitude, /^[EW]$/i);
  const [altitude, size = "1", horizontal = "10000", vertical = "10"] = sizes.map((word) => word.replace(/m$/i, ""));
  if (latitude === null || longitude === null || altitude === undefined) return words.join(" ");
  const lengths = [size, horizontal, vertical].map(keepOneDigit);
  return [latitude, longitude, plain(altitude), ...lengths].join(" ");
}

/** Degrees, minutes and seconds in thousandths of a second, and the words that follow. */
function readAngle(words: readonly string[], side: RegExp): readonly [string | null, readonly string[]] {
  const end = words.findIndex((word) => side.test(word));
  if (end < 1 || end > 3) return [null, words];
  const [degrees = 0, minutes = 0, seconds = 0] = words.slice(0, end).map(Number);
  const thousandths = Math.round((degrees * 3600 + minutes * 60 + seconds) * 1000);
  return [`${thousandths}${words[end]?.toUpperCase()}`, words.slice(end + 1)];
}

/** They are stored as one digit and a power of ten of centimetres. */
function keepOneDigit(metres: string): string {
  const digits = String(Math.round(Number(metres) * 100));
  return /^\d+$/.test(digits) ? (digits[0] ?? "") + "0".repeat(digits.length - 1) : metres;
}

const plain = (metres: string) => (Number.isNaN(Number(metres)) ? metres : String(Math.round(Number(metres) * 100)));
