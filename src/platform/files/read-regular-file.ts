import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { systemError } from "../error-code.ts";

export interface FileContent {
  readonly bytes: Uint8Array;
  /** The permission bits. */
  readonly mode: number;
  /** The user it belongs to. */
  readonly uid: number;
}

/**
 * Reads a regular file of bounded size; rejects with a system error (`ENOENT`, `EACCES`, `EISDIR` …), with `EFBIG` when it
 * is larger, and with `ENOTREG` for a device, a socket or a named pipe, which may never end. Opened without blocking: a
 * named pipe would wait for its writer, and nothing could end that.
 */
export async function readRegularFile(path: string, maxBytes: number): Promise<FileContent> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await file.stat();
    if (stats.isDirectory()) throw systemError("EISDIR", path);
    if (!stats.isFile()) throw systemError("ENOTREG", path);
    return { bytes: await readUpTo(file, maxBytes, path), mode: stats.mode & 0o7777, uid: stats.uid };
  } finally {
    await file.close();
  }
}

/** Not by the size alone: files of the kernel have none. */
async function readUpTo(file: FileHandle, maxBytes: number, path: string): Promise<Buffer> {
  const { size } = await file.stat();
  if (size > maxBytes) throw systemError("EFBIG", path);
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const buffer = Buffer.allocUnsafe(Math.max(size - total, 0) + 4096);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) return Buffer.concat(chunks);
    total += bytesRead;
    if (total > maxBytes) throw systemError("EFBIG", path);
    chunks.push(buffer.subarray(0, bytesRead));
  }
}
