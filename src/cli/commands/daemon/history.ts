import { familyLabel } from "../../../model/family.ts";
import type { HistoryEvent } from "../../../model/history.ts";
import { displayHostname } from "../../../model/hostname.ts";
import { formatDuration } from "../../../model/time/format-duration.ts";
import { systemClock } from "../../../platform/clock.ts";
import { describeFileError } from "../../../platform/files/file-error.ts";
import type { CommandContext } from "../../command-context.ts";
import { askDaemon, noDaemon } from "../../daemon-client/ask-daemon.ts";
import { readDaemonSettings } from "../../daemon-client/find-daemon.ts";
import { print } from "../../output/output.ts";
import type { Cell, Table } from "../../output/table.ts";

/** `history`: what happened lately, the newest last; from the daemon, or from the file that the last one left. */
export async function historyCommand(context: CommandContext, { days }: { readonly days: number }): Promise<number> {
  const answer = await askDaemon<readonly HistoryEvent[]>(context, { do: "history", days });
  if (answer.ok) return show(context, answer.value, days);
  if (answer.exitCode !== noDaemon) return complain(context, answer.reason, answer.exitCode);
  const { listHistory } = await import("../../../daemon/tell/history-desk.ts");
  const { stateDir } = await readDaemonSettings(context);
  try {
    return await show(context, await listHistory(stateDir, days, systemClock.wallMs()), days);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // node:fs rejects with nothing else
    const help = code === "EACCES" || code === "EPERM" ? "run with sudo, or as the daemon's user" : answer.reason;
    return complain(context, `the history in ${stateDir} can't be read (${describeFileError(error)}): ${help}`, 1);
  }
}

function complain({ stderr }: CommandContext, reason: string, exitCode: number): number {
  stderr.write(`gigahost-ddns: ${reason}\n`);
  return exitCode;
}

async function show(context: CommandContext, events: readonly HistoryEvent[], days: number): Promise<number> {
  await print(context, { data: events, table: () => historyTable(events, days) });
  return 0;
}

const styleOf = { changed: "green", recovered: "green", trouble: "yellow", held: "red" } as const;

function historyTable(events: readonly HistoryEvent[], days: number): Table {
  return {
    columns: ["time", "event", "hostname", "family", "what", "took"],
    rows: events.map((event): Cell[] => [
      localTime(event.at),
      { text: event.event, style: styleOf[event.event] },
      nameOf(event),
      event.family && familyLabel(event.family),
      describe(event),
      event.durationMs === null ? null : formatDuration(event.durationMs),
    ]),
    empty: `nothing happened in the last ${days === 1 ? "day" : `${days} days`}`,
  };
}

function nameOf({ hostname, more }: HistoryEvent): string | null {
  return more === undefined ? hostname && displayHostname(hostname) : `and ${more} more`;
}

function describe({ event, old, new: now, reason }: HistoryEvent): string | null {
  if (event !== "changed") return reason;
  if (old === null) return `${now} (${reason === null ? "first published" : "published again"})`;
  return now === null ? `${old} deleted` : `${old} → ${now}`;
}

/** As the clock on the wall shows it. */
function localTime(iso: string): string {
  const at = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  return `${date} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(":")}`;
}
