import type { ServerResponse } from "node:http";
import { isPublished, type RoundReport } from "../../model/report.ts";
import type { DaemonView } from "../daemon-view.ts";
import { safetyHeaders } from "./answer.ts";
import type { StatusCache } from "./status-cache.ts";

/**
 * Server-sent events. Every reader gets `status` at once, and after each round
 * - `change`: `{"hostname","family","from","to","at"}`, one per published change
 * - `round`: the round's report
 * - `status`: as `GET /api/status`; also when the health changes between rounds
 *
 * An event's id is `START-ROUND`: the daemon's start in wall ms, and the number of rounds since, so that a reader can
 * tell a restart and a gap; there is no replay, since `status` says all that is true now.
 */
export interface EventStreams {
  /** Takes over a response; false when there are too many readers already. */
  open(response: ServerResponse): boolean;
  close(): void;
}

interface EventStreamOptions {
  readonly view: DaemonView;
  readonly status: StatusCache;
  readonly mask: (text: string) => string;
  /** The daemon's start, wall ms. */
  readonly startedWallMs: number;
}

export const maxReaders = 64;
/** A reader that leaves more than this unread is closed. */
const maxUnreadBytes = 64 * 1024;
const settleMs = 50;
const keepAliveMs = 15_000;
const retryMs = 5_000;

export function createEventStreams({ view, status, mask, startedWallMs }: EventStreamOptions): EventStreams {
  const readers = new Set<ServerResponse>();
  let rounds = 0;
  let toldHealth = "";
  let keepAlive: NodeJS.Timeout | null = null;

  const frame = (event: string, json: string) =>
    `id: ${startedWallMs}-${rounds}\nevent: ${event}\ndata: ${json.trimEnd()}\n\n`;
  const tell = (text: string) => {
    for (const reader of readers) writeOrDrop(reader, text);
  };
  const statusFrame = () => {
    const { status: shown, json } = status.get();
    toldHealth = shown.health;
    return frame("status", json);
  };
  const tellRound = (report: RoundReport) => {
    if (readers.size === 0) return;
    const changes = changesOf(report).map((change) => frame("change", mask(JSON.stringify(change))));
    tell([...changes, frame("round", mask(JSON.stringify(report))), statusFrame()].join(""));
  };
  const stopListening = view.onRound((report) => {
    rounds += 1;
    // After the daemon has finished what it does at a round's end, and has planned the next: telling never delays it.
    setTimeout(tellRound, settleMs, report).unref();
  });
  const beat = () => tell(status.get().status.health === toldHealth ? ": keep-alive\n\n" : statusFrame());

  return {
    open(response) {
      if (readers.size >= maxReaders) return false;
      begin(response);
      readers.add(response);
      keepAlive ??= setInterval(beat, keepAliveMs).unref();
      response.once("close", () => {
        readers.delete(response);
        if (readers.size > 0 || keepAlive === null) return;
        clearInterval(keepAlive);
        keepAlive = null;
      });
      writeOrDrop(response, `retry: ${retryMs}\n\n${statusFrame()}`);
      return true;
    },
    close() {
      stopListening();
      for (const reader of readers) reader.end();
    },
  };
}

function begin(response: ServerResponse): void {
  // The stream lives as long as its reader; a dead one shows by what it leaves unread.
  response.socket?.setTimeout(0);
  response.socket?.setKeepAlive(true, 60_000);
  response.writeHead(200, { ...safetyHeaders, "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" });
}

function writeOrDrop(reader: ServerResponse, text: string): void {
  if (reader.writableLength > maxUnreadBytes) reader.destroy();
  else reader.write(text);
}

function changesOf(report: RoundReport) {
  return report.outcomes
    .filter((outcome) => isPublished(outcome) && outcome.address !== outcome.previous)
    .map(({ hostname, family, address, previous }) => ({
      hostname,
      family,
      from: previous,
      to: address,
      at: report.startedAt,
    }));
}
