/** How a body is unpacked, as node:zlib calls it. */
export type Unpacking = "brotliDecompress" | "inflate" | "inflateRaw" | "gunzip";

/** More than one is rare, more than a few is an attack. */
const maxCodings = 4;
const known: readonly string[] = ["gzip", "x-gzip", "deflate", "br"];

/** What Content-Encoding names of the codings that are known here, the last ones, in its order. */
export function readCodings(header: string | undefined): readonly string[] {
  const codings = (header ?? "").toLowerCase().split(",");
  return codings
    .map((coding) => coding.trim())
    .filter((coding) => known.includes(coding))
    .slice(-maxCodings);
}

/** How to undo a coding; null for what isn't packed that way: there are services that name one for plain text. */
export function chooseUnpacking(coding: string, packed: Buffer): Unpacking | null {
  if (coding === "br") return "brotliDecompress";
  // RFC 9110, section 8.4.1.2: zlib's format, though some send bare deflate.
  if (coding === "deflate") return hasMark(coding, packed) ? "inflate" : "inflateRaw";
  return hasMark(coding, packed) ? "gunzip" : null;
}

/** Whether bytes begin as those of a coding do; brotli and bare deflate have no mark. */
export function hasMark(coding: string, packed: Buffer): boolean {
  if (packed.length < 2 || coding === "br") return false;
  const first = packed.readUInt16BE(0);
  return coding === "deflate" ? (first & 0x0f00) === 0x0800 && first % 31 === 0 : first === 0x1f8b;
}
