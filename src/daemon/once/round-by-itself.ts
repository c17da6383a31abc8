import type { Config } from "../../config/config.ts";
import type { State } from "../../model/state.ts";
import { systemClock } from "../../platform/clock.ts";
import { readClock } from "../../schedule/wait-for-next.ts";
import type { StateStore } from "../../state/store.ts";
import type { App } from "../build-app.ts";
import { createMemory } from "../memory.ts";
import { type JustSeen, runRound } from "../round.ts";
import { concludeRound, type OnceResult, warnOf } from "./conclude-round.ts";

export interface OnceOptions {
  readonly config: Config;
  readonly force: boolean;
  /** Stop after the plan: nothing is sent, nothing is written. */
  readonly dryRun: boolean;
  /** Whose holds to lift first: a hostname's, all (`null`), or nobody's (`undefined`). */
  readonly lift?: string | null;
  readonly signal: AbortSignal;
  /** Called, in plain words, with what else is worth knowing. */
  readonly onWarning: (text: string) => void;
}

export interface RoundBasis {
  readonly app: App;
  /** What is remembered. */
  readonly state: State;
  /** Null: nothing is written (a dry run). */
  readonly store: Pick<StateStore, "save"> | null;
  /** What was detected just now; absent: the sources are asked. */
  readonly seen?: JustSeen;
}

/** A round by this process, whatever there is to do; or a dry run of it. */
export async function roundByItself(options: OnceOptions, { app, seen, ...kept }: RoundBasis): Promise<OnceResult> {
  const { config, force, dryRun, lift, signal, onWarning } = options;
  const started = readClock(systemClock);
  const memory = createMemory({ config, nowMs: started.steadyMs, ...kept });
  if (lift !== undefined) memory.lift(lift);
  const round = await runRound(app, memory, { force, dryRun, signal, ...(seen && { seen }) });
  const ended = { config, started, round, state: memory.state(), dryRun, onWarning };
  warnOf(ended);
  // What our own end cut off does not count as trouble.
  if (!dryRun && !signal.aborted) {
    const { tellOnce } = await import("../tell/tell-once.ts");
    await tellOnce({ ...ended, clock: systemClock, mask: app.mask });
  }
  return concludeRound(ended);
}
