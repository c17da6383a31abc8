import { access, constants, readdir, rename, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { emptyState, type State } from "../model/state.ts";
import { isoTime } from "../model/time/iso-time.ts";
import type { Clock } from "../platform/clock.ts";
import { codeOf, systemError } from "../platform/error-code.ts";
import { describeFileError } from "../platform/files/file-error.ts";
import { readRegularFile } from "../platform/files/read-regular-file.ts";
import { isLeftover } from "../platform/files/write-durably.ts";
import { findContainer } from "../platform/program/find-container.ts";
import { findStanding, type Standing } from "../platform/program/find-standing.ts";
import { adviseDirectory, describeDiskError, quoteForShell } from "./describe-disk-error.ts";
import { parseState } from "./parse-state.ts";
import { digestOf } from "./render-state.ts";

export const stateFile = "state.json";

/** 10,000 hostnames take 8 MB. */
const maxBytes = 64 * 1024 * 1024;

export interface LoadedState {
  readonly state: State;
  /** The digest of the file's text, when it was read and nothing in it had to be moved aside. */
  readonly digest: string | null;
  /** Worth mentioning once: what was moved aside, and why. */
  readonly warnings: readonly string[];
  /** Why the directory can't be used, with what to do; null if it can, or is yet to be made. */
  readonly problem: string | null;
  /** Whether there is a file that couldn't be read: it must not be written over. */
  readonly unread: boolean;
}

/** Reads what the last run remembered. A file that is damaged is moved aside; nothing is ever thrown. */
export async function loadState(dir: string, clock: Clock): Promise<LoadedState> {
  const problem = await findDirProblem(dir);
  const nothing = { state: emptyState(""), digest: null, warnings: await warnOfOthers(dir), problem, unread: false };
  await removeLeftovers(dir);
  const read = await readState(dir, clock);
  if (read.kind === "state") return { ...nothing, state: read.state, digest: digestOf([read.text]) };
  if (read.kind === "none") return nothing;
  if (read.kind === "damaged") {
    const { warnings, ...found } = { problem, ...(await moveAside(dir, read.reason, clock)) };
    return { ...nothing, ...found, warnings: [...nothing.warnings, ...warnings] };
  }
  return { ...nothing, problem: problem ?? describeUnread(dir, read), unread: true };
}

/** Why the state file, which couldn't be read when it was opened, may not be written over yet; null if it is gone. */
export async function findUnread(dir: string, clock: Clock): Promise<string | null> {
  const read = await readState(dir, clock);
  if (read.kind === "none") return null;
  if (read.kind === "unreadable") return (await findDirProblem(dir)) ?? describeUnread(dir, read);
  return `the state file ${join(dir, stateFile)} is readable again; restart to use it; nothing is saved until then`;
}

export type ReadState =
  | { readonly kind: "state"; readonly state: State; readonly text: string }
  | { readonly kind: "none" }
  | { readonly kind: "damaged"; readonly reason: string }
  /** It is there, and this user can't read it, or the disk fails: that is not damage. */
  | { readonly kind: "unreadable"; readonly code: string; readonly isDenied: boolean };

/** Reads the state file and changes nothing. */
export async function readState(dir: string, clock: Clock): Promise<ReadState> {
  try {
    const { bytes } = await readRegularFile(join(dir, stateFile), maxBytes);
    const text = Buffer.from(bytes).toString("utf8");
    const parsed = parseState(text, clock.steadyMs());
    if (parsed.ok) return { kind: "state", state: parsed.state, text };
    return { kind: "damaged", reason: parsed.reason };
  } catch (error) {
    const code = codeOf(error) ?? "unknown error";
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "none" };
    if (Object.hasOwn(notOurs, code)) return { kind: "damaged", reason: notOurs[code] ?? code };
    return { kind: "unreadable", code, isDenied: code === "EACCES" || code === "EPERM" };
  }
}

/** What is there was not written by this program. */
const notOurs: Readonly<Record<string, string>> = {
  EFBIG: "it is larger than 64 MiB",
  EISDIR: "it is a directory",
  ENOTREG: "it is not a regular file",
  ENXIO: "it is not a regular file",
  ELOOP: "it is a symbolic link in a loop",
};

/** Nothing is written over it: what it remembers, holds among it, is not to be forgotten. */
export function describeUnread(
  dir: string,
  { code, isDenied }: Extract<ReadState, { kind: "unreadable" }>,
  standing = findStanding(dir),
): string {
  const path = join(dir, stateFile);
  if (!isDenied)
    return `the state file ${path} can't be read (${describeFileError(systemError(code, path))}); nothing is saved until it can: check the disk, then restart`;
  return `user ${standing.owner} can't read the state file ${path}, so its contents are unknown and nothing is saved; ${adviseFile(dir, path, standing)} and restart`;
}

/** The directory is right, and the file in it is somebody else's. */
function adviseFile(dir: string, path: string, standing: Standing): string {
  const { kind, owner } = standing;
  if (kind === "container") {
    return `on the host, run: chown -R ${owner} on the directory that is mounted at ${standing.mountedAt}`;
  }
  // Of whichever user systemd makes up next.
  if (kind === "dynamic-user") return `run: sudo chown --reference=${quoteForShell(dir)} ${quoteForShell(path)}`;
  return `run: sudo chown ${owner} ${quoteForShell(path)}`;
}

/** Why a state directory can't be used, with what to do; null for one that is missing, since it is made when something is to be saved. */
export async function findDirProblem(dir: string): Promise<string | null> {
  try {
    if (!(await stat(dir)).isDirectory()) throw Object.assign(new Error("no directory"), { code: "ENOTDIR" });
    await access(dir, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return codeOf(error) === "ENOENT" ? null : await describeDiskError(error, dir);
  }
}

/** Anybody who can write there can make us believe anything. */
export async function warnOfOthers(dir: string): Promise<string[]> {
  const stats = await stat(dir).catch(() => null);
  const uid = process.getuid?.() ?? 0;
  if (!stats?.isDirectory()) return [];
  const path = quoteForShell(dir);
  const open = describeOpenDir(dir, stats.mode);
  if (open !== null) return [open];
  if (stats.uid === uid || stats.uid === 0) return [];
  // Root may be looking after the daemon of a user of its own.
  const advice =
    uid === 0 ? `run this as that user, or: chown -R 0 ${path}` : adviseDirectory(dir, false, findStanding(dir));
  return [`the state directory ${dir} belongs to another user (${stats.uid}), who can pose as the daemon; ${advice}`];
}

/** Null if others can't write there. A container's volume is open to whichever user it runs as, and it has no others. */
export function describeOpenDir(dir: string, mode: number, container = findContainer(process.env)): string | null {
  const isVolume = container !== null && (mode & 0o1000) !== 0;
  if ((mode & 0o002) === 0 || isVolume) return null;
  return `every user of this machine can write to the state directory ${dir}, so any of them can pose as the daemon; run: chmod 700 ${quoteForShell(dir)}`;
}

async function moveAside(dir: string, reason: string, clock: Clock) {
  const path = join(dir, stateFile);
  const aside = `${path}.damaged-${isoTime(clock.wallMs()).replaceAll(":", "")}`;
  try {
    await rename(path, aside);
    return {
      warnings: [`the state file ${path} can't be used: ${reason}; it was moved to ${aside} and a new one started`],
    };
  } catch (error) {
    return {
      warnings: [`the state file ${path} can't be used: ${reason}; starting without it`],
      problem: await describeDiskError(error, dir),
    };
  }
}

async function removeLeftovers(dir: string): Promise<void> {
  const entries = await readdir(dir).catch(() => []);
  const leftovers = entries.filter((entry) => isLeftover(entry, stateFile));
  await Promise.all(leftovers.map((entry) => unlink(join(dir, entry)).catch(() => undefined)));
}
