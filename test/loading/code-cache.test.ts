import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cacheFile, openCodeCache, sumOf } from "../../src/loading/code-cache.ts";
import { writeCodeCache } from "../../src/loading/write-code-cache.ts";

const hash = "0123456789abcdef";
const pieces = [
  [3, Buffer.from("what V8 made of one piece")],
  [0, Buffer.alloc(5000, 7)],
] as const;

let work = "";
let dir = "";
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), "code-cache-"));
  dir = join(work, "code-cache");
  writeCodeCache(dir, hash, pieces);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(work, { recursive: true });
});

/** What is read of each piece. */
const readAll = () => pieces.map(([piece]) => openCodeCache(dir, hash)(piece)?.toString("latin1"));
const nothing = pieces.map(() => undefined);
const isRoot = process.getuid?.() === 0;

describe.runIf(isRoot)("a code cache", () => {
  it("gives what was written, by the number of the piece", () => {
    expect(readAll()).toEqual(pieces.map(([, code]) => code.toString("latin1")));
    expect(openCodeCache(dir, hash)(1)).toBeUndefined();
    expect(openCodeCache(dir, "another program")(3)).toBeUndefined();
    expect(openCodeCache(join(work, "nowhere"), hash)(3)).toBeUndefined();
  });

  it("gives nothing but that, whichever bit is flipped", () => {
    const file = cacheFile(dir, hash);
    const whole = readFileSync(file);
    const written = readAll();
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(7), (at, bit) => {
        const damaged = Buffer.from(whole);
        damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
        writeFileSync(file, damaged);
        for (const [index, text] of readAll().entries())
          if (text !== undefined && text !== written[index]) return false;
        return true;
      }),
      { numRuns: 2000 },
    );
  });

  it("gives nothing of a file that was cut off, emptied or filled with zeros", () => {
    const file = cacheFile(dir, hash);
    truncateSync(file, 4096 + 10);
    expect(readAll()).toEqual(nothing);
    writeFileSync(file, "");
    expect(readAll()).toEqual(nothing);
    writeFileSync(file, Buffer.alloc(9000));
    expect(readAll()).toEqual(nothing);
  });

  it("is left alone where others than root could have written it", () => {
    chownSync(cacheFile(dir, hash), 65_534, 0);
    expect(readAll()).toEqual(nothing);
    chownSync(cacheFile(dir, hash), 0, 0);
    chmodSync(cacheFile(dir, hash), 0o664);
    expect(readAll()).toEqual(nothing);
    chmodSync(cacheFile(dir, hash), 0o644);
    chownSync(dir, 65_534, 0);
    expect(readAll()).toEqual(nothing);
    chownSync(dir, 0, 0);
    chmodSync(dir, 0o777);
    expect(readAll()).toEqual(nothing);
    chmodSync(dir, 0o755);
    expect(readAll()).not.toEqual(nothing);
  });

  it("is left alone in somebody's home, root's too", () => {
    vi.stubEnv("HOME", work);
    expect(readAll()).toEqual(nothing);
    vi.stubEnv("HOME", "/");
    expect(readAll()).not.toEqual(nothing);
  });

  it("is left alone by another Node than the one that made it", () => {
    const node = process.execPath;
    const other = join(work, "node");
    writeFileSync(other, "not the same");
    process.execPath = other;
    try {
      expect(readAll()).toEqual(nothing);
    } finally {
      process.execPath = node;
    }
  });

  it("takes away what was there of another version", () => {
    writeCodeCache(dir, "fedcba9876543210", pieces);
    mkdirSync(join(dir, "fedcba9876543210.bin.1.tmp"), { recursive: true });
    writeCodeCache(dir, hash, pieces);
    expect(readdirSync(dir)).toEqual([`${hash}.bin`]);
  });
});

it("the sum of bytes shows that one bit is another", () => {
  const property = fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.nat(7), (bytes, at, bit) => {
    const other = Uint8Array.from(bytes);
    const index = at % other.length;
    other[index] = (other[index] ?? 0) ^ (1 << bit);
    return sumOf(other) !== sumOf(bytes);
  });
  fc.assert(property);
});
