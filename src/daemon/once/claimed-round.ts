import type { RoundReport } from "../../model/report.ts";
import type { Status } from "../../model/status.ts";
import { systemClock } from "../../platform/clock.ts";
import { HolderError, unreadable } from "../../state/ask-holder.ts";
import type { Claim } from "../../state/claim.ts";
import { openState } from "../../state/store.ts";
import type { DaemonRequest } from "../../status/answer-request.ts";
import { isAnswerTo } from "../../status/is-answer-to.ts";
import { busy, claimInTurn } from "../claim-in-turn.ts";
import type { OnceResult } from "./conclude-round.ts";
import type { IdleLook } from "./idle-round.ts";
import { countLook, createOnceApp } from "./once-app.ts";
import { type OnceOptions, roundByItself } from "./round-by-itself.ts";

/** A round with the state directory claimed, or by the daemon that holds it. `idle`: what a look without a claim found; null: nobody looked. */
export async function runClaimed(options: OnceOptions, idle: IdleLook | null): Promise<OnceResult> {
  const { config, onWarning } = options;
  let hasWaited = false;
  const onWait = () => {
    hasWaited = true;
  };
  const claim = await claimInTurn(config.stateDir, async () => busy, { ...options, onWait });
  if (claim.kind === "taken") {
    if (claim.hung) throw new HolderError("hung", "it has not answered for 5 s: it is stopped or hung");
    return askDaemon(claim.ask, options);
  }
  if (claim.kind === "unavailable") onWarning(claim.reason);
  const store = await openState({ dir: config.stateDir, clock: systemClock });
  for (const warning of store.warnings) onWarning(warning);
  try {
    const state = store.state();
    // By the time another process has done its round, what was seen before it is old.
    const seen = !hasWaited && idle?.isCurrent(state) ? idle.seen : null;
    const app = idle?.app ?? createOnceApp(config, await countLook(config.stateDir));
    const result = await roundByItself(options, { app, state, store, ...(seen && { seen }) });
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
  const answer = await ask(request, signal).catch((error) => {
    throw signal.aborted ? new HolderError("interrupted", "interrupted") : error;
  });
  if (!isAnswerTo(request, answer)) throw unreadable();
  return answer;
}

type Asking = Extract<Claim, { kind: "taken" }>["ask"];
