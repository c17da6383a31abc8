import { lstat, readdir, stat } from "node:fs/promises";
import { findState, type SocketState } from "./ask-holder.ts";
import { isSocketName, isTrusted } from "./own-sockets.ts";
import type { SocketDir } from "./socket-dir.ts";

/** The socket of another process in a state directory. */
export interface Other {
  readonly name: string;
  readonly state: Exclude<SocketState, "gone">;
}

/** The sockets of others in a state directory that may be trusted, each with what is at its other end. */
export async function lookAround(dir: SocketDir, ownName = ""): Promise<Other[]> {
  const entries = await readdir(dir.path);
  const names = entries.filter((entry) => isSocketName(entry) && entry !== ownName);
  if (names.length === 0) return [];
  const { uid } = await stat(dir.path);
  const others = await Promise.all(
    names.map(async (name) => {
      const stats = await lstat(`${dir.path}/${name}`).catch(() => null);
      return stats && isTrusted(stats, uid) ? { name, state: await findState(dir.pathOf(name)) } : null;
    }),
  );
  return others.filter((other): other is Other => other !== null && other.state !== "gone");
}
