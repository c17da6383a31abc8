import type { Detection } from "../../model/detection.ts";
import { type Family, familyLabel } from "../../model/family.ts";
import { recordsTookOver } from "../../model/status.ts";
import type { LookStatus } from "../../status/looks.ts";
import type { Round } from "../round.ts";
import type { Trouble, Troubles } from "./troubles/trouble.ts";

/** What does not count as trouble but is reported anyway, once and for all: the channels remember it across restarts. */
export interface Remarks {
  readonly found: Troubles;
  /** Those that are over: reported again if they ever come back. */
  readonly settled: ReadonlySet<string>;
}

export const noRemarks: Remarks = { found: new Map(), settled: new Set() };

export interface RemarkInput {
  readonly round: Pick<Round, "detections" | "lines">;
  readonly looks: readonly LookStatus[];
  /** Whether records publish instead of dyndns. */
  readonly dyndnsRefused: boolean;
  readonly nowMs: number;
}

/** A family that was never here, an address that is shared with others, records that took over from dyndns. */
export function listRemarks({ round, looks, dyndnsRefused, nowMs }: RemarkInput): Remarks {
  const { detections, lines } = round;
  const gone = detections.filter(({ verdict }) => verdict === "absent");
  const published = new Set(gone.length === 0 ? [] : lines.filter(({ previous }) => previous !== null).map(absentKey));
  const absent = gone.filter((seen) => !published.has(absentKey(seen)));
  const shared = looks.filter(({ translation }) => translation !== null);
  const confirmed = detections.filter(({ verdict }) => verdict === "confirmed");
  return {
    found: new Map([
      ...absent.map((seen) => [absentKey(seen), remark(describeAbsence(seen), nowMs)] as const),
      ...shared.map((look) => [sharedKey(look), remark(describeSharing(look), nowMs)] as const),
      ...(dyndnsRefused ? [["remark records", remark(takeover, nowMs)] as const] : []),
    ]),
    settled: new Set([
      ...confirmed.map(absentKey),
      ...looks.filter(({ translation }) => translation === null).map(sharedKey),
      ...(dyndnsRefused ? [] : ["remark records"]),
    ]),
  };
}

interface UplinkFamily {
  readonly uplink: string;
  readonly family: Family;
}

const absentKey = ({ uplink, family }: UplinkFamily) => `remark absent ${uplink} ${family}`;
const sharedKey = ({ uplink, family }: UplinkFamily) => `remark shared ${uplink} ${family}`;

type RemarkText = Pick<Trouble, "what" | "text"> & { readonly family?: Family };

const takeover: RemarkText = { what: "The records API publishes instead of dyndns", text: recordsTookOver };

function describeAbsence({ uplink, family, reason }: Detection): RemarkText {
  const label = familyLabel(family);
  const where = uplink === "default" ? "here" : `on uplink ${uplink}`;
  const why = reason === null ? "" : ` (${reason})`;
  const key = uplink === "default" ? family : `uplinks.${uplink}.${family}`;
  const text = `There is no ${label} address ${where}${why}, so none is published. If you expect none, set ${key} to false.`;
  return { what: `No ${label} address ${where}`, text, family };
}

function describeSharing({ uplink, family, translation }: LookStatus): RemarkText {
  const where = uplink === "default" ? "" : ` of uplink ${uplink}`;
  return { what: `The ${familyLabel(family)} address${where} is shared`, text: translation ?? "", family };
}

function remark({ what, text, family }: RemarkText, sinceMs: number): Trouble {
  return { kind: "trouble", isRemark: true, what, text, cause: what, sinceMs, ...(family && { family }) };
}
