import type { Wait } from "../../model/state.ts";
import { dayMs, hourMs, minuteMs } from "../../model/time/units.ts";
import type { Random } from "../../platform/random.ts";
import { type BackOffLimits, backOff, usualBackOff } from "../../schedule/back-off.ts";
import { consequenceOf } from "../answers/consequence.ts";
import type { UpdateAnswer } from "../engine.ts";

type WaitCause = Pick<UpdateAnswer, "result" | "consequence" | "reason" | "retryAfterMs">;

interface WaitContext {
  readonly nowMs: number;
  readonly random: Random;
}

/** 30 minutes, growing: what the protocol's origin (Dyn) asks for after `dnserr` and `911`. */
const longBackOff: BackOffLimits = { baseMs: 30 * minuteMs, maxMs: 6 * hourMs };
/** With the wrong time TLS can't work, and the clock may be set at any moment. */
const clockWaitMs = 20_000;
/** Nobody tried in the meantime, because nothing was to be published. */
const forgottenAfterMs = dayMs;
/** A server that wants a longer silence is not believed: every wait has an end. */
const maxRetryAfterMs = dayMs;

/** The wait that follows a failure: longer after each one of its kind, or as long as the server asked. */
export function nextWait(previous: Wait | null, cause: WaitCause, context: WaitContext): Wait {
  const attempts = previous !== null && isNextInRow(previous, cause, context) ? previous.attempts + 1 : 1;
  const lengthMs = Math.max(ownLengthMs(cause, attempts, context.random), askedLengthMs(cause));
  return {
    reason: cause.reason ?? cause.result,
    result: cause.result,
    untilMs: context.nowMs + lengthMs,
    lengthMs,
    attempts,
    kind: askedLengthMs(cause) > 0 ? "server" : "backoff",
  };
}

/** A failure of another kind, or long after the wait for the last one was over, is a first one. */
function isNextInRow(previous: Wait, { result }: WaitCause, { nowMs }: WaitContext): boolean {
  return isLong(previous.result) === isLong(result) && nowMs - previous.untilMs <= forgottenAfterMs;
}

/** What follows for every request: trouble on the way to the server, or a time that it named; null once it works again. */
export function nextAccountWait(
  previous: Wait | null,
  causes: readonly WaitCause[],
  context: WaitContext,
): Wait | null {
  const cause = causes.find(concernsAccount);
  if (cause) return nextWait(previous, cause, context);
  return causes.length > 0 && causes.every(({ consequence }) => consequence !== "back-off") ? null : previous;
}

function concernsAccount({ consequence, retryAfterMs }: WaitCause): boolean {
  if (consequence === "back-off-account" || consequence === "wait-for-clock") return true;
  return consequence === "back-off" && askedLengthMs({ retryAfterMs }) > 0;
}

/** Our own patience; a time that the server names may make it longer, never shorter. */
function ownLengthMs({ consequence, result }: WaitCause, attempts: number, random: Random): number {
  if (isLong(result)) return backOff(attempts, longBackOff, random);
  return consequence === "wait-for-clock" ? clockWaitMs : backOff(attempts, usualBackOff, random);
}

function askedLengthMs({ retryAfterMs }: Pick<WaitCause, "retryAfterMs">): number {
  return Math.min(Math.max(retryAfterMs ?? 0, 0), maxRetryAfterMs);
}

function isLong(result: WaitCause["result"] | null): boolean {
  return result !== null && consequenceOf(result) === "wait-long";
}
