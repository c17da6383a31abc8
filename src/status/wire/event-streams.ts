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
 * large, and the page fetches only the part that it shows.
 *
 * An event's id is `START-ROUND`: the daemon's start in wall ms, and the number of rounds since, so that a reader can
 * detect a restart or a gap. There is no replay, since `status` contains the whole current state.
 */
export interface EventStreams {
  /** Takes over a response; false if there are too many readers already. `brief`: it gets `news` only. */
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
/** A reader with more than this unread is disconnected. */
const maxUnreadBytes = 64 * 1024;
const settleMs = 50;
const keepAliveMs = 15_000;
const retryMs = 5_000;
const keepAlive = () => ": keep-alive\n\n";

export function createEventStreams({ view, status, mask, startedWallMs }: EventStreamOptions): EventStreams {
  let rounds = 0;
  let toldHealth = "";

  const frame = (event: string, json: string) =>
    `id: ${startedWallMs}-${rounds}\nevent: ${event}\ndata: ${json.trimEnd()}\n\n`;
  const newsFrame = () => frame("news", JSON.stringify({ health: status.get().status.health }));
  const statusFrame = () => frame("status", status.get().json);
  const tellRound = (report: RoundReport) => {
    toldHealth = status.get().status.health;
    readers.tell({
      brief: newsFrame,
      full() {
        const changes = changesOf(report).map((change) => frame("change", mask(JSON.stringify(change))));
        return [...changes, frame("round", mask(JSON.stringify(report))), statusFrame()].join("");
      },
    });
  };
  const stopListening = view.onRound((report) => {
    rounds += 1;
    // After the daemon has finished the round and planned the next one, so that reporting never delays it.
    setTimeout(tellRound, settleMs, report).unref();
  });
  const readers = createReaders(() => {
    const { health } = status.get().status;
    const isNews = health !== toldHealth;
    toldHealth = health;
    readers.tell(isNews ? { brief: newsFrame, full: statusFrame } : { brief: keepAlive, full: keepAlive });
  });

  return {
    open(response, isBrief = false) {
      if (readers.count() >= maxReaders) return false;
      if (readers.count() === 0) toldHealth = status.get().status.health;
      begin(response);
      readers.add(response, isBrief);
      writeOrDrop(response, `retry: ${retryMs}\n\n${isBrief ? newsFrame() : statusFrame()}`);
      return true;
    },
    close() {
      stopListening();
      readers.end();
    },
  };
}

/** What to write to each kind of reader; made only if there is such a reader. */
interface Telling {
  readonly brief: () => string;
  readonly full: () => string;
}

/** The readers; `beat` is called regularly while there is one. */
function createReaders(beat: () => void) {
  const full = new Set<ServerResponse>();
  const brief = new Set<ServerResponse>();
  let beating: NodeJS.Timeout | null = null;
  const count = () => full.size + brief.size;
  return {
    count,
    add(response: ServerResponse, isBrief: boolean) {
      const group = isBrief ? brief : full;
      group.add(response);
      beating ??= setInterval(beat, keepAliveMs).unref();
      response.once("close", () => {
        group.delete(response);
        if (count() > 0 || beating === null) return;
        clearInterval(beating);
        beating = null;
      });
    },
    tell(telling: Telling) {
      tellGroup(brief, telling.brief);
      tellGroup(full, telling.full);
    },
    end() {
      for (const reader of [...brief, ...full]) reader.end();
    },
  };
}

function tellGroup(readers: ReadonlySet<ServerResponse>, compose: () => string): void {
  if (readers.size === 0) return;
  const text = compose();
  for (const reader of readers) writeOrDrop(reader, text);
}

function begin(response: ServerResponse): void {
  // The stream lasts as long as its reader; a dead one is noticed by what it leaves unread.
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
