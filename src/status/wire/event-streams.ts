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
 * With `?brief` a reader gets `news` (`{"health"}`) instead, at the same moments: the status of thousands of hostnames is
 * large, and the page asks for what it shows of it.
 *
 * An event's id is `START-ROUND`: the daemon's start in wall ms, and the number of rounds since, so that a reader can
 * tell a restart and a gap; there is no replay, since `status` says all that is true now.
 */
export interface EventStreams {
  /** Takes over a response; false when there are too many readers already. `brief`: it gets `news` only. */
  open(response: ServerResponse, brief?: boolean): boolean;
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
const keepAliveText = ": keep-alive\n\n";

export function createEventStreams({ view, status, mask, startedWallMs }: EventStreamOptions): EventStreams {
  const readers = new Set<ServerResponse>();
  const brief = new Set<ServerResponse>();
  let rounds = 0;
  let toldHealth = "";
  let keepAlive: NodeJS.Timeout | null = null;

  const frame = (event: string, json: string) =>
    `id: ${startedWallMs}-${rounds}\nevent: ${event}\ndata: ${json.trimEnd()}\n\n`;
  const tell = (text: string) => {
    for (const reader of readers) if (!brief.has(reader)) writeOrDrop(reader, text);
  };
  const newsFrame = () => {
    return frame("news", JSON.stringify({ health: status.get().status.health }));
  };
  const tellNews = () => {
    for (const reader of brief) writeOrDrop(reader, newsFrame());
  };
  const statusFrame = () => {
    return frame("status", status.get().json);
  };
  const tellRound = (report: RoundReport) => {
    toldHealth = status.get().status.health;
    tellNews();
    if (readers.size === brief.size) return;
    const changes = changesOf(report).map((change) => frame("change", mask(JSON.stringify(change))));
    tell([...changes, frame("round", mask(JSON.stringify(report))), statusFrame()].join(""));
  };
  const stopListening = view.onRound((report) => {
    rounds += 1;
    // After the daemon has finished what it does at a round's end, and has planned the next: telling never delays it.
    setTimeout(tellRound, settleMs, report).unref();
  });
  const beat = () => {
    const { health } = status.get().status;
    const isNews = health !== toldHealth;
    toldHealth = health;
    for (const reader of brief) writeOrDrop(reader, isNews ? newsFrame() : keepAliveText);
    if (readers.size > brief.size) tell(isNews ? statusFrame() : keepAliveText);
  };

  return {
    open(response, isBrief = false) {
      if (readers.size >= maxReaders) return false;
      if (readers.size === 0) toldHealth = status.get().status.health;
      begin(response);
      readers.add(response);
      if (isBrief) brief.add(response);
      keepAlive ??= setInterval(beat, keepAliveMs).unref();
      response.once("close", () => {
        readers.delete(response);
        brief.delete(response);
        if (readers.size > 0 || keepAlive === null) return;
        clearInterval(keepAlive);
        keepAlive = null;
      });
      writeOrDrop(response, `retry: ${retryMs}\n\n${isBrief ? newsFrame() : statusFrame()}`);
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
