import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, rename, stat, unlink } from "node:fs/promises";
import { join } from "node:path";

/**
 * Replaces a file so that a crash or power cut at any moment leaves the old or the new content, mode 0600. Makes the
 * directory where it is missing. Rejects with Node's own error; the old file is untouched then. Written by root, the file
 * belongs to whom the directory belongs to: the daemon there must be able to read it. With `rights`, it gets those. A text
 * in pieces is asked for one after the other, while it is written.
 *
 * Not write-file-atomic: it renames after a short write (a disk that fills up), and doesn't sync the directory.
 */
export async function writeDurably(
  dir: string,
  name: string,
  text: string | Iterable<string>,
  rights: FileRights | null = null,
): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  // A name that nobody can guess, so that nothing is planted there.
  const temporary = join(dir, `.${name}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await writeSynced(temporary, text, rights ?? dir);
    await rename(temporary, join(dir, name));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncDir(dir);
}

/** Who a file belongs to, and its permission bits. */
export interface FileRights {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** Whether a directory entry is left over from a write that was cut off. */
export function isLeftover(entry: string, name: string): boolean {
  return entry.startsWith(`.${name}.`) && entry.endsWith(".tmp");
}

/** `rights`: to have, or the directory whose owner gets it. */
async function writeSynced(path: string, text: string | Iterable<string>, rights: FileRights | string): Promise<void> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    if (typeof rights === "string") await giveToOwnerOf(rights, file);
    else await giveRights(rights, file);
    for (const piece of typeof text === "string" ? [text] : text) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What root makes belongs to whom the directory belongs to. */
export async function giveToOwnerOf(dir: string, file: FileHandle): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(dir);
  if (uid !== 0 || gid !== 0) await file.chown(uid, gid);
}

async function giveRights({ uid, gid, mode }: FileRights, file: FileHandle): Promise<void> {
  const own = await file.stat();
  if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid);
  if ((own.mode & 0o7777) !== mode) await file.chmod(mode);
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
