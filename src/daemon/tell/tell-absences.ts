import { familyLabel } from "../../model/family.ts";
import type { Log } from "../../platform/logger.ts";
import type { Round } from "../round.ts";

/**
 * Says once in the log what is no trouble: that there is no such address here and never was, or that the user's own rule
 * refuses it. What was published and is gone is a notice, later.
 */
export function tellAbsences(
  log: Pick<Log, "info">,
  told: Set<string>,
  { detections, lines }: Pick<Round, "detections" | "lines">,
): void {
  const published = new Set(lines.flatMap((line) => (line.previous === null ? [] : [`${line.uplink} ${line.family}`])));
  for (const { uplink, family, verdict, reason } of detections) {
    const key = `${uplink} ${family}`;
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
