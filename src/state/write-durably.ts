import { constants } from "node:fs";
import { mkdir, open, rename, unlink } from "node:fs/promises";
import { join } from "node:path";

/**
 * Replaces a file so that a crash or power cut at any moment leaves the old or the new content, mode 0600. Makes the
 * directory where it is missing. Rejects with Node's own error; the old file is untouched then.
 *
 * Not write-file-atomic: it renames after a short write (a disk that fills up), and doesn't sync the directory.
 */
export async function writeDurably(dir: string, name: string, text: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const temporary = join(dir, `.${name}.${process.pid}.tmp`);
  try {
    await writeSynced(temporary, text);
    await rename(temporary, join(dir, name));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncDir(dir);
}

/** Whether a directory entry is left over from a write that was cut off. */
export function isLeftover(entry: string, name: string): boolean {
  return entry.startsWith(`.${name}.`) && entry.endsWith(".tmp");
}

async function writeSynced(path: string, text: string): Promise<void> {
  // Removed first, so that neither a link planted there is followed nor an odd mode kept.
  await unlink(path).catch(() => undefined);
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Some file systems of a NAS can't sync a directory; the file itself is safe then all the same. */
async function syncDir(dir: string): Promise<void> {
  const handle = await open(dir, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}
