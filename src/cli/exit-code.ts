import type { Consequence } from "../model/consequence.ts";
import type { Outcome } from "../model/report.ts";
import type { Status } from "../model/status.ts";
import { consequenceOf } from "../publish/answers/consequence.ts";

/** The exit codes that a round can end with. */
export type RoundExitCode = 0 | 1 | 75 | 77;

type RoundLine = Pick<
  Outcome,
  "hostname" | "family" | "action" | "result" | "consequence" | "address" | "previous" | "untold"
>;
type KnownStatus = Pick<Status, "account" | "hostnames">;

/**
 * The result of a round: 0 done, 1 held or refused, 75 temporary, 77 credential refused or account held. Several at once:
 * the first that applies of 77, 1, 75, 0. `status` as it is after the round; null if it can't be had.
 */
export function exitCodeOf(outcomes: readonly RoundLine[], status: KnownStatus | null = null): RoundExitCode {
  const codes = outcomes.map((outcome) => codeOfOutcome(outcome, status));
  if (status?.account.state === "held") return 77;
  return ([77, 1, 75] as const).find((code) => codes.includes(code)) ?? 0;
}

/** 1 where sending it again brings the same answer until the user acts, 75 where time may fix it. */
const codes: Readonly<Record<Consequence, RoundExitCode>> = {
  done: 0,
  "hold-account": 77,
  "hold-hostname": 1,
  "refuse-address": 1,
  "wait-long": 75,
  "back-off": 75,
  "back-off-account": 75,
  "wait-for-clock": 75,
  interrupted: 75,
};

function codeOfOutcome(outcome: RoundLine, status: KnownStatus | null): RoundExitCode {
  const { action, result, address } = outcome;
  // A daemon from before an upgrade gives only the result.
  const consequence = outcome.consequence ?? (action === "update" && result !== null ? consequenceOf(result) : null);
  if (action === "none") return address === null && isMissed(outcome, status) ? 75 : 0;
  if (consequence !== null) return codes[consequence];
  if (action === "held") return 1;
  return isInvalidAddress(outcome, status) ? 1 : 75;
}

/** Whether an address that nobody knows is wanted: one that the user's own rule refuses is not, nor a family that never was here. */
function isMissed({ hostname, family, previous, untold }: RoundLine, status: KnownStatus | null): boolean {
  if (untold) return false;
  const line = findLine(hostname, family, status);
  if (line?.state === "refused") return false;
  return line ? line.state !== "absent" || line.published !== null : previous !== null;
}

/** A wait that no time ends: the server calls the address invalid. */
function isInvalidAddress({ hostname, family, action }: RoundLine, status: KnownStatus | null): boolean {
  const result = findLine(hostname, family, status)?.result ?? null;
  return action === "wait" && result !== null && consequenceOf(result) === "refuse-address";
}

function findLine(hostname: string, family: Outcome["family"], status: KnownStatus | null) {
  return status?.hostnames.find((line) => line.hostname === hostname && line.family === family);
}
