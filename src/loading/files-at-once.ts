import fs, { type BigIntStats, type PathLike, type Stats } from "node:fs";

// What `node:fs/promises` does, done at once: a command that reads a few files and ends pays more for handing that to other
// threads than for doing it. Not for a daemon, which a file system that hangs would keep from everything else.

type Handle = Awaited<ReturnType<typeof import("node:fs/promises").open>>;

const names = [
  ...["access", "chmod", "link", "lstat", "mkdir", "readdir", "readFile", "realpath", "rename", "rm", "stat", "unlink"],
] as const;

/** Gives what stands for the module: each function that is known here, and all others of its own. */
export function doFilesAtOnce(real: () => typeof import("node:fs/promises")): Record<string, unknown> {
  const known: Record<string, unknown> = { constants: fs.constants, open: openAtOnce(real) };
  for (const name of names) known[name] = asPromise(fs[`${name}Sync` as keyof typeof fs] as AnyFunction); // each of them has one
  return new Proxy(known, { get: (own, name: string) => own[name] ?? real()[name as keyof ReturnType<typeof real>] });
}

type AnyFunction = (...given: never[]) => unknown;

/** An error rejects, as it does there. */
function asPromise(call: AnyFunction): (...given: never[]) => Promise<unknown> {
  return async (...given) => call(...given);
}

function openAtOnce(real: () => typeof import("node:fs/promises")) {
  return async (path: PathLike, flags?: string | number, mode?: number): Promise<object> =>
    mayWait(path) ? real().open(path, flags, mode) : handleOf(fs.openSync(path, flags ?? "r", mode));
}

/** A named pipe, a terminal or a device may keep its reader waiting, and nothing could end that: not for this thread. */
function mayWait(path: PathLike): boolean {
  try {
    const stats = fs.statSync(path, { throwIfNoEntry: false });
    return stats !== undefined && !stats.isFile() && !stats.isDirectory();
  } catch {
    return false; // opening it fails alike, and says why
  }
}

/** What is used of a FileHandle. */
function handleOf(fd: number): Pick<Handle, "fd" | "close" | "sync" | "datasync" | "chmod" | "chown"> & object {
  return {
    fd,
    close: async () => fs.closeSync(fd),
    sync: async () => fs.fsyncSync(fd),
    datasync: async () => fs.fdatasyncSync(fd),
    chmod: async (mode) => fs.fchmodSync(fd, mode),
    chown: async (uid: number, gid: number) => fs.fchownSync(fd, uid, gid),
    ...{
      stat: async (options?: { bigint: boolean }): Promise<Stats | BigIntStats> => fs.fstatSync(fd, options),
      read: async (buffer: Buffer, offset: number, length: number, position: number | null) => ({
        buffer,
        bytesRead: fs.readSync(fd, buffer, offset, length, position),
      }),
      writeFile: async (data: string | Uint8Array) => fs.writeFileSync(fd, data),
      appendFile: async (data: string | Uint8Array) => fs.appendFileSync(fd, data),
    },
  };
}
