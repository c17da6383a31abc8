import { systemClock } from "../../platform/clock.ts";
import { peekState } from "../../state/peek-state.ts";
import type { OnceResult } from "./conclude-round.ts";
import { tryIdleRound } from "./idle-round.ts";
import { createOnceApp } from "./once-app.ts";
import type { OnceOptions } from "./round-by-itself.ts";

/** One round by this process, or by the daemon that holds the state directory. */
export async function runOnce(options: OnceOptions): Promise<OnceResult> {
  if (options.dryRun) return runDry(options);
  const isUsual = !options.force && options.lift === undefined;
  const idle = isUsual ? await tryIdleRound(options) : null;
  if (idle?.kind === "done") return idle.result;
  const { runClaimed } = await import("./claimed-round.ts");
  return runClaimed(options, idle);
}

/** What a round would do, whoever else is at work here. */
async function runDry(options: OnceOptions): Promise<OnceResult> {
  const { config, onWarning } = options;
  const { state, warnings } = await peekState(config.stateDir, systemClock);
  for (const warning of warnings) onWarning(warning);
  const { roundByItself } = await import("./round-by-itself.ts");
  return roundByItself(options, { app: createOnceApp(config, 0), state, store: null });
}
