import { isPublished, type Outcome, type RoundReport } from "../../model/report.ts";
import { recordsTookOver, type Status } from "../../model/status.ts";
import type { Round } from "../round.ts";
import type { StatusBasis } from "./status-after-round.ts";

export interface OnceResult {
  readonly report: RoundReport;
  /** The status after the round; the daemon's if it did the round. Null: nothing was to be done, and nothing is held. */
  readonly status: Status | null;
}

export interface EndedRound extends StatusBasis {
  /** Whether nothing may be told to anybody. */
  readonly dryRun: boolean;
  /** Called, in plain words, with what else is worth knowing. */
  readonly onWarning: (text: string) => void;
}

/** Warns of what the round found, which concerns more than one hostname. */
export function warnOf({ round, onWarning }: Pick<EndedRound, "round" | "onWarning">): void {
  if (round.tookOver) onWarning(recordsTookOver);
  for (const text of listTranslations(round)) onWarning(text);
}

/** The result of a single round; whoever waits for a sign of life gets one. */
export async function concludeRound({ dryRun, onWarning, ...ended }: EndedRound): Promise<OnceResult> {
  const { config, round, state } = ended;
  const { report } = round;
  const isCalm = state.account.hold === null && report.outcomes.every(isSettled);
  if (isCalm && config.heartbeats.length === 0) return { report, status: null };
  const { statusAfterRound } = await import("./status-after-round.ts");
  const status = statusAfterRound(ended);
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
