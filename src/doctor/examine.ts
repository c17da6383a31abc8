import { setMaxListeners } from "node:events";
import type { Clock } from "../platform/clock.ts";
import { firstLineOf, maxDefectLength } from "../platform/error-message.ts";
import { isTimeUp, withLimit } from "../platform/with-limit.ts";
import { type Check, type Finding, problem, warning } from "./check.ts";
import type { Patient } from "./patient.ts";

/** A finding, and whose it is. */
export interface Examined extends Finding {
  readonly check: string;
}

/** Longer than what several checks look at together takes by itself. */
const maxCheckMs = 25_000;

/** Runs checks side by side, each for so long at most; their findings in the order of the checks. Never rejects. */
export async function examine(
  checks: readonly Check[],
  patient: Patient,
  {
    clock,
    signal,
    maxMs = maxCheckMs,
  }: { readonly clock: Clock; readonly signal: AbortSignal; readonly maxMs?: number },
): Promise<readonly Examined[]> {
  setMaxListeners(0, signal);
  const running = checks.map(async (check) => {
    const run = (limit: AbortSignal) => check.examine(patient, limit);
    const findings = await withLimit(clock, maxMs, signal, run, 0).catch((error) => [describeFailure(error)]);
    return findings.map((finding) => ({ check: check.name, ...finding }));
  });
  return (await Promise.all(running)).flat();
}

function describeFailure(error: unknown): Finding {
  if (isTimeUp(error)) return warning("no result in time", "run doctor again when the network is better");
  return problem(`internal error: ${firstLineOf(error).slice(0, maxDefectLength)}`, "please report it");
}
