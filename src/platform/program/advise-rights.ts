import { findStanding } from "./find-standing.ts";

/** How to keep others from reading a secret, right where this is read. The service's own user, made up by systemd, owns no file. */
export function adviseClosing(path: string, standing = findStanding(path)): string {
  const { kind, owner } = standing;
  if (kind === "container")
    return `on the host, give what is mounted at ${standing.mountedAt} to user ${owner}, with mode 0600`;
  if (kind === "dynamic-user") return handOver;
  return `chmod 600 ${path}`;
}

/** How to make a file ours alone to change, right where this is read. */
export function adviseOwning(path: string, standing = findStanding(path)): string {
  const { kind, owner } = standing;
  if (kind === "container") return `on the host, give what is mounted at ${standing.mountedAt} to user ${owner}`;
  if (kind === "dynamic-user") return handOver;
  return `chown ${owner.split(":")[0]} ${path}`;
}

const handOver =
  "move the secret into a file in /etc/gigahost-ddns/secrets (mode 0600), which systemd passes on, and name that file in the configuration";
