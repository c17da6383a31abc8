import { readFile } from "node:fs/promises";

/** The systemd unit that this process belongs to (`gigahost-ddns.service` → `gigahost-ddns`); null if there is none. */
export async function findOwnUnit(environment: NodeJS.ProcessEnv, file = "/proc/self/cgroup"): Promise<string | null> {
  if (!environment.INVOCATION_ID) return null;
  const text = await readFile(file, "utf8").catch(() => "");
  return /\/([\w@.:\\-]+)\.service$/m.exec(text)?.[1] ?? null;
}
