import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { codeOf } from "../../platform/error-code.ts";
import { messageOf } from "../../platform/error-message.ts";
import { findAddress, maxAnswerBytes } from "../formats/find-address.ts";
import type { Question, RawAnswer } from "../source.ts";
import type { SourceSpec } from "../source-kind.ts";

export interface FileSpec extends SourceSpec {
  readonly path: string;
}

/** Read every few seconds: 64 KiB each time would show in the memory. */
const usualBytes = 1024;

/** `file:/path`: whatever a script or a router wrote there. */
export async function askFile({ path }: FileSpec, { family }: Question): Promise<RawAnswer> {
  try {
    const content = await readSmallFile(path);
    return content === null
      ? { kind: "none", reason: `${path} is larger than ${maxAnswerBytes / 1024} KiB` }
      : findAddress(content, family);
  } catch (error) {
    return { kind: "none", reason: explain(error, path) };
  }
}

/**
 * Null if it is too long. Opened without blocking: a named pipe would wait for its writer. By another thread in short
 * commands, too, which read their own files at once: other sources are not kept waiting by a file system that hangs.
 */
async function readSmallFile(path: string): Promise<string | null> {
  const { open } = process.getBuiltinModule("node:fs/promises");
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) throw Object.assign(new Error("not a regular file"), { code: "EISDIR" });
    return (await readUpTo(file, usualBytes)) ?? (await readUpTo(file, maxAnswerBytes));
  } finally {
    await file.close();
  }
}

/** The whole file, or null if it is longer than that. Its size is not asked: files of the kernel have none. */
async function readUpTo(file: FileHandle, maxBytes: number): Promise<string | null> {
  const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(maxBytes + 1), position: 0 });
  return bytesRead > maxBytes ? null : buffer.toString("utf8", 0, bytesRead);
}

function explain(error: unknown, path: string): string {
  switch (codeOf(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return `${path} does not exist`;
    case "EACCES":
    case "EPERM":
      return `this user can't read ${path}`;
    case "EISDIR":
    case "ENXIO":
      return `${path} is not a regular file`;
    default:
      return `${path} can't be read: ${messageOf(error)}`;
  }
}
