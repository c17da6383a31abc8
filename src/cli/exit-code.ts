import type { Outcome } from "../model/report.ts";
import type { Result } from "../model/result.ts";
import type { Status } from "../model/status.ts";

/** The exit codes that a round can end with. */
export type RoundExitCode = 0 | 1 | 75 | 77;

type Line = Pick<Outcome, "hostname" | "family" | "action" | "result" | "address" | "previous">;
type Known = Pick<Status, "account" | "hostnames">;

/**
 * What a round came to: 0 done, 1 held or refused, 75 temporary, 77 credential refused or account held. Several at once:
 * the first that applies of 77, 1, 75, 0. `status` as it is after the round; null where it can't be had.
 */
export function exitCodeOf(outcomes: readonly Line[], status: Known | null = null): RoundExitCode {
  const codes = outcomes.map((outcome) => codeOfOutcome(outcome, status));
  if (status?.account.state === "held") return 77;
  return ([77, 1, 75] as const).find((code) => codes.includes(code)) ?? 0;
}

const credentialRefused: readonly Result[] = ["badauth", "http_401"];
/** Sending it again brings the same answer until the user acts. */
const refused: readonly Result[] = [
  ...(["nohost", "notfqdn", "abuse", "!donator", "numhost", "badsys"] as const),
  ...(["badagent", "http_403"] as const),
];

function codeOfOutcome(outcome: Line, status: Known | null): RoundExitCode {
  const { action, result, address } = outcome;
  if (action === "none") return address === null && isMissed(outcome, status) ? 75 : 0;
  if (action === "update" && (result === "good" || result === "nochg")) return 0;
  if (result !== null && credentialRefused.includes(result)) return 77;
  if (action === "held" || (result !== null && refused.includes(result))) return 1;
  return isInvalidAddress(outcome, status) ? 1 : 75;
}

/** Whether an address that nobody knows is wanted: a family that is not here and never was published is not. */
function isMissed({ hostname, family, previous }: Line, status: Known | null): boolean {
  const line = findLine(hostname, family, status);
  return line ? line.state !== "absent" || line.published !== null : previous !== null;
}

/** A wait that no time ends: the server calls the address invalid. */
function isInvalidAddress({ hostname, family, action }: Line, status: Known | null): boolean {
  return action === "wait" && findLine(hostname, family, status)?.result === "badagent";
}

function findLine(hostname: string, family: Outcome["family"], status: Known | null) {
  return status?.hostnames.find((line) => line.hostname === hostname && line.family === family);
}
