import { randomBytes } from "node:crypto";
import { type FileHandle, link, open, rename, stat, unlink } from "node:fs/promises";
import { codeOf, systemError } from "../error-code.ts";

export interface FileLock {
  /** False once another process took it for a dead one's: this one was stopped for long. To be asked right before the write. */
  isOurs(): Promise<boolean>;
  release(): Promise<void>;
}

export interface LockTiming {
  /** Steady time. */
  nowMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The same lock seen for so long is a dead process's: the living touch theirs, since a busy disk may take that long. */
const maxHeldMs = 10_000;
const touchEveryMs = 2_000;
/** No look counts for longer than this: whoever was stopped in between has seen nothing meanwhile. */
const maxCountedMs = 1_000;
const maxWaitMs = 120_000;

/**
 * Takes a lock that lasts as long as a file is there, and waits for whoever has it; rejects with Node's own error where
 * the file can't be made, and with `EBUSY` after two minutes. A file, since Node has no flock and a socket is not seen
 * from another container.
 */
export async function lockFile(path: string, { nowMs, sleep }: LockTiming, signal: AbortSignal): Promise<FileLock> {
  const startMs = nowMs();
  let seen = { identity: "", forMs: 0, atMs: startMs };
  while (nowMs() - startMs < maxWaitMs) {
    signal.throwIfAborted();
    const own = await create(path);
    if (own !== null) return hold(path, own);
    const identity = await identityOf(path);
    const atMs = nowMs();
    const forMs = identity === seen.identity ? seen.forMs + Math.min(atMs - seen.atMs, maxCountedMs) : 0;
    seen = { identity, forMs, atMs };
    if (identity !== "" && forMs >= maxHeldMs) await remove(path, identity);
    await sleep(20 + Math.random() * 30, signal);
  }
  throw systemError("EBUSY", path);
}

/** Null if somebody has it. */
async function create(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, "wx", 0o600);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return null;
    throw error;
  }
}

/** As long as it is open, no other file has its number. */
async function hold(path: string, own: FileHandle): Promise<FileLock> {
  const { ino } = await own.stat({ bigint: true });
  const touching = setInterval(() => {
    const now = new Date();
    own.utimes(now, now).catch(() => undefined);
  }, touchEveryMs).unref();
  const isOurs = () =>
    stat(path, { bigint: true }).then(
      (there) => there.ino === ino,
      () => false,
    );
  return {
    isOurs,
    release: async () => {
      clearInterval(touching);
      if (await isOurs()) await unlink(path).catch(() => undefined);
      await own.close();
    },
  };
}

/** A number of a file may be used again at once, its time not. Empty: there is none. */
async function identityOf(path: string): Promise<string> {
  return stat(path, { bigint: true }).then(
    ({ ino, mtimeNs }) => `${ino} ${mtimeNs}`,
    () => "",
  );
}

/** Moved aside first: of two that do this, one gets it, and sees whether it is still the dead one. */
async function remove(path: string, dead: string): Promise<void> {
  const aside = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if ((await identityOf(aside)) !== dead) await link(aside, path).catch(() => undefined);
  await unlink(aside).catch(() => undefined);
}
