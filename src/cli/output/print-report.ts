import { displayHostname } from "../../model/hostname.ts";
import type { RoundReport } from "../../model/report.ts";
import type { CommandContext } from "../command-context.ts";
import { print } from "./output.ts";

/** Prints the result of a round: its outcomes as a table, or the report in its documented form. */
export async function printReport(context: CommandContext, report: RoundReport): Promise<void> {
  const { startedAt, durationMs, addresses, outcomes } = report;
  await print(context, {
    data: { startedAt, durationMs, addresses, outcomes },
    table: {
      columns: ["hostname", "family", "action", "result", "address", "why"],
      rows: outcomes.map(({ hostname, family, action, result, address, reason }) => [
        ...[displayHostname(hostname), family, action, result, address],
        reason ?? "",
      ]),
      empty: "no hostname is configured",
    },
  });
}
