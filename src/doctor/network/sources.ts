import type { Detection, SourceAnswer } from "../../model/detection.ts";
import { familyLabel } from "../../model/family.ts";
import { type Check, type Finding, ok, warning } from "../check.ts";
import { foldRight } from "../fold-right.ts";

/** What every source answers, one line each. */
export const sourcesCheck: Check = {
  name: "source",
  examine: async (patient) =>
    foldRight(
      (await patient.detections()).flatMap(describeSources),
      (count) => `${count} sources: nothing wrong`,
      maxShownRight,
    ),
};

/** More than several uplinks have. */
const maxShownRight = 100;

/** Where a family is not there at all, the address's check says so once. */
function describeSources({ verdict, address, answers }: Detection): Finding[] {
  if (verdict === "absent") return [];
  return answers.filter(({ unable }) => !unable).map((answer) => describeAnswer(answer, address));
}

function describeAnswer(answer: SourceAnswer, confirmed: string | null): Finding {
  const { source, uplink, family, kind, address, reason, durationMs, absent, untold, barred } = answer;
  const who = `${source} (${familyLabel(family)}${uplink === "default" ? "" : `, uplink ${uplink}`})`;
  if (kind === "address") {
    const text = `${who} says ${address} in ${Math.round(durationMs)} ms`;
    if (confirmed === null || address === confirmed) return ok(text);
    return warning(
      `${text}, but is outvoted`,
      "remove the source if it keeps being wrong, or see whether its traffic leaves through a VPN",
    );
  }
  if (untold) return ok(`${who}: ${reason ?? "no address received yet"}`);
  if (kind === "refused") {
    const text = `${who} says ${address}, which is refused: ${reason ?? ""}`;
    return barred || confirmed !== null ? ok(text) : warning(text, "use a source outside this network, or `auto`");
  }
  const text = `${who}: ${reason ?? "no answer"}`;
  // A router without NAT-PMP is not a trouble where others confirm the address.
  if (absent || confirmed !== null) return ok(text);
  return warning(text, "check that the source is reachable from here; `auto` asks several");
}
