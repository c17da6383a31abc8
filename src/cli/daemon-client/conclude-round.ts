import type { RoundReport } from "../../model/report.ts";
import type { Status } from "../../model/status.ts";
import type { CommandContext } from "../command-context.ts";
import { exitCodeOf } from "../exit-code.ts";
import { printReport } from "../output/print-report.ts";
import { askDaemon } from "./ask-daemon.ts";

/** Prints the report of a round that the daemon did, and resolves with the exit code that follows from it. */
export async function concludeRound(context: CommandContext, report: RoundReport): Promise<number> {
  await printReport(context, report);
  const answer = await askDaemon<Status>(context, { do: "status" });
  return exitCodeOf(report.outcomes, answer.ok ? answer.value : null);
}
