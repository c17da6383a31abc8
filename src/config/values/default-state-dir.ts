import { resolve } from "node:path";

/**
 * Where what is remembered goes when nothing else is said: the directory that systemd gives the unit, otherwise the one that its
 * units have. The daemon and whoever asks it must come to the same: a second account's `/etc/gigahost-ddns/NAME.yaml` has
 * its own, since that is what `gigahost-ddns@NAME` runs with.
 */
export function defaultStateDir(file: string | null, { STATE_DIRECTORY }: NodeJS.ProcessEnv): string {
  const [given = ""] = (STATE_DIRECTORY ?? "").split(":");
  if (given.startsWith("/")) return given;
  const name = file === null ? undefined : /^\/etc\/gigahost-ddns\/([\w.-]+)\.yaml$/.exec(resolve(file))?.[1];
  return `/var/lib/gigahost-ddns${name === undefined || name === "config" ? "" : `-${name}`}`;
}
