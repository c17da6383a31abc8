import { readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import { codeOf, systemError } from "../../platform/error-code.ts";
import { lockFile } from "../../platform/files/lock-file.ts";
import { type FileRights, writeDurably } from "../../platform/files/write-durably.ts";
import { maxClientsFileBytes } from "./clients-text.ts";

export interface ClientsFile {
  readonly path: string;
  /** The configuration's file: whoever may read that must be able to read this, too. */
  readonly besides: string | null;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What the file is to hold from now on, or null if it stays, and what came of it. */
export interface ClientsFileChange<Result> {
  readonly text: string | null;
  readonly result: Result;
}

/** Beyond this, this process is stopped again and again in the middle of it. */
const maxAttempts = 5;

/**
 * Changes the file of clients by rename, under a lock, so that two at once lose nothing and the daemon never reads half a
 * file. Owner and mode stay; a symbolic link stays one. `change` gets its text, empty if there is none, and may be
 * called again. Rejects with Node's own error, with `EFBIG` where the daemon could not read it.
 */
export async function changeClientsFile<Result>(
  { path, besides, clock, signal }: ClientsFile,
  change: (text: string) => Promise<ClientsFileChange<Result>>,
): Promise<Result> {
  const real = await realpath(path).catch((error) => {
    if (codeOf(error) !== "ENOENT") throw error;
    return path;
  });
  const [dir, name] = [dirname(real), basename(real)];
  const timing = { nowMs: () => clock.steadyMs(), sleep: clock.sleep };
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const lock = await lockFile(join(dir, `.${name}.lock`), timing, signal);
    try {
      const { text, result } = await change(await readOrEmpty(real));
      if (text === null) return result;
      if (Buffer.byteLength(text) > maxClientsFileBytes) throw systemError("EFBIG", path);
      const rights = await rightsOf(real, dir, besides);
      if (!(await lock.isOurs())) continue;
      await writeDurably(dir, name, text, rights);
      return result;
    } finally {
      await lock.release();
    }
  }
  throw systemError("EBUSY", path);
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return "";
    throw error;
  }
}

/** A new file gets those of the configuration, without what lets others write, in a directory of the daemon's its owner. */
async function rightsOf(path: string, dir: string, besides: string | null): Promise<FileRights> {
  const there = await stat(path).catch(() => null);
  if (there !== null) return { uid: there.uid, gid: there.gid, mode: there.mode & 0o7777 };
  const [directory, model] = [await stat(dir), besides === null ? null : await stat(besides).catch(() => null)];
  const mode = 0o600 | ((model?.mode ?? 0) & 0o044);
  const [uid, gid] = [process.getuid?.() ?? directory.uid, process.getgid?.() ?? directory.gid];
  if (uid !== 0) return { uid, gid, mode };
  const owner = directory.uid === 0 && model !== null ? model : directory;
  return { uid: owner.uid, gid: owner.gid, mode };
}
