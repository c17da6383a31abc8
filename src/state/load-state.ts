import { access, constants, readdir, readFile, rename, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { emptyState, type State } from "../model/state.ts";
import type { Clock } from "../platform/clock.ts";
import { codeOf, describeDiskError } from "./describe-disk-error.ts";
import { type ParsedState, parseState } from "./parse-state.ts";
import { isLeftover } from "./write-durably.ts";

export const stateFile = "state.json";

/** 10,000 hostnames take 8 MB. */
const mostBytes = 64 * 1024 * 1024;

export interface LoadedState {
  readonly state: State;
  /** The file's text, when it was read and nothing in it had to be moved aside. */
  readonly text: string | null;
  /** Worth telling once: what was moved aside, and why. */
  readonly warnings: readonly string[];
  /** Why the directory can't be used, with what to do; null when it can, or is yet to be made. */
  readonly problem: string | null;
}

/** Reads what the last run remembered. A file that can't be used is moved aside; nothing is ever thrown. */
export async function loadState(dir: string, clock: Clock, salt: string): Promise<LoadedState> {
  const problem = await findProblem(dir);
  const nothing = { state: emptyState(salt), text: null, warnings: [], problem };
  await removeLeftovers(dir);
  try {
    const text = await readText(join(dir, stateFile));
    const parsed = parse(text, salt, clock.steadyMs());
    if (parsed.kind === "state") return { ...nothing, state: parsed.state, text };
    return { ...nothing, ...(await moveAside(dir, parsed.reason, clock)) };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return nothing;
    return { ...nothing, ...(await moveAside(dir, `it can't be read (${codeOf(error) ?? "unknown error"})`, clock)) };
  }
}

/** A directory that is missing is made when something is to be saved. */
async function findProblem(dir: string): Promise<string | null> {
  try {
    await access(dir, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return codeOf(error) === "ENOENT" ? null : await describeDiskError(error, dir);
  }
}

function parse(text: string | null, salt: string, nowMs: number): ParsedState {
  return text === null ? { kind: "unusable", reason: "it is larger than 64 MiB" } : parseState(text, salt, nowMs);
}

/** Null for one that is too large to be ours. */
async function readText(path: string): Promise<string | null> {
  const { size } = await stat(path);
  return size > mostBytes ? null : await readFile(path, "utf8");
}

async function moveAside(dir: string, reason: string, clock: Clock) {
  const path = join(dir, stateFile);
  const aside = `${path}.damaged-${new Date(clock.wallMs()).toISOString().replaceAll(":", "")}`;
  try {
    await rename(path, aside);
    return {
      warnings: [`the state file ${path} can't be used, ${reason}; it was moved to ${aside} and a new one begun`],
    };
  } catch (error) {
    return {
      warnings: [`the state file ${path} can't be used, ${reason}; nothing of it is known`],
      problem: await describeDiskError(error, dir),
    };
  }
}

async function removeLeftovers(dir: string): Promise<void> {
  const entries = await readdir(dir).catch(() => []);
  const leftovers = entries.filter((entry) => isLeftover(entry, stateFile));
  await Promise.all(leftovers.map((entry) => unlink(join(dir, entry)).catch(() => undefined)));
}
