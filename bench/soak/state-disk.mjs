// The disk of the state directory, and what can happen to it.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A tiny disk of its own where this process may mount one (and nobody else sees it), else a plain directory. */
export function makeStateDisk(home) {
  const disk = join(home, "disk");
  mkdirSync(disk);
  const mounted = process.env.SOAK_MAY_MOUNT === "1" && mountTmpfs(disk);
  const dir = join(disk, "state");
  const aside = join(disk, "state.aside");
  const ballast = join(disk, "ballast");
  return {
    dir,
    mounted,
    /** `replaced`: a file lies where the directory was · `full`: not a byte is free (without a disk of its own: as `replaced`). */
    break(fault) {
      if (fault === "full" && mounted) return fill(ballast);
      if (existsSync(dir)) renameSync(dir, aside);
      writeFileSync(dir, "");
    },
    mend() {
      rmSync(ballast, { force: true });
      if (existsSync(dir) && statSync(dir).isFile()) rmSync(dir);
      if (existsSync(aside)) renameSync(aside, dir);
    },
    deleteState: () => rmSync(join(dir, "state.json"), { force: true }),
    /** Bytes of the largest file in the state directory, whatever it is. */
    largestFile: () => Math.max(0, ...readdirSync(dir).map((name) => statSync(join(dir, name)).size)),
    close() {
      if (mounted) execFileSync("umount", ["--lazy", disk]);
    },
  };
}

function mountTmpfs(disk) {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "soak", disk], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function fill(ballast) {
  for (let size = 64 * 1024; size >= 1; size = size > 1 ? size / 2 : 0) {
    try {
      for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: "a" });
    } catch (error) {
      if (error.code !== "ENOSPC") throw error;
    }
  }
}
