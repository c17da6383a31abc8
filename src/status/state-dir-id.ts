import { createHash } from "node:crypto";
import { resolve } from "node:path";

/** The header that identifies the daemon to those who must not read its state directory. */
export const stateDirIdHeader = "x-state-directory";

/** Tells state directories apart without naming them. systemd shows a DynamicUser's own below `/var/lib/private`. */
export function stateDirId(stateDir: string): string {
  const path = resolve(stateDir).replace(/^\/var\/lib\/private\//, "/var/lib/");
  return createHash("sha256").update(`gigahost-ddns ${path}`).digest("hex").slice(0, 16);
}
