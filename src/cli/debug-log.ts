import type { SourceAnswer } from "../model/detection.ts";
import type { RoundReport } from "../model/report.ts";
import type { Log } from "../platform/logger.ts";
import type { CommandContext } from "./command-context.ts";

/** The log of a command that has none of its own: where `--log-level debug` or `trace` asks for it; otherwise null. */
export async function openDebugLog(
  { options, stderr }: CommandContext,
  secrets: readonly string[],
): Promise<Log | null> {
  const { logLevel } = options;
  if (logLevel !== "debug" && logLevel !== "trace") return null;
  const { createLogger } = await import("../platform/logger.ts");
  const format = stderr.isTTY ? "pretty" : "json";
  const destination = (line: string) => void stderr.write(line.endsWith("\n") ? line : `${line}\n`);
  return createLogger({ level: logLevel, format, secrets, destination });
}

export function logAnswers(log: Log, answers: readonly SourceAnswer[]): void {
  for (const answer of answers) log.debug("source answered", { ...answer });
}

/** What a round asked and sent, in its order, and what came of it. */
export function logReport(log: Log, { answers, requests, outcomes, durationMs }: RoundReport): void {
  logAnswers(log, answers);
  for (const request of requests) log.debug("request", { ...request });
  for (const outcome of outcomes) log.debug("outcome", { ...outcome });
  log.debug("round done", { durationMs });
}
