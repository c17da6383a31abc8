import type { Transform } from "node:stream";
import type { BrotliOptions, ZlibOptions } from "node:zlib";
import { codeOf } from "../../../platform/error-code.ts";
import { chooseUnpacking, hasMark, readCodings } from "../../../platform/http/content-codings.ts";
import type { ApiResponse } from "../exchange.ts";

type Headers = ApiResponse["headers"];
type Done = (error: Error | null, unpacked: Buffer) => void;
type Unpack = (packed: Buffer, options: ZlibOptions & BrotliOptions, done: Done) => void;

/** An answer that is compressed, and broken. */
export class BrokenCoding extends Error {}

/**
 * Undoes the codings that Content-Encoding names, which nobody asked for. What isn't packed that way, or in a way that
 * is unknown, stays as it is. Null if it would be longer than `maxBytes`; rejects where it is packed, but broken.
 */
export async function decodeContent(body: Buffer, headers: Headers, maxBytes: number): Promise<Buffer | null> {
  const codings = codingsOf(headers);
  if (codings.length === 0 || body.length === 0) return body;
  const zlib = await import("node:zlib");
  let decoded = body;
  for (const coding of codings.toReversed()) {
    const unpacking = chooseUnpacking(coding, decoded);
    if (unpacking === null) continue;
    try {
      decoded = await run(zlib[unpacking], decoded, maxBytes);
    } catch (error) {
      if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") return null;
      if (hasMark(coding, decoded)) throw new BrokenCoding();
    }
  }
  return decoded;
}

/** What unpacks a download as it flows; null if it is to stand as it is: an archive is compressed by itself. */
export async function chooseDecoder(headers: Headers, path: string): Promise<Transform | null> {
  const [coding, ...others] = codingsOf(headers);
  const { "content-type": type, "content-disposition": named } = headers;
  const isArchive = /gzip|brotli/i.test(String(type)) || /\.(gz|tgz|br)(?!\w)/i.test(`${String(named)} ${path}`);
  if (coding === undefined || others.length > 0 || isArchive) return null;
  const zlib = await import("node:zlib");
  if (coding === "br") return zlib.createBrotliDecompress();
  return coding === "deflate" ? zlib.createInflate() : zlib.createGunzip();
}

function codingsOf({ "content-encoding": header }: Headers): readonly string[] {
  return readCodings(header === undefined ? undefined : String(header));
}

function run(unpack: Unpack, packed: Buffer, maxOutputLength: number): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    unpack(packed, { maxOutputLength }, (error, unpacked) => (error ? reject(error) : resolve(unpacked))),
  );
}
