import { readdir } from "node:fs/promises";
import type { State } from "../../model/state.ts";
import { systemClock } from "../../platform/clock.ts";
import { readClock } from "../../schedule/wait-for-next.ts";
import { findDirProblem } from "../../state/load-state.ts";
import { isSocketName } from "../../state/own-sockets.ts";
import { peekState } from "../../state/peek-state.ts";
import { noSocketsFile } from "../../state/socket-dir.ts";
import type { App } from "../build-app.ts";
import { createMemory } from "../memory.ts";
import { type JustSeen, runIdleRound } from "../round.ts";
import { concludeRound, type OnceResult } from "./conclude-round.ts";
import { countLook, createOnceApp } from "./once-app.ts";
import type { OnceOptions } from "./round-by-itself.ts";

/** What came of a look that nobody has claimed the state directory for. */
export interface IdleLook {
  readonly kind: "work";
  readonly app: App;
  readonly seen: JustSeen;
  /** Whether this state is still the one that it looked with, so that nobody has published since. */
  isCurrent(state: State): boolean;
}

export interface IdleRound {
  readonly kind: "done";
  readonly result: OnceResult;
}

/** With more, reading the state twice where there is something to do takes longer than a claim. */
const maxHostnames = 1_000;

/**
 * A round that finds nothing to send, to write or to tell, as nearly all of a timer's do. It only reads, so that it needs no
 * claim, which is a socket that is made and removed each time. Null where it can't do that, and nobody has looked.
 */
export async function tryIdleRound({
  config,
  signal,
  onWarning,
}: Pick<OnceOptions, "config" | "signal" | "onWarning">): Promise<IdleRound | IdleLook | null> {
  const { stateDir } = config;
  // A notice may wait to be sent again.
  const isSimple = config.hostnames.length <= maxHostnames && config.notify.length === 0;
  if (!isSimple || !(await isUndisturbed(stateDir))) return null;
  const { state, warnings, isWritten } = await peekState(stateDir, systemClock);
  if (warnings.length > 0 || !isWritten(state)) return null;

  const started = readClock(systemClock);
  const app = createOnceApp(config, await countLook(stateDir));
  let saved = state;
  const store = {
    save(next: State) {
      saved = next;
    },
  };
  const memory = createMemory({ config, nowMs: started.steadyMs, state, store });
  const { round, seen } = await runIdleRound(app, memory, signal);
  const look = { kind: "work", app, seen, isCurrent: isWritten } as const;
  if (round === null || signal.aborted || (saved !== state && !isWritten(saved))) return look;
  const { hasNothingToTell } = await import("../tell/tell-once.ts");
  const telling = { config, clock: systemClock, round, state: memory.state(), mask: app.mask };
  if (!(await hasNothingToTell(telling))) return look;
  const ended = { config, started, round, state: memory.state(), dryRun: false, onWarning };
  return { kind: "done", result: await concludeRound(ended) };
}

/** Whether nobody else is at work in the directory, and it could be written to: what prevents that is for who claims it to report. */
async function isUndisturbed(dir: string): Promise<boolean> {
  const entries = await readdir(dir).catch(() => [noSocketsFile]);
  if (entries.some((entry) => isSocketName(entry) || entry === noSocketsFile)) return false;
  return (await findDirProblem(dir)) === null;
}
