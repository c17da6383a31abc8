import type { Detection, RememberedAddress } from "../model/detection.ts";
import { isoTime } from "../model/time/iso-time.ts";
import { parseSource } from "./parse-source.ts";

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
  const kept = previous !== null && previous.address === address ? previous : null;
  if (kept?.source === source && isTold(detection)) return kept;
  const now = isoTime(wallMs);
  return {
    address,
    source,
    seenAt: kept !== null && wasKept(detection) ? kept.seenAt : now,
    changedAt: kept?.changedAt ?? now,
    looksSinceOther: kept === null || askedAnother(detection, kept.source) ? 0 : kept.looksSinceOther + 1,
  };
}

/** What clients of the gateway told stands until they tell again: nobody was asked, and there may be thousands. */
function isTold({ answers }: Detection): boolean {
  return answers.length > 0 && answers.every(({ source }) => source.startsWith("push:"));
}

/** Whether nobody said so now: what was said before is known to hold. */
function wasKept({ answers, address, source }: Detection): boolean {
  const isKept = answers.some((answer) => answer.source === source && answer.kept === true);
  return isKept && !answers.some((answer) => answer.address === address && answer.kept !== true);
}

/**
 * Whether anybody but the usual source was asked, also where another one answered before it did; reading this machine's interface
 * asks nobody.
 */
function askedAnother({ answers, source }: Detection, usual: string): boolean {
  const parsed = parseSource(usual);
  const named = answers.find((answer) => answer.source === source)?.operator;
  const operator = parsed.ok ? parsed.spec.operator : named;
  return answers.some((answer) => answer.operator !== operator && answer.operator !== "this machine");
}
