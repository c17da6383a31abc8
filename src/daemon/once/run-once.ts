import type { Config } from "../../config/config.ts";
import { looksPerOther } from "../../detect/asking/prepare-asks.ts";
import { isPublished, type Outcome, type RoundReport } from "../../model/report.ts";
import { recordsTookOver, type Status } from "../../model/status.ts";
import { systemClock } from "../../platform/clock.ts";
import { countInFile } from "../../platform/files/count-in-file.ts";
import { readClock } from "../../schedule/wait-for-next.ts";
import { HolderError, unreadable } from "../../state/ask-holder.ts";
import type { Claim } from "../../state/claim.ts";
import { openState, type StateStore } from "../../state/store.ts";
import type { DaemonRequest } from "../../status/answer-request.ts";
import { isAnswerTo } from "../../status/is-answer-to.ts";
import { buildApp, systemMachine } from "../build-app.ts";
import { busy, claimInTurn } from "../claim-in-turn.ts";
import { createMemory } from "../memory.ts";
import { type Round, runRound } from "../round.ts";

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

export interface OnceResult {
  readonly report: RoundReport;
  /** The status after the round; the daemon's if it did the round. Null: nothing was to be done, and nothing is held. */
  readonly status: Status | null;
}

/** One round by this process, or by the daemon that holds the state directory. */
export async function runOnce(options: OnceOptions): Promise<OnceResult> {
  const { config, dryRun, onWarning } = options;
  if (dryRun) return roundByItself(options, await openState({ dir: config.stateDir, clock: systemClock }));

  const claim = await claimInTurn(config.stateDir, async () => busy, options);
  if (claim.kind === "taken") {
    if (claim.hung) throw new HolderError("hung", "it has not answered for 5 s: it is stopped or hung");
    return askDaemon(claim.ask, options);
  }
  if (claim.kind === "unavailable") onWarning(claim.reason);
  const store = await openState({ dir: config.stateDir, clock: systemClock });
  try {
    const result = await roundByItself(options, store);
    await store.flush();
    const problem = store.problem();
    if (problem && claim.kind === "held") onWarning(problem);
    return result;
  } finally {
    if (claim.kind === "held") await claim.release();
  }
}

/** The daemon does the round, and reports its status after it. */
async function askDaemon(ask: Asking, { force, lift, signal }: OnceOptions): Promise<OnceResult> {
  const request: DaemonRequest = lift === undefined ? { do: "update", force } : { do: "retry", hostname: lift };
  const report = await askFor(ask, request, signal);
  const status = await askFor(ask, { do: "status" }, signal);
  return { report: report as RoundReport, status: status as Status }; // as was looked at
}

async function askFor(ask: Asking, request: DaemonRequest, signal: AbortSignal): Promise<unknown> {
  const answer = await ask(request, signal);
  if (!isAnswerTo(request, answer)) throw unreadable();
  return answer;
}

type Asking = Extract<Claim, { kind: "taken" }>["ask"];

async function roundByItself(options: OnceOptions, store: StateStore): Promise<OnceResult> {
  const { config, force, dryRun, lift, signal, onWarning } = options;
  for (const warning of store.warnings) onWarning(warning);
  const started = readClock(systemClock);
  const remembered = { state: store.state(), store: dryRun ? null : store };
  const memory = createMemory({ config, nowMs: started.steadyMs, ...remembered });
  if (lift !== undefined) memory.lift(lift);
  // In a separate file: counting it in the state would rewrite that after each look.
  const looksSinceOther = dryRun ? 0 : await countInFile(config.stateDir, "looks", looksPerOther - 1);
  const app = buildApp(config, { ...systemMachine(systemClock), looksSinceOther });
  const round = await runRound(app, memory, { force, dryRun, signal });
  const { report, tookOver } = round;
  if (tookOver) onWarning(recordsTookOver);
  for (const text of listTranslations(round)) onWarning(text);
  // What our own end cut off does not count as trouble.
  if (!dryRun && !signal.aborted) {
    const { tellOnce } = await import("../tell/tell-once.ts");
    await tellOnce({ config, clock: systemClock, round, state: memory.state(), mask: app.mask, onWarning });
  }
  const isCalm = memory.state().account.hold === null && report.outcomes.every(isSettled);
  if (isCalm && config.heartbeats.length === 0) return { report, status: null };
  const { statusAfterRound } = await import("./status-after-round.ts");
  const status = statusAfterRound({ config, started, round, state: memory.state() });
  if (!dryRun && config.heartbeats.length > 0) {
    const { beatOnce } = await import("../tell/heart/beat-once.ts");
    await beatOnce(config, status, report.durationMs, onWarning);
  }
  return { report, status };
}

/** Nothing is wanted for it but what is there. */
function isSettled({ action, address }: Outcome): boolean {
  return action === "none" && address !== null;
}

/** Told with the update that it concerns, so that a timer's rounds don't repeat it. */
function listTranslations({ detections, report }: Round): string[] {
  const changed = new Set(report.outcomes.filter(isPublished).map(({ family }) => family));
  return detections.flatMap(({ family, translation }) => (translation && changed.has(family) ? [translation] : []));
}
