import { execFileSync } from "node:child_process";

/** Directories of a test, by the place where a pod sees them; what is written there stays there. */
export type Mounts = Readonly<Record<string, string>>;

const accountDir = "run/secrets/kubernetes.io/serviceaccount";

/**
 * A pod's own root, with this machine's programs, its service account where Kubernetes mounts it, and what else is
 * mounted; nothing of that is seen outside.
 */
export function intoPod(serviceAccount: string, mounts: Mounts = {}): readonly string[] {
  const root = "/mnt";
  const script = [
    `mount -t tmpfs none ${root}`,
    // Of the rest, everything but what a pod has of its own.
    `for dir in /*; do case $dir in /mnt|/run|/etc|/data) continue ;; esac`,
    `[ -d "$dir" ] && [ ! -L "$dir" ] && { mkdir ${root}$dir; mount --rbind $dir ${root}$dir; }`,
    `[ -L "$dir" ] && cp -P $dir ${root}$dir; done`,
    `cp -a /etc ${root}/etc && rm -rf ${root}/etc/gigahost-ddns*`,
    `mkdir -p ${root}/${accountDir} && cp ${serviceAccount}/* ${root}/${accountDir}`,
    ...Object.entries(mounts).map(([place, dir]) => `mkdir -p ${root}${place} && mount --bind ${dir} ${root}${place}`),
    `exec chroot ${root} "$@"`,
  ];
  return ["unshare", "--mount", "sh", "-c", script.join("\n"), "sh"];
}

export const mayUnshare = (() => {
  try {
    execFileSync("unshare", ["--mount", "mount", "-t", "tmpfs", "none", "/run"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();
