import { randomBytes } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { State } from "../model/state.ts";
import type { Clock } from "../platform/clock.ts";
import { writeDurably } from "../platform/files/write-durably.ts";
import { describeDiskError } from "./describe-disk-error.ts";
import { findUnread, type LoadedState, loadState, stateFile } from "./load-state.ts";
import { digestOf, noteDigest, renderState } from "./render-state.ts";

/** What is remembered between rounds: in memory at once, on disk within a second. Nothing of it ever throws. */
export interface StateStore {
  /** What was loaded, or saved last. */
  state(): State;
  /**
   * Remembers, and has it written within a second; at once when the last write is older. Tries again what failed before. An
   * object that was written already is not looked at again: who changes something in it saves another one.
   */
  save(state: State): void;
  /** Resolves when what was saved last is on disk, or couldn't be written. */
  flush(): Promise<void>;
  /** Why the state isn't safe on disk, in plain words with what to do; null if it is. */
  problem(): string | null;
  /** What was found damaged on opening; worth mentioning once. */
  readonly warnings: readonly string[];
}

export interface StateOptions {
  readonly dir: string;
  readonly clock: Clock;
}

const minIntervalMs = 1000;
/** A caller waits for the disk at most so many times as long as a write takes, so that thousands share one. */
const pauseByWrite = 4;

/** Opens the state in a directory, which is made when something is to be saved. One process at a time: see `claimStateDir`. */
export async function openState({ dir, clock }: StateOptions): Promise<StateStore> {
  const loaded = await loadState(dir, clock);
  const onDisk = { state: null, digest: loaded.digest, inode: await inodeOf(dir) };
  const file = createStateFile(dir, clock, onDisk, loaded);
  let state = withSalt(loaded.state);
  return {
    state: () => state,
    save(next) {
      state = next;
      file.want(next);
    },
    flush: file.flush,
    problem: file.problem,
    warnings: loaded.warnings,
  };
}

/** Only what has none gets one: loading node:crypto takes longer than everything else that a short command does. */
function withSalt(state: State): State {
  if (state.account.salt !== "") return state;
  return { ...state, account: { ...state.account, salt: randomBytes(16).toString("hex") } };
}

/** A reason of our own: without one, Node would create an exception that nobody sees. */
const over = "over";

interface Written {
  /** Null: another one than those that are saved. */
  readonly state: State | null;
  /** Null: not known. */
  readonly digest: string | null;
  /** Null: gone already when it was looked at. */
  readonly inode: bigint | null;
}

/** The file behind the store: at most one write a second, one at a time, only of what changed. */
function createStateFile(dir: string, clock: Clock, onDisk: Written, loaded: LoadedState) {
  const copy = createDiskCopy(dir, clock, onDisk, loaded);
  const waiting = createWaitingRoom();
  let wanted: State | null = null;
  let lastWriteMs = Number.NEGATIVE_INFINITY;
  let isRunning = false;
  let lastTookMs = 0;
  let pausing: AbortController | null = null;

  const write = async (state: State) => {
    const upTo = waiting.wanted();
    wanted = null;
    lastWriteMs = clock.steadyMs();
    await copy.write(state);
    lastTookMs = clock.steadyMs() - lastWriteMs;
    waiting.done(upTo);
  };
  const pause = async () => {
    const restMs = lastWriteMs + minIntervalMs - clock.steadyMs();
    if (restMs > 0 && waiting.isEmpty()) {
      pausing = new AbortController();
      await clock.sleep(restMs, pausing.signal);
      pausing = null;
    }
    const leftMs = lastWriteMs + lastTookMs + Math.min(minIntervalMs, lastTookMs * pauseByWrite) - clock.steadyMs();
    if (leftMs > 0) await clock.sleep(leftMs);
  };
  const run = async () => {
    while (wanted !== null) {
      await pause();
      if (wanted !== null) await write(wanted);
    }
    isRunning = false;
  };
  return {
    want(state: State) {
      wanted = state;
      waiting.want();
      if (isRunning) return;
      isRunning = true;
      void run();
    },
    async flush() {
      if (waiting.isDone()) return;
      pausing?.abort(over);
      await waiting.wait();
    },
    problem: copy.problem,
  };
}

/** What the disk has, written only where it differs from what is to be there. */
function createDiskCopy(dir: string, clock: Clock, onDisk: Written, loaded: LoadedState) {
  let written = onDisk;
  let { problem, unread } = loaded;
  return {
    problem: () => problem,
    async write(state: State): Promise<void> {
      try {
        // What couldn't be read is not written over: what it remembers, holds among it, is not to be forgotten.
        const stillUnread = unread ? await findUnread(dir, clock) : null;
        unread = stillUnread !== null;
        if (unread) {
          problem = stillUnread;
          return;
        }
        let digest = state === written.state ? written.digest : digestOf(renderState(state));
        if (digest !== written.digest || !(await isStillThere(dir, written))) {
          // It may change while it is written: what counts is what the disk got.
          const noted = noteDigest(renderState(state));
          await writeDurably(dir, stateFile, noted.pieces);
          digest = noted.digest();
        }
        written = { state, digest, inode: await inodeOf(dir) };
        // Not before: who asks while it is tried again would hear that all is well.
        problem = null;
      } catch (error) {
        written = { state: null, digest: null, inode: null };
        problem = await describeDiskError(error, dir);
      }
    },
  };
}

/** How many writes were requested, how many of them are done, and who waits for them. */
function createWaitingRoom() {
  const count = { wanted: 0, done: 0 };
  let waiting: { readonly until: number; readonly resolve: () => void }[] = [];
  return {
    want: () => void count.wanted++,
    wanted: () => count.wanted,
    done(upTo: number) {
      count.done = upTo;
      for (const each of waiting) if (each.until <= upTo) each.resolve();
      waiting = waiting.filter((each) => each.until > upTo);
    },
    isDone: () => count.done >= count.wanted,
    isEmpty: () => waiting.length === 0,
    /** Not for what others want meanwhile: that may never end. */
    wait: () => new Promise<void>((resolve) => waiting.push({ until: count.wanted, resolve })),
  };
}

/** Somebody may have deleted it, or put another in its place. */
async function isStillThere(dir: string, { inode }: Written): Promise<boolean> {
  return inode !== null && (await inodeOf(dir)) === inode;
}

async function inodeOf(dir: string): Promise<bigint | null> {
  const stats = await stat(join(dir, stateFile), { bigint: true }).catch(() => null);
  return stats?.ino ?? null;
}
