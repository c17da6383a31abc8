import type { Detection, RememberedAddress } from "../model/detection.ts";

/**
 * What to remember after a look: the confirmed address and where it came from. A look that confirmed nothing leaves what
 * was remembered as it was. `wallMs` is when the look ended.
 */
export function rememberDetection(
  previous: RememberedAddress | null,
  detection: Detection,
  wallMs: number,
): RememberedAddress | null {
  const { address, source } = detection;
  if (detection.verdict !== "confirmed" || address === null || source === null) return previous;
  const now = new Date(wallMs).toISOString();
  const kept = previous !== null && previous.address === address ? previous : null;
  return {
    address,
    source,
    seenAt: kept !== null && wasKept(detection) ? kept.seenAt : now,
    changedAt: kept?.changedAt ?? now,
    looksSinceOther: kept === null || askedAnother(detection) ? 0 : kept.looksSinceOther + 1,
  };
}

/** Whether nobody said so now: what was said before is known to hold. */
function wasKept({ answers, source }: Detection): boolean {
  return answers.some((answer) => answer.source === source && answer.kept === true);
}

/** Whether anybody but the source of the address was asked; reading this machine's interface asks nobody. */
function askedAnother(detection: Detection): boolean {
  const operator = detection.answers.find((answer) => answer.source === detection.source)?.operator;
  return detection.answers.some((answer) => answer.operator !== operator && answer.operator !== "this machine");
}
