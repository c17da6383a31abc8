import {
  accessSync,
  appendFileSync,
  type BigIntStats,
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  type PathLike,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";

// What `node:fs/promises` does, done at once: a command that reads a few files and ends pays more for handing that to other
// threads than for doing it. Not for a daemon, which a file system that hangs would keep from everything else.

type Handle = Awaited<ReturnType<typeof import("node:fs/promises").open>>;

const calls: Readonly<Record<string, AnyFunction>> = {
  access: accessSync,
  chmod: chmodSync,
  link: linkSync,
  lstat: lstatSync,
  mkdir: mkdirSync,
  readdir: readdirSync,
  readFile: readFileSync,
  realpath: realpathSync,
  rename: renameSync,
  rm: rmSync,
  stat: statSync,
  unlink: unlinkSync,
};

/** Returns what stands for the module: each function that is known here, and all others of its own. */
export function doFilesAtOnce(real: () => typeof import("node:fs/promises")): Record<string, unknown> {
  const known: Record<string, unknown> = { constants, open: openAtOnce(real) };
  for (const [name, call] of Object.entries(calls)) known[name] = asPromise(call);
  return new Proxy(known, { get: (own, name: string) => own[name] ?? real()[name as keyof ReturnType<typeof real>] });
}

type AnyFunction = (...given: never[]) => unknown;

/** An error rejects, as it does there. */
function asPromise(call: AnyFunction): (...given: never[]) => Promise<unknown> {
  return async (...given) => call(...given);
}

function openAtOnce(real: () => typeof import("node:fs/promises")) {
  return async (path: PathLike, flags?: string | number, mode?: number): Promise<object> =>
    mayWait(path) ? real().open(path, flags, mode) : handleOf(openSync(path, flags ?? "r", mode));
}

/** A named pipe, a terminal or a device may keep its reader waiting, and nothing could end that: not for this thread. */
function mayWait(path: PathLike): boolean {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats !== undefined && !stats.isFile() && !stats.isDirectory();
  } catch {
    return false; // opening it fails alike, and says why
  }
}

/** What is used of a FileHandle. */
function handleOf(
  fd: number,
): Pick<Handle, "fd" | "close" | "sync" | "datasync" | "truncate" | "chmod" | "chown"> & object {
  return {
    fd,
    close: async () => closeSync(fd),
    sync: async () => fsyncSync(fd),
    datasync: async () => fdatasyncSync(fd),
    truncate: async (length?: number) => ftruncateSync(fd, length),
    chmod: async (mode) => fchmodSync(fd, mode),
    chown: async (uid: number, gid: number) => fchownSync(fd, uid, gid),
    ...{
      stat: async (options?: { bigint: boolean }): Promise<Stats | BigIntStats> => fstatSync(fd, options),
      read: async (buffer: Buffer, offset: number, length: number, position: number | null) => ({
        buffer,
        bytesRead: readSync(fd, buffer, offset, length, position),
      }),
      writeFile: async (data: string | Uint8Array) => writeFileSync(fd, data),
      appendFile: async (data: string | Uint8Array) => appendFileSync(fd, data),
    },
  };
}
