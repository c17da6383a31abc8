import type { Transform } from "node:stream";
import type { BrotliOptions, ZlibOptions } from "node:zlib";
import type { ApiResponse } from "../exchange.ts";

type Headers = ApiResponse["headers"];
type Done = (error: Error | null, unpacked: Buffer) => void;
type Unpack = (packed: Buffer, options: ZlibOptions & BrotliOptions, done: Done) => void;

/** An answer that is compressed, and broken. */
export class BrokenCoding extends Error {}

/** More than one is rare, more than a few is an attack. */
const maxCodings = 4;
const known: readonly string[] = ["gzip", "x-gzip", "deflate", "br"];

/**
 * Undoes the codings that Content-Encoding names, which nobody asked for. What isn't packed that way, or in a way that
 * nobody knows, stands as it is. Null where it would be longer than `maxBytes`; rejects where it is packed, but broken.
 */
export async function decodeContent(body: Buffer, headers: Headers, maxBytes: number): Promise<Buffer | null> {
  const codings = codingsOf(headers);
  if (codings.length === 0 || body.length === 0) return body;
  const zlib = await import("node:zlib");
  let decoded = body;
  for (const coding of codings.slice(-maxCodings).reverse()) {
    const unpack = chooseUnpack(zlib, coding, decoded);
    if (unpack === null) continue;
    const outcome = await run(unpack, decoded, maxBytes);
    if (Buffer.isBuffer(outcome)) decoded = outcome;
    else if ("code" in outcome && outcome.code === "ERR_BUFFER_TOO_LARGE") return null;
    else if (hasMark(coding, decoded)) throw new BrokenCoding();
  }
  return decoded;
}

/** What unpacks a download as it flows; null where it is to stand as it is: an archive is compressed by itself. */
export async function chooseDecoder(headers: Headers, path: string): Promise<Transform | null> {
  const [coding, ...others] = codingsOf(headers);
  const { "content-type": type, "content-disposition": named } = headers;
  const isArchive = /gzip|brotli/i.test(String(type)) || /\.(gz|tgz|br)(?!\w)/i.test(`${String(named)} ${path}`);
  if (coding === undefined || others.length > 0 || isArchive) return null;
  const zlib = await import("node:zlib");
  if (coding === "br") return zlib.createBrotliDecompress();
  return coding === "deflate" ? zlib.createInflate() : zlib.createGunzip();
}

function codingsOf({ "content-encoding": header }: Headers): string[] {
  const codings = String(header ?? "")
    .toLowerCase()
    .split(",");
  return codings.map((coding) => coding.trim()).filter((coding) => known.includes(coding));
}

function run(unpack: Unpack, packed: Buffer, maxOutputLength: number): Promise<Buffer | Error> {
  return new Promise((resolve) => unpack(packed, { maxOutputLength }, (error, unpacked) => resolve(error ?? unpacked)));
}

function chooseUnpack(zlib: typeof import("node:zlib"), coding: string, packed: Buffer): Unpack | null {
  if (coding === "br") return zlib.brotliDecompress;
  // RFC 9110, section 8.4.1.2: zlib's format, though some send bare deflate.
  if (coding === "deflate") return hasMark(coding, packed) ? zlib.inflate : zlib.inflateRaw;
  return hasMark(coding, packed) ? zlib.gunzip : null;
}

/** Whether bytes begin as those of a coding do; brotli and bare deflate have no mark. */
function hasMark(coding: string, packed: Buffer): boolean {
  if (packed.length < 2 || coding === "br") return false;
  const first = packed.readUInt16BE(0);
  return coding === "deflate" ? (first & 0x0f00) === 0x0800 && first % 31 === 0 : first === 0x1f8b;
}
