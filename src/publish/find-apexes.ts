import type { UpdateAnswer } from "./engine.ts";
import type { PublishContext } from "./publish-context.ts";
import { mayBeZone, rememberZones } from "./remember/remember-zones.ts";

/**
 * A name that is a zone itself is unknown to dyndns, and no reason for a hold while records can publish it. The list is
 * asked for again, since the zone may be younger than what is remembered; where it can't be had, the name is tried again.
 */
export async function findApexes(
  answers: readonly UpdateAnswer[],
  context: Pick<PublishContext, "engine" | "draft" | "listZones" | "signal" | "onRequest">,
): Promise<{ readonly answers: readonly UpdateAnswer[]; readonly apexes: readonly string[] }> {
  const isUnknown = (answer: UpdateAnswer) => answer.result === "nohost" && mayBeZone(answer);
  if (context.engine !== "auto" || !answers.some(isUnknown)) return { answers, apexes: [] };
  const verdict = await context.listZones(context);
  rememberZones(context.draft, verdict);
  if (verdict.kind === "unknown") {
    return { answers: answers.map((answer) => (isUnknown(answer) ? triedAgain(answer) : answer)), apexes: [] };
  }
  const zones = new Set(verdict.kind === "zones" ? verdict.zones : []);
  const isApex = (answer: UpdateAnswer) => isUnknown(answer) && zones.has(answer.hostname);
  return {
    answers: answers.filter((answer) => !isApex(answer)),
    apexes: [...new Set(answers.filter(isApex).map(({ hostname }) => hostname))],
  };
}

function triedAgain(answer: UpdateAnswer): UpdateAnswer {
  const reason = `the server does not know ${answer.hostname} (nohost), and it is unknown right now whether it is a zone itself; retrying later`;
  return { ...answer, consequence: "back-off", reason };
}
