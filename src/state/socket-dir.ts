import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { maxPathBytes } from "./own-sockets.ts";

/** A directory whose sockets can be reached however long its path is. */
export interface SocketDir {
  readonly path: string;
  /** A path of the entry that fits into a socket's address. */
  pathOf(name: string): string;
  close(): Promise<void>;
}

/** Left by a daemon in a directory that can hold no socket: whoever looks for it then knows why there is none. */
export const noSocketsFile = "no-sockets";

const maxNameLength = ".daemon-0123456789ab.sock".length;

export async function openSocketDir(path: string): Promise<SocketDir> {
  const fits = Buffer.byteLength(path) + 1 + maxNameLength <= maxPathBytes;
  const handle = fits ? null : await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  return describe(path, handle);
}

function describe(path: string, handle: FileHandle | null): SocketDir {
  return {
    path,
    pathOf: (name) => (handle ? `/proc/self/fd/${handle.fd}/${name}` : join(path, name)),
    close: async () => handle?.close(),
  };
}
