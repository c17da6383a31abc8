import type { Detection } from "../../model/detection.ts";
import { familyLabel } from "../../model/family.ts";
import type { Log } from "../../platform/logger.ts";
import type { Round } from "../round.ts";

/**
 * Says once in the log what is not a trouble: that there is no such address here and never was, that the user's own rule
 * refuses it, or that it is shared with others. What was published and is gone is a notice, later.
 */
export function tellAbsences(
  log: Pick<Log, "info">,
  told: Set<string>,
  { detections, lines }: Pick<Round, "detections" | "lines">,
): void {
  const isAbsent = detections.some(({ verdict }) => verdict === "absent");
  const published = new Set(isAbsent ? lines.flatMap((line) => (line.previous === null ? [] : [keyOf(line)])) : []);
  for (const detection of detections) {
    tellTranslation(log, told, detection);
    const { uplink, family, verdict, reason } = detection;
    const key = keyOf(detection);
    if (verdict === "confirmed") told.delete(key);
    const isWorthIt = verdict === "refused" || (verdict === "absent" && !published.has(key));
    if (!isWorthIt || told.has(key)) continue;
    told.add(key);
    const label = familyLabel(family);
    const where = uplink === "default" ? "here" : `on uplink ${uplink}`;
    const what =
      verdict === "absent" ? `there is no ${label} address ${where}` : `the ${label} address ${where} is refused`;
    log.info(`${what}${reason ? `: ${reason}` : ""}`);
  }
}

function keyOf({ uplink, family }: Pick<Detection, "uplink" | "family">): string {
  return `${uplink} ${family}`;
}

/** Behind somebody else's NAT: until the router, or this machine, is seen to have the address itself; they are asked seldom. */
function tellTranslation(log: Pick<Log, "info">, told: Set<string>, seen: Detection): void {
  const { uplink, family, verdict, address, translation, answers } = seen;
  const key = `${uplink} ${family} translation`;
  const owners = answers.filter(({ operator }) => operator === "router" || operator === "this machine");
  if (verdict === "confirmed" && owners.some((answer) => answer.address === address)) told.delete(key);
  if (!translation || told.has(key)) return;
  told.add(key);
  log.info(
    `about the ${familyLabel(family)} address${uplink === "default" ? "" : ` of uplink ${uplink}`}: ${translation}`,
  );
}
