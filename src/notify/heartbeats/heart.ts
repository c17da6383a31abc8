import type { Clock } from "../../platform/clock.ts";
import { takeTurns } from "../../platform/take-turns.ts";
import type { NoticeAnswer, SendRequest } from "../send-request.ts";
import type { Beat } from "./beat.ts";
import { isBeatDue, type LastBeat } from "./due-beat.ts";
import { writeBeat } from "./write-beat.ts";

export interface HeartbeatTarget {
  /** A secret. */
  readonly url: string;
  readonly everyMs: number;
}

/** The state. */
export interface Pulse {
  /** Null: unknown yet, so nothing is sent. */
  readonly kind: "success" | "failure" | null;
  readonly reason: string | null;
  readonly durationMs: number | null;
}

export interface HeartOptions {
  readonly targets: readonly HeartbeatTarget[];
  readonly clock: Clock;
  readonly send: SendRequest;
  /** The state now. */
  readonly pulse: () => Pulse;
  /** A new UUID. */
  readonly makeId: () => string;
  /** Called once with why one can't be delivered, and with null once it can again; names the host only, since the URL is a secret. */
  readonly onProblem: (host: string, problem: string | null) => void;
}

export interface Heart {
  /** A round begins. */
  begin(): void;
  /** Something may have changed: a round has ended. */
  beat(): void;
  /** Resolves when what is under way has ended, or after `ms`. */
  settle(ms: number): Promise<void>;
  close(): void;
}

/** Reports the state to each receiver independently: one that fails holds up no other. */
export function createHeart(options: HeartOptions): Heart {
  const stop = new AbortController();
  const all = options.targets.map((target) => createBeater(target, options, stop.signal));
  return {
    begin: () => all.forEach(({ begin }) => void begin()),
    beat: () => all.forEach(({ beat }) => void beat()),
    async settle(ms) {
      const over = new AbortController();
      await Promise.race([Promise.all(all.map(({ idle }) => idle())), options.clock.sleep(ms, over.signal)]);
      over.abort();
    },
    close: () => stop.abort(new Error("the program is stopping")),
  };
}

function createBeater(
  { url, everyMs }: HeartbeatTarget,
  { clock, send, pulse, makeId, onProblem }: HeartOptions,
  signal: AbortSignal,
) {
  const { host } = new URL(url);
  let last: LastBeat | null = null;
  let runId: string | null = null;
  let problem: string | null = null;
  /** An end never overtakes its start. */
  const turns = takeTurns();
  const tell = async (beat: Beat): Promise<boolean> => {
    const request = writeBeat(url, beat);
    if (request === null) return true;
    const answer = await send(request, signal);
    const found = signal.aborted ? problem : whyNotTaken(answer);
    if (found !== problem) onProblem(host, found);
    problem = found;
    return found === null;
  };
  const beat = () =>
    turns.run(async () => {
      const { kind, reason, durationMs } = pulse();
      if (kind === null || signal.aborted || !isBeatDue(last, kind, everyMs, clock.steadyMs())) return;
      const atMs = clock.steadyMs();
      const isTaken = await tell({ kind, reason, durationMs, runId });
      runId = null;
      // What was not accepted is sent again as soon as there is anything to report.
      if (isTaken) last = { kind, atMs };
    });
  const begin = () =>
    turns.run(async () => {
      const isDue = last === null || isBeatDue(last, last.kind, everyMs, clock.steadyMs());
      if (!isDue || signal.aborted) return;
      runId = makeId();
      await tell({ kind: "start", reason: null, durationMs: null, runId });
    });
  const keepBeating = async () => {
    while (!signal.aborted) {
      await clock.sleep(everyMs, signal);
      if (!signal.aborted) await beat();
    }
  };
  void keepBeating();
  return { begin, beat, idle: turns.idle };
}

function whyNotTaken(answer: NoticeAnswer): string | null {
  if (!answer.ok) return answer.reason;
  const { status, body } = answer;
  if (status < 200 || status > 299) return `it answers with HTTP ${status}`;
  // Uptime Kuma's word for a monitor that is paused or gone.
  return /^\s*\{\s*"ok"\s*:\s*false/.test(body) ? "it says that it has no such monitor" : null;
}
