import { type Detection, isSettled, type Verdict } from "../model/detection.ts";
import type { Family } from "../model/family.ts";

/** How fresh our knowledge of one uplink's family is. Moments are steady ms. */
export interface LookStatus {
  readonly uplink: string;
  readonly family: Family;
  /** The result of the last look. */
  readonly verdict: Verdict;
  /** In plain words; null if confirmed. */
  readonly reason: string | null;
  /** When sources last answered at all, even if they disagreed; null if never. */
  readonly heardMs: number | null;
  /** When it was last confirmed or known to be absent; null if never. */
  readonly settledMs: number | null;
  /** Since when looks have not settled the address; not set if the last one did. */
  readonly openSinceMs?: number;
  /** When it was last confirmed; null if never. */
  readonly confirmedMs: number | null;
  /** The sources that named a different address from the confirmed one, kept until they don't, since each is asked rarely. */
  readonly outvoted: readonly OutvotedSource[];
  /** Why the confirmed address is shared with others; null if nothing says so. */
  readonly translation: string | null;
}

export interface OutvotedSource {
  readonly source: string;
  readonly address: string;
}

/** The looks after one more round of detection; a family that is no longer detected is dropped. */
export function noteLooks(
  previous: readonly LookStatus[],
  detections: readonly Detection[],
  nowMs: number,
): readonly LookStatus[] {
  // Each of the gateway's clients is an uplink, and there may be thousands.
  const known = new Map(previous.map((look) => [`${look.uplink} ${look.family}`, look]));
  return detections.map((detection) => {
    const { uplink, family, verdict, reason } = detection;
    const before = known.get(`${uplink} ${family}`);
    return {
      uplink,
      family,
      verdict,
      reason,
      heardMs: verdict === "unknown" ? (before?.heardMs ?? null) : nowMs,
      confirmedMs: verdict === "confirmed" ? nowMs : (before?.confirmedMs ?? null),
      outvoted: noteOutvoted(before?.outvoted ?? [], detection),
      translation: noteTranslation(before?.translation ?? null, detection),
      settledMs: isSettled(detection) ? nowMs : (before?.settledMs ?? null),
      ...(isSettled(detection) ? {} : { openSinceMs: before?.openSinceMs ?? nowMs }),
    };
  });
}

/** One list shared by thousands of looks. */
const nobody: readonly OutvotedSource[] = [];

/** A source that was not asked this time keeps its last answer; if nothing is confirmed, no source is outvoted. */
function noteOutvoted(
  before: readonly OutvotedSource[],
  { verdict, address, answers }: Detection,
): readonly OutvotedSource[] {
  if (verdict !== "confirmed") return nobody;
  const heard = answers.flatMap((answer) =>
    answer.kind === "address" && answer.address !== null ? [{ source: answer.source, address: answer.address }] : [],
  );
  const silent = before.filter(({ source }) => !heard.some((answer) => answer.source === source));
  const outvoted = [...silent, ...heard].filter((answer) => answer.address !== address);
  return outvoted.length === 0 ? nobody : outvoted;
}

/** The router is asked rarely: what it showed holds until it, or this machine, has the address itself. */
function noteTranslation(before: string | null, { verdict, address, translation, answers }: Detection): string | null {
  if (verdict !== "confirmed" || translation) return translation ?? null;
  const owners = answers.filter(({ operator }) => operator === "router" || operator === "this machine");
  return owners.some((answer) => answer.address === address) ? null : before;
}
