import type { Detection } from "../model/detection.ts";
import type { Notice } from "../model/report.ts";
import type { Log } from "../platform/logger.ts";
import type { Round } from "./round.ts";

const levelOf = { changed: "info", recovered: "info", trouble: "warn", held: "warn" } as const;

/** One line for the round at debug, one for every notice. */
export function logRound(log: Log, { report, detections }: Round, notices: readonly Notice[]): void {
  const { durationMs, outcomes, requests } = report;
  const sent = outcomes.filter(({ action }) => action === "update").length;
  const addresses = Object.fromEntries(detections.map(shortDetection));
  log.debug("round done", { durationMs, hostnames: outcomes.length, sent, requests: requests.length, ...addresses });
  for (const answer of report.answers) log.trace("source answered", { ...answer });
  logNotices(log, notices);
}

export function logNotices(log: Log, notices: readonly Notice[]): void {
  for (const { kind, text } of notices) log[levelOf[kind]](text, { notice: kind });
}

function shortDetection({ uplink, family, verdict, address }: Detection): [string, string] {
  return [uplink === "default" ? family : `${uplink}/${family}`, address ?? verdict];
}
