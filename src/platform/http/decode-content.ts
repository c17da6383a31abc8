import { codeOf } from "../error-code.ts";
import { chooseUnpacking, hasMark, readCodings } from "./content-codings.ts";

/**
 * Undoes the codings that Content-Encoding names, the last one first. What isn't packed that way, or in an unknown way, stays
 * as it is: there are services that name a coding for plain text. Null if it would be longer than `maxBytes`; throws if it
 * is packed, but broken.
 */
export async function decodeContent(
  body: Buffer,
  header: string | undefined,
  maxBytes: number,
): Promise<Buffer | null> {
  const codings = readCodings(header);
  if (codings.length === 0 || body.length === 0) return body;
  const zlib = await import("node:zlib");
  let decoded = body;
  for (const coding of codings.toReversed()) {
    const unpacking = chooseUnpacking(coding, decoded);
    if (unpacking === null) continue;
    try {
      decoded = zlib[`${unpacking}Sync`](decoded, { maxOutputLength: maxBytes });
    } catch (error) {
      if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") return null;
      if (hasMark(coding, decoded)) throw Object.assign(new Error("a broken compression"), { code: "BROKEN_CODING" });
    }
  }
  return decoded;
}
