import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, systemError } from "../platform/error-code.ts";
import { writeDurably } from "../platform/files/write-durably.ts";
import { formatRecord, type HistoryRecord, parseRecords } from "./record.ts";
import { trimLines } from "./trim-lines.ts";

/** In the state directory; one JSON object a line. */
export const historyFile = "history.jsonl";
export const maxHistoryBytes = 256 * 1024;

/**
 * Adds lines at the end of the file, on disk when it resolves; nothing before them is written again, except where the
 * file is full. A crash at any moment leaves every earlier line, and at worst half of the last one, which a reader skips.
 * Rejects with Node's own error.
 */
export async function appendRecords(dir: string, records: readonly HistoryRecord[]): Promise<void> {
  const text = records.map(formatRecord).join("");
  const isAdded = await addToFile(dir, text);
  if (isAdded) return;
  const lines = `${await readText(dir)}\n${text}`.split("\n").flatMap((line) => (line === "" ? [] : [`${line}\n`]));
  await writeDurably(dir, historyFile, trimLines(lines, maxHistoryBytes).join(""));
}

/** All that is kept, oldest first; nothing where there is no file yet. Rejects with Node's own error. */
export async function readRecords(dir: string): Promise<HistoryRecord[]> {
  return parseRecords(await readText(dir));
}

/** False if there is no file yet, or no room in it. */
async function addToFile(dir: string, text: string): Promise<boolean> {
  const file = await openFile(dir, constants.O_RDWR | constants.O_APPEND);
  if (file === null) return false;
  try {
    const { size } = await file.stat();
    // The line before it may have been cut off.
    const isWhole = size === 0 || (await readAt(file, size - 1, 1)) === "\n";
    const added = isWhole ? text : `\n${text}`;
    if (size + Buffer.byteLength(added) > maxHistoryBytes) return false;
    await file.appendFile(added);
    await file.datasync();
    return true;
  } finally {
    await file.close();
  }
}

/** The end of it, where it is larger than it may be. */
async function readText(dir: string): Promise<string> {
  const file = await openFile(dir, constants.O_RDONLY);
  if (file === null) return "";
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - maxHistoryBytes);
    return await readAt(file, from, size - from);
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.toString("utf8", 0, bytesRead);
}

/** Null if it is missing. A link, a pipe or a device was never ours. */
async function openFile(dir: string, flags: number): Promise<FileHandle | null> {
  const path = join(dir, historyFile);
  try {
    const file = await open(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = await file.stat();
    if (stats.isFile()) return file;
    await file.close();
    throw systemError(stats.isDirectory() ? "EISDIR" : "ENOTREG", path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}
