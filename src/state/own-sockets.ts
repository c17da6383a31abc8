import type { Stats } from "node:fs";

/** The kernel's limit for a socket's path is 108 bytes with the final zero. */
export const maxPathBytes = 107;

/** Which entries of a state directory are sockets of ours, by their names. */
export function isSocketName(entry: string): boolean {
  return /^daemon-[0-9a-f]{12}\.sock$/.test(entry);
}

/** A socket of another user was planted there; only root and the directory's owner may stand in for a user's own daemon. */
export function isTrusted(socket: Stats, dirOwner: number): boolean {
  return socket.isSocket() && [process.getuid?.() ?? 0, 0, dirOwner].includes(socket.uid);
}
