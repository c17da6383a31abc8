import { systemClock } from "../../platform/clock.ts";
import { peekState } from "../../state/peek-state.ts";
import type { OnceResult } from "./conclude-round.ts";
import { tryIdleRound } from "./idle-round.ts";
import type { OnceOptions } from "./round-by-itself.ts";

/** One round by this process, or by the daemon that holds the state directory. */
export async function runOnce(options: OnceOptions): Promise<OnceResult> {
  if (options.dryRun) return runDry(options);
  const isUsual = !options.force && options.lift === undefined;
  const idle = isUsual ? await tryIdleRound(options) : { result: null, app: null };
  if (idle.result !== null) return idle.result;
  const { runClaimed } = await import("./claimed-round.ts");
  return runClaimed(options, idle.app);
}

/** What a round would do, whoever else is at work here. */
async function runDry(options: OnceOptions): Promise<OnceResult> {
  const [{ createOnceApp }, { roundByItself }] = await Promise.all([
    import("./once-app.ts"),
    import("./round-by-itself.ts"),
  ]);
  const { state, warnings } = await peekState(options.config.stateDir, systemClock);
  const store = { warnings, state: () => state, save: () => undefined };
  return roundByItself(options, createOnceApp(options.config, 0), store);
}
