import type { Config } from "../config/config.ts";
import type { RoundReport } from "../model/report.ts";
import { systemClock } from "../platform/clock.ts";
import { claimStateDir } from "../state/claim.ts";
import { openState, type StateStore } from "../state/store.ts";
import { buildApp, systemMachine } from "./build-app.ts";
import { createMemory } from "./memory.ts";
import { runRound } from "./round.ts";

export interface OnceOptions {
  readonly config: Config;
  readonly force: boolean;
  /** Stop after the plan: nothing is sent, nothing is written. */
  readonly dryRun: boolean;
  /** Whose holds to lift first: a hostname's, all (`null`), or nobody's (`undefined`). */
  readonly lift?: string | null;
  readonly signal: AbortSignal;
  /** Told, in plain words, what is worth knowing besides the report. */
  readonly onWarning: (text: string) => void;
}

/** One round by this process, or by the daemon that holds the state directory. */
export async function runOnce(options: OnceOptions): Promise<RoundReport> {
  const { config, dryRun, onWarning } = options;
  if (dryRun) return roundByItself(options, await openState({ dir: config.stateDir, clock: systemClock }));

  const claim = await claimStateDir(config.stateDir, () =>
    Promise.reject(new Error("a single round is under way, no daemon")),
  );
  if (claim.kind === "taken") return (await claim.ask(requestOf(options), options.signal)) as RoundReport; // the daemon's own answer
  if (claim.kind === "unavailable") onWarning(claim.reason);
  const store = await openState({ dir: config.stateDir, clock: systemClock });
  try {
    const report = await roundByItself(options, store);
    await store.flush();
    const problem = store.problem();
    if (problem && claim.kind === "held") onWarning(problem);
    return report;
  } finally {
    if (claim.kind === "held") await claim.release();
  }
}

function requestOf({ force, lift }: OnceOptions): object {
  return lift === undefined ? { do: "update", force } : { do: "retry", hostname: lift };
}

async function roundByItself(options: OnceOptions, store: StateStore): Promise<RoundReport> {
  const { config, force, dryRun, lift, signal, onWarning } = options;
  for (const warning of store.warnings) onWarning(warning);
  const memory = createMemory({ config, clock: systemClock, state: store.state(), store: dryRun ? null : store });
  if (lift !== undefined) memory.lift(lift);
  const { report } = await runRound(buildApp(config, systemMachine(systemClock)), memory, { force, dryRun, signal });
  return report;
}
