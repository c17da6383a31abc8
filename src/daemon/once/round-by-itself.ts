import type { Config } from "../../config/config.ts";
import { systemClock } from "../../platform/clock.ts";
import { readClock } from "../../schedule/wait-for-next.ts";
import type { StateStore } from "../../state/store.ts";
import type { App } from "../build-app.ts";
import { createMemory } from "../memory.ts";
import { runRound } from "../round.ts";
import { concludeRound, type OnceResult } from "./conclude-round.ts";

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

/** A round by this process, whatever there is to do; or a dry run of it. */
export async function roundByItself(
  options: OnceOptions,
  app: App,
  store: Pick<StateStore, "warnings" | "state" | "save">,
): Promise<OnceResult> {
  const { config, force, dryRun, lift, signal, onWarning } = options;
  for (const warning of store.warnings) onWarning(warning);
  const started = readClock(systemClock);
  const memory = createMemory({ config, nowMs: started.steadyMs, state: store.state(), store });
  if (lift !== undefined) memory.lift(lift);
  const round = await runRound(app, memory, { force, dryRun, signal });
  const ended = { config, started, round, state: memory.state(), dryRun, onWarning };
  // What our own end cut off does not count as trouble.
  if (!dryRun && !signal.aborted) {
    const { tellOnce } = await import("../tell/tell-once.ts");
    await tellOnce({ ...ended, clock: systemClock, mask: app.mask });
  }
  return concludeRound(ended);
}
