import { constants } from "node:fs";
import { open } from "node:fs/promises";

export interface FileContent {
  readonly bytes: Uint8Array;
  /** The permission bits. */
  readonly mode: number;
}

/** Reads a small file; rejects with a system error (`ENOENT`, `EACCES`, `EISDIR` …), with `EFBIG` when it is over the limit. */
export type ReadFile = (path: string, maxBytes: number) => Promise<FileContent>;

export const readBoundedFile: ReadFile = async (path, maxBytes) => {
  const file = await open(path, constants.O_RDONLY);
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw systemError("EISDIR", path);
    // Not by the size: a pipe or a device has none, and may never end.
    const buffer = Buffer.alloc(Math.min(maxBytes, Math.max(stat.size, 65_536)) + 1);
    const chunks: Buffer[] = [];
    let total = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) break;
      total += bytesRead;
      if (total > maxBytes) throw systemError("EFBIG", path);
      chunks.push(Buffer.from(buffer.subarray(0, bytesRead)));
    }
    return { bytes: Buffer.concat(chunks), mode: stat.mode & 0o7777 };
  } finally {
    await file.close();
  }
};

export function systemError(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

/** The text of a file: UTF-8 without a byte order mark; null when it is binary or another encoding. */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    // The characters YAML 1.2 (5.1) leaves out: a file with one of them is no text.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
    return /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** Why a file couldn't be read and what to do, in plain words that follow the file's name. */
export function explainReadError(error: unknown, path: string): string {
  switch (readCode(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such file";
    case "EACCES":
    case "EPERM":
      return `permission denied${describeUser()}; run with sudo, or: chown ${userId()} ${path} && chmod u+r ${path}`;
    case "EISDIR":
      return "it is a directory, not a file";
    case "EFBIG":
      return "it is far too large to be the right file";
    case "EBUSY":
      return "it keeps changing; reload when it is written";
    case "ELOOP":
      return "its symbolic links lead in a circle";
    default:
      return `it can't be read (${readCode(error) ?? "unknown reason"})`;
  }
}

export function readCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

function describeUser(): string {
  return process.getuid === undefined ? "" : ` for the user this runs as (uid ${process.getuid()})`;
}

function userId(): string {
  return String(process.getuid?.() ?? "USER");
}
