import { readdir } from "node:fs/promises";
import type { Config } from "../../config/config.ts";
import type { Detection } from "../../model/detection.ts";
import type { State } from "../../model/state.ts";
import { systemClock } from "../../platform/clock.ts";
import { readClock } from "../../schedule/wait-for-next.ts";
import { findDirProblem } from "../../state/load-state.ts";
import { isSocketName } from "../../state/own-sockets.ts";
import { peekState } from "../../state/peek-state.ts";
import { noSocketsFile } from "../../state/socket-dir.ts";
import type { App } from "../build-app.ts";
import { createMemory } from "../memory.ts";
import { runIdleRound } from "../round.ts";
import { concludeRound, type OnceResult } from "./conclude-round.ts";
import { countLook, createOnceApp } from "./once-app.ts";

export interface IdleOptions {
  readonly config: Config;
  readonly signal: AbortSignal;
  readonly onWarning: (text: string) => void;
}

/** What came of a round that nobody has claimed the state directory for. */
export interface IdleRound {
  /** Null: there is something to do. */
  readonly result: OnceResult | null;
  /** With what it detected, so that a round that follows at once need not ask again; null: nothing was detected. */
  readonly app: App | null;
}

/** Of more, to read the state twice when there is something to do takes longer than a claim. */
const maxHostnames = 1_000;

/**
 * A round that finds nothing to send, to write or to tell, as nearly all of a timer's do. It only reads, so that it needs no
 * claim, which is a socket that is made and removed each time.
 */
export async function tryIdleRound({ config, signal, onWarning }: IdleOptions): Promise<IdleRound> {
  const { stateDir } = config;
  const nothing = { result: null, app: null };
  // A notice may wait to be sent again.
  const isSimple = config.hostnames.length <= maxHostnames && config.notify.length === 0;
  if (!isSimple || !(await isUndisturbed(stateDir))) return nothing;
  const { state, warnings, isWritten } = await peekState(stateDir, systemClock);
  if (warnings.length > 0 || !isWritten(state)) return nothing;

  const started = readClock(systemClock);
  const app = detectOnce(createOnceApp(config, await countLook(stateDir)));
  let saved = state;
  const store = {
    save(next: State) {
      saved = next;
    },
  };
  const memory = createMemory({ config, nowMs: started.steadyMs, state, store });
  const round = await runIdleRound(app, memory, signal);
  if (round === null || signal.aborted || (saved !== state && !isWritten(saved))) return { result: null, app };
  const { hasNothingToTell } = await import("../tell/tell-once.ts");
  const telling = { config, clock: systemClock, round, state: memory.state(), mask: app.mask };
  if (!(await hasNothingToTell(telling))) return { result: null, app };
  const ended = { config, started, round, state: memory.state(), dryRun: false, onWarning };
  return { result: await concludeRound(ended), app };
}

/** Whether nobody else is at work in the directory, and it could be written to: what prevents that is for who claims it to report. */
async function isUndisturbed(dir: string): Promise<boolean> {
  const entries = await readdir(dir).catch(() => [noSocketsFile]);
  if (entries.some((entry) => isSocketName(entry) || entry === noSocketsFile)) return false;
  return (await findDirProblem(dir)) === null;
}

/** Asks the sources a single time, and answers with that from then on. */
function detectOnce(app: App): App {
  let detected: Promise<readonly Detection[]> | null = null;
  return {
    ...app,
    detect(...request) {
      detected ??= app.detect(...request);
      return detected;
    },
  };
}
