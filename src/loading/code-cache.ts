import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats, statSync } from "node:fs";

// What V8 made of the program's pieces, so that a short command doesn't compile them again: a third of its time. V8 runs what
// it finds there and looks at no checksum, so that it is read only where nobody but root can write, and where a sum fits.

/** What the front of the file says. */
export interface CacheIndex {
  /** The Node that made it. */
  readonly node: string;
  /** The number of each piece of the program, where its code begins behind the front, how long it is, and its sum. */
  readonly pieces: readonly (readonly [piece: number, start: number, length: number, sum: string])[];
}

/** The front of the file is that long: its sum, the index as JSON, and spaces. */
export const frontBytes = 4096;
export const sumBytes = 32;

/** Returns what V8 made of a piece, by its number; undefined if there is nothing, or nothing to be trusted. */
export function openCodeCache(dir: string, hash: string): (piece: number) => Buffer | undefined {
  const file = openTrusted(dir, hash);
  const index = file === null ? null : readIndex(file);
  if (file === null || index?.node !== describeNode()) return () => undefined;
  return (piece) => {
    const [, start, length, sum] = index.pieces.find(([number]) => number === piece) ?? [];
    if (start === undefined || length === undefined) return undefined;
    const code = readExactly(file, frontBytes + start, length);
    return code !== null && sumOf(code) === sum ? code : undefined;
  };
}

/** By the hash of the program that it belongs to. */
export function cacheFile(dir: string, hash: string): string {
  return `${dir}/${hash}.bin`;
}

/** This very Node, not only its version: a distribution builds its own. */
export function describeNode(): string {
  const { size, mtimeMs } = statSync(process.execPath);
  return `${process.version} ${process.arch} ${size} ${Math.floor(mtimeMs / 1000)}`;
}

/** Shows every change of one or two bits. By zlib, which is loaded in a third of the time that node:crypto takes. */
export function sumOf(bytes: Uint8Array): string {
  return process.getBuiltinModule("node:zlib").crc32(bytes).toString(16);
}

/** Null if it isn't there, or others than root could have written it. */
function openTrusted(dir: string, hash: string): number | null {
  const { HOME: home } = process.env;
  // What is somebody's home is nobody else's to fill, root's neither.
  if (home && home !== "/" && dir.startsWith(`${home}/`)) return null;
  try {
    if (!isRoots(lstatSync(dir))) return null;
    const file = openSync(cacheFile(dir, hash), constants.O_RDONLY | constants.O_NOFOLLOW);
    const stats = fstatSync(file);
    if (stats.isFile() && isRoots(stats)) return file;
    closeSync(file);
    return null;
  } catch {
    return null;
  }
}

function isRoots({ uid, mode }: Stats): boolean {
  return uid === 0 && (mode & (constants.S_IWGRP | constants.S_IWOTH)) === 0;
}

/** Null if it is damaged. */
function readIndex(file: number): CacheIndex | null {
  try {
    const front = readExactly(file, 0, frontBytes);
    const behind = front?.subarray(sumBytes);
    const isWhole = behind && front?.toString("latin1", 0, sumBytes).trim() === sumOf(behind);
    return isWhole ? (JSON.parse(behind.toString("latin1")) as CacheIndex) : null; // as it was written
  } catch {
    return null;
  }
}

/** Null if the file is shorter, or can't be read. */
function readExactly(file: number, start: number, length: number): Buffer | null {
  try {
    const bytes = Buffer.allocUnsafeSlow(length);
    return readSync(file, bytes, 0, length, start) === length ? bytes : null;
  } catch {
    return null;
  }
}
