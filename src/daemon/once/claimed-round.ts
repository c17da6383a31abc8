import type { RoundReport } from "../../model/report.ts";
import type { Status } from "../../model/status.ts";
import { systemClock } from "../../platform/clock.ts";
import { HolderError, unreadable } from "../../state/ask-holder.ts";
import type { Claim } from "../../state/claim.ts";
import { openState } from "../../state/store.ts";
import type { DaemonRequest } from "../../status/answer-request.ts";
import { isAnswerTo } from "../../status/is-answer-to.ts";
import type { App } from "../build-app.ts";
import { busy, claimInTurn } from "../claim-in-turn.ts";
import type { OnceResult } from "./conclude-round.ts";
import { countLook, createOnceApp } from "./once-app.ts";
import { type OnceOptions, roundByItself } from "./round-by-itself.ts";

/** A round with the state directory claimed, or by the daemon that holds it. `idle`: what just detected the addresses; null: nobody did. */
export async function runClaimed(options: OnceOptions, idle: App | null): Promise<OnceResult> {
  const { config, onWarning } = options;
  let app = idle;
  const onWait = () => {
    // What was detected before is old by the time another process has done its round.
    app = null;
  };
  const claim = await claimInTurn(config.stateDir, async () => busy, { ...options, onWait });
  if (claim.kind === "taken") {
    if (claim.hung) throw new HolderError("hung", "it has not answered for 5 s: it is stopped or hung");
    return askDaemon(claim.ask, options);
  }
  if (claim.kind === "unavailable") onWarning(claim.reason);
  const store = await openState({ dir: config.stateDir, clock: systemClock });
  try {
    app ??= createOnceApp(config, await countLook(config.stateDir));
    const result = await roundByItself(options, app, store);
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
