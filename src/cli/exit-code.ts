import type { Outcome } from "../model/report.ts";
import type { Result } from "../model/result.ts";

/** The exit codes that a round can end with. */
export type RoundExitCode = 0 | 1 | 75 | 77;

/**
 * What the outcomes of a round come to: 0 done, 1 held or refused, 75 temporary, 77 credential refused or account held.
 * Several at once: the first that applies of 77, 1, 75, 0.
 */
export function exitCodeOf(outcomes: readonly Pick<Outcome, "action" | "result">[]): RoundExitCode {
  const codes = outcomes.map(codeOfOutcome);
  return ([77, 1, 75] as const).find((code) => codes.includes(code)) ?? 0;
}

const credentialRefused: readonly Result[] = ["badauth", "http_401", "http_403"];
/** Sending it again brings the same answer until the user acts. */
const refused: readonly Result[] = ["nohost", "notfqdn", "abuse", "!donator", "numhost", "badagent", "badsys"];

function codeOfOutcome({ action, result }: Pick<Outcome, "action" | "result">): RoundExitCode {
  if (action === "none") return 0;
  if (action === "update" && (result === "good" || result === "nochg")) return 0;
  if (result !== null && credentialRefused.includes(result)) return 77;
  if (action === "held" || (result !== null && refused.includes(result))) return 1;
  return 75;
}
