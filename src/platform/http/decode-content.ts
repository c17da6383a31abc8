import type { ZlibOptions } from "node:zlib";

type Unpack = (packed: Buffer, options: ZlibOptions) => Buffer;

/** More than one is rare, more than a few is an attack. */
const maxCodings = 4;

/**
 * Undoes the codings that Content-Encoding names, the last one first. What isn't packed that way, or in a way that nobody
 * knows, stands as it is: there are services that name a coding for plain text. Null where it would be longer than
 * `maxBytes`; throws where it is packed, but broken.
 */
export async function decodeContent(
  body: Buffer,
  header: string | undefined,
  maxBytes: number,
): Promise<Buffer | null> {
  const codings = (header ?? "")
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim());
  if (codings.every((coding) => !known.includes(coding)) || body.length === 0) return body;
  const zlib = await import("node:zlib");
  let decoded = body;
  for (const coding of codings.slice(-maxCodings).reverse()) {
    const unpack = chooseUnpack(zlib, coding, decoded);
    if (unpack === null) continue;
    try {
      decoded = unpack(decoded, { maxOutputLength: maxBytes });
    } catch (error) {
      if (isTooLong(error)) return null;
      if (hasMark(coding, decoded)) throw Object.assign(new Error("a broken compression"), { code: "BROKEN_CODING" });
    }
  }
  return decoded;
}

const known: readonly string[] = ["gzip", "x-gzip", "deflate", "br"];

function chooseUnpack(zlib: typeof import("node:zlib"), coding: string, packed: Buffer): Unpack | null {
  if (coding === "br") return zlib.brotliDecompressSync;
  // RFC 9110, section 8.4.1.2: zlib's format, though some send bare deflate.
  if (coding === "deflate") return hasMark(coding, packed) ? zlib.inflateSync : zlib.inflateRawSync;
  return known.includes(coding) && hasMark(coding, packed) ? zlib.gunzipSync : null;
}

/** Whether bytes begin as those of a coding do; brotli and bare deflate have no mark. */
function hasMark(coding: string, packed: Buffer): boolean {
  if (packed.length < 2 || coding === "br") return false;
  const first = packed.readUInt16BE(0);
  return coding === "deflate" ? (first & 0x0f00) === 0x0800 && first % 31 === 0 : first === 0x1f8b;
}

function isTooLong(error: unknown): boolean {
  return error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
}
