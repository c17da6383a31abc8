import { join } from "node:path";
import type { HistoryRecord } from "../../history/record.ts";
import type { HistoryEvent } from "../../model/history.ts";
import type { Clock } from "../../platform/clock.ts";
import { codeOf } from "../../platform/error-code.ts";
import { describeFileError } from "../../platform/files/file-error.ts";
import { type ClockReading, readClock } from "../../schedule/wait-for-next.ts";
import { describeDiskError } from "../../state/describe-disk-error.ts";
import { type NotedEvent, noteEvents, type ToldTroubles } from "./channel-notices.ts";
import type { News, NewsListener } from "./compose-news.ts";
import { noRemarks } from "./list-remarks.ts";
import { recallTroubles } from "./troubles/recall-troubles.ts";

/** Keeps what happened in a file in the state directory; callers never wait. */
export interface HistoryDesk extends NewsListener {
  /** What happened within the last days, the newest last. */
  list(days: number): Promise<readonly HistoryEvent[]>;
  /** Resolves when all is written. */
  close(): Promise<void>;
}

export interface HistoryDeskOptions {
  readonly stateDir: string;
  readonly clock: Clock;
  /** Hides secrets in what servers said. */
  readonly mask: (text: string) => string;
  /** Called after each attempt to write: why nothing can be kept, in plain words; null: it is kept. */
  readonly onProblem: (problem: string | null) => void;
}

/** While nothing can be written. */
const maxWaiting = 200;

export function createHistoryDesk({ stateDir, clock, mask, onProblem }: HistoryDeskOptions): HistoryDesk {
  let told: ToldTroubles | null = null;
  let waiting: readonly HistoryRecord[] = [];
  let work: Promise<void> = Promise.resolve();
  const append = async (events: readonly NotedEvent[]) => {
    waiting = [...waiting, ...events.map((event) => toRecord(event, mask))];
    if (waiting.length === 0) return;
    const { appendRecords } = await import("../../history/history-file.ts");
    try {
      await appendRecords(stateDir, waiting);
      waiting = [];
      onProblem(null);
    } catch (error) {
      waiting = waiting.slice(-maxWaiting);
      onProblem(await describeProblem(error, stateDir));
    }
  };
  return {
    tell(news) {
      const now = readClock(clock);
      work = work.then(async () => {
        const noted = await noteForHistory(told, news, { stateDir, mask, now });
        told = noted.told;
        await append(noted.events);
      });
    },
    async list(days) {
      await work;
      return listHistory(stateDir, days, clock.wallMs());
    },
    close: () => work,
  };
}

/** What the news add to the history, and what it knows of from then on; read from the file where nothing is known yet. */
export async function noteForHistory(
  known: ToldTroubles | null,
  { round, troubles }: News,
  { stateDir, mask, now }: Pick<HistoryDeskOptions, "stateDir" | "mask"> & { readonly now: ClockReading },
): Promise<{ readonly told: ToldTroubles; readonly events: readonly NotedEvent[] }> {
  const { outcomes, addresses } = round.report;
  const told = known ?? (await recallTroubles({ stateDir, mask, troubles, now }));
  return noteEvents(told, { outcomes, addresses, troubles, remarks: noRemarks, now }, 0);
}

/** Something else has the name of the file: the directory is all right. */
const misplacedCodes = ["EISDIR", "ELOOP", "ENOTREG", "ENXIO"];

async function describeProblem(error: unknown, stateDir: string): Promise<string> {
  if (!misplacedCodes.includes(codeOf(error) ?? "")) return describeDiskError(error, stateDir);
  return `the history in ${join(stateDir, "history.jsonl")} can't be saved: ${describeFileError(error)}; move it away`;
}

/** From the file alone; nothing where it can't be read. */
export async function listHistory(stateDir: string, days: number, nowMs: number): Promise<readonly HistoryEvent[]> {
  const [{ readRecords }, { listEvents }] = await Promise.all([
    import("../../history/history-file.ts"),
    import("../../history/list-events.ts"),
  ]);
  return listEvents(await readRecords(stateDir), { days, nowMs });
}

function toRecord({ notice, keys, seen }: NotedEvent, mask: (text: string) => string): HistoryRecord {
  const { at, event, hostnames, family, reason, durationMs } = notice;
  return {
    ...{ at, event, hostnames, more: 0, family, old: notice.old, new: notice.new },
    seenAt: seen?.changedAt ?? null,
    source: seen?.source ? mask(seen.source) : null,
    reason: reason === null ? null : mask(reason),
    // How long a trouble lasted is known at its end.
    durationMs: durationMs === null || event === "trouble" ? null : Math.round(durationMs),
    keys,
  };
}
