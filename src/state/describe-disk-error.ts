import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "../platform/error-code.ts";
import { findStanding, type Standing } from "../platform/program/find-standing.ts";

/** Why the state directory can't be used and what to do about it, in plain words with the exact command. */
export async function describeDiskError(error: unknown, dir: string, standing = findStanding(dir)): Promise<string> {
  const code = codeOf(error);
  if (code === "EACCES" || code === "EPERM") return describeDenied(dir, await nearestExisting(dir), standing);
  const isNoDirectory = code === "ENOTDIR" || code === "EEXIST";
  const known = isNoDirectory ? await describeFile(dir) : explanations[code ?? ""];
  return `the state directory ${dir} can't be used: ${known ?? code ?? "unknown error"}`;
}

const explanations: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; free some space; saving is retried",
  EDQUOT: "the disk quota is used up; free some space; saving is retried",
  EROFS: "the file system is read-only; mount a writable volume there, or set another state_dir",
  ENAMETOOLONG: "the path is too long; set a shorter state_dir",
  ELOOP: "its symbolic links form a loop",
  EIO: "the disk reports errors; check it",
  EMFILE: "too many files are open",
};

/** Which code it is depends on what was to be done there; what is in the way doesn't. */
async function describeFile(dir: string): Promise<string> {
  const { path } = await nearestExisting(dir);
  return `${path === dir ? "it" : path} is a file; set another state_dir`;
}

function describeDenied(dir: string, nearest: { path: string; stats: Stats | null }, standing: Standing): string {
  const { owner } = standing;
  const missing = nearest.path !== dir;
  const belongs = nearest.stats && !missing ? ` (it belongs to ${nearest.stats.uid}:${nearest.stats.gid})` : "";
  return `the state directory ${dir} can't be ${missing ? "created" : "written"} by user ${owner}${belongs}; ${adviseDirectory(dir, missing, standing)}`;
}

/** How to make a directory this user's own, right where this is read. */
export function adviseDirectory(dir: string, missing: boolean, standing: Standing): string {
  const { kind, owner } = standing;
  const quoted = quoteForShell(dir);
  if (kind === "container") {
    return `on the host, give the directory that is mounted at ${standing.mountedAt} to that user: chown -R ${owner} DIRECTORY`;
  }
  if (kind === "dynamic-user") {
    return "remove `state_dir` from the configuration and restart the unit: systemd gives it a directory of its own";
  }
  return missing
    ? `run: sudo mkdir -p ${quoted} && sudo chown ${owner} ${quoted}`
    : `run: sudo chown -R ${owner} ${quoted}`;
}

async function nearestExisting(path: string): Promise<{ path: string; stats: Stats | null }> {
  const stats = await stat(path).catch(() => null);
  const parent = dirname(path);
  return stats || parent === path ? { path, stats } : nearestExisting(parent);
}

/** Only where it needs it. */
export function quoteForShell(path: string): string {
  return /^[\w./:@%+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
