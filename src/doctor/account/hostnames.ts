import { familyLabel } from "../../model/family.ts";
import { groupBy } from "../../model/group-by.ts";
import { displayHostname } from "../../model/hostname.ts";
import type { PlanLine } from "../../publish/plan/plan-round.ts";
import { type Check, type Finding, ok, problem, warning } from "../check.ts";
import { splitAdvice } from "../split-advice.ts";

/** Whether something keeps a hostname from being published: a hold, a wait, an address that is missing. */
export const hostnamesCheck: Check = {
  name: "hostname",
  async examine(patient) {
    const { account } = await patient.remembered();
    // The account's hold is reported once, with the credential.
    const lines = (await patient.plan()).filter(({ reason }) => reason === null || reason !== account.hold?.reason);
    const stopped = groupByReason(lines.filter(({ action }) => action === "held" || action === "wait"));
    if (stopped.length > 0) return stopped;
    const { length } = patient.config.hostnames;
    return account.hold === null
      ? [ok(`no hold on ${length === 1 ? "the hostname" : `any of ${length} hostnames`}`)]
      : [];
  },
};

/** What many have in common is one line. */
function groupByReason(lines: readonly PlanLine[]): Finding[] {
  return [...groupBy(lines, ({ action, reason }) => `${action} ${reason}`).values()].map(describe);
}

function describe(lines: readonly PlanLine[]): Finding {
  const [first] = lines;
  const names = lines
    .slice(0, 3)
    .map(({ hostname, family }) => `${displayHostname(hostname)} (${familyLabel(family)})`);
  const who = lines.length > 3 ? `${names.join(", ")} and ${lines.length - 3} more` : names.join(", ");
  const isHeld = first?.action === "held";
  const { text, advice } = splitAdvice(
    first?.reason ?? "nothing is sent now",
    isHeld ? "fix it, then run `gigahost-ddns retry`" : "wait: it is retried; `gigahost-ddns status` shows when",
  );
  return isHeld ? problem(`${who}: on hold: ${text}`, advice) : warning(`${who}: waiting: ${text}`, advice);
}
