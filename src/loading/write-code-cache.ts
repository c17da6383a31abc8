import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type CacheIndex, cacheFile, describeNode, frontBytes, sumBytes, sumOf } from "./code-cache.ts";

/** Writes the cache whole or not at all, and takes away what is there of another version. */
export function writeCodeCache(
  dir: string,
  hash: string,
  pieces: readonly (readonly [piece: number, code: Uint8Array])[],
): void {
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  const file = cacheFile(dir, hash);
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = openSync(temporary, "wx", 0o644);
  try {
    writeSync(handle, frontOf(pieces));
    for (const [, code] of pieces) writeSync(handle, padded(code));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
  for (const name of readdirSync(dir))
    if (name !== `${hash}.bin`) rmSync(join(dir, name), { force: true, recursive: true });
}

function frontOf(pieces: readonly (readonly [piece: number, code: Uint8Array])[]): Buffer {
  const places: CacheIndex["pieces"][number][] = [];
  let start = 0;
  for (const [piece, code] of pieces) {
    places.push([piece, start, code.length, sumOf(code)]);
    start += padded(code).length;
  }
  const index: CacheIndex = { node: describeNode(), pieces: places };
  const front = Buffer.alloc(frontBytes, " ");
  const written = front.write(JSON.stringify(index), sumBytes, "latin1");
  if (written >= frontBytes - sumBytes) throw new Error("the index of the code cache is too long");
  front.write(sumOf(front.subarray(sumBytes)), 0, "latin1");
  return front;
}

/** To whole words of V8's. */
function padded(code: Uint8Array): Uint8Array {
  const bytes = new Uint8Array((code.length + 7) & ~7);
  bytes.set(code);
  return bytes;
}
