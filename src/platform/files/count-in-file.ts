import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { systemError } from "../error-code.ts";
import { giveToOwnerOf } from "./write-durably.ts";

/**
 * Counts in the length of a file, one byte each time, where rewriting the state would cost too much: returns how
 * often it was counted before, `max` at most, and starts over after that. What can't be read or written counts as `max`.
 */
export async function countInFile(dir: string, name: string, max: number): Promise<number> {
  try {
    return await count(dir, join(dir, name), max);
  } catch {
    return max;
  }
}

async function count(dir: string, path: string, max: number): Promise<number> {
  const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = await open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw systemError("ENOTREG", path);
    if (stats.size === 0) await giveToOwnerOf(dir, file);
    if (stats.size >= max) await file.truncate();
    else await file.appendFile(".");
    return Math.min(stats.size, max);
  } finally {
    await file.close();
  }
}
