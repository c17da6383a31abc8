import type { Config } from "../config/config.ts";
import type { RoundReport } from "../model/report.ts";
import type { Status } from "../model/status.ts";
import type { Logger } from "../platform/logger.ts";
import { feedWatchdog, type Systemd } from "../platform/systemd.ts";
import { backOff } from "../schedule/back-off.ts";
import { nextRun } from "../schedule/next-run.ts";
import { schedulePeriodMs } from "../schedule/schedule-period.ts";
import { readClock, waitForNext } from "../schedule/wait-for-next.ts";
import { createWakeUps } from "../schedule/wake-ups.ts";
import type { StateStore } from "../state/store.ts";
import { buildStatus } from "../status/build-status.ts";
import { type DaemonView, UnknownHostname } from "../status/daemon-view.ts";
import { type Look, noteLooks } from "../status/looks.ts";
import { type App, buildApp, type Machine } from "./build-app.ts";
import { logRound } from "./log-round.ts";
import { createMemory, type Memory } from "./memory.ts";
import { dueTime, isUnsettled } from "./next-round.ts";
import { noteTroubles, type Troubles } from "./notices.ts";
import { type Round, runRound } from "./round.ts";
import { createRoundQueue } from "./round-queue.ts";

export interface DaemonOptions {
  readonly config: Config;
  readonly machine: Machine;
  readonly store: StateStore;
  readonly log: Logger;
  readonly systemd: Systemd | null;
  /** Ends the daemon. */
  readonly signal: AbortSignal;
}

/** A running daemon. */
export interface Daemon extends DaemonView {
  /** Takes over another configuration with the next round; what is remembered stays. */
  reload(config: Config): Promise<void>;
  /** What is wrong besides addresses and hostnames, by who says so; an empty list takes it back. */
  setFaults(who: string, faults: readonly string[]): void;
  /** Has a round done soon, because something about the network changed. */
  lookNow(): void;
  /** Resolves when the signal has ended it and what it knows is saved. */
  readonly ended: Promise<void>;
}

/** After this a round is ended from outside, and what is left of it waits for the next. */
const roundLimitMs = 120_000;
/** A round that does not even end then hangs: systemd's watchdog is not fed any more. */
const hungAfterMs = roundLimitMs + 30_000;
/** How soon a look that settled nothing is repeated where the schedule is slower. */
const lookAgain = { baseMs: 30_000, maxMs: 900_000 };

/** Round, wait, round …, until the signal. Nothing that happens in a round ends it. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { machine, store, log, systemd, signal } = options;
  const { clock, random } = machine;
  const wakeUps = createWakeUps();
  const queue = createRoundQueue(() => wakeUps.wake("request"));
  const listeners = new Set<(report: RoundReport) => void>();
  const started = readClock(clock);
  const faults = new Map<string, readonly string[]>();
  let app = buildApp(options.config, machine);
  let memory = createMemory({ config: app.config, clock, state: store.state(), store });
  let periodMs = await schedulePeriodMs(app.config.schedule);
  let last: { readonly round: Round; readonly endedWallMs: number } | null = null;
  let looks: readonly Look[] = [];
  let troubles: Troubles = new Map();
  let nextRoundWallMs: number | null = clock.wallMs();
  let roundSinceMs: number | null = null;
  let unsettled = 0;

  const allFaults = () => [...[...faults.values()].flat(), ...[store.problem() ?? []].flat()];
  const status = (): Status =>
    buildStatus({
      version: __VERSION__,
      now: readClock(clock),
      started,
      engine: app.config.engine,
      names: app.config.hostnames,
      state: memory.state(),
      outcomes: last?.round.report.outcomes ?? [],
      looks,
      lastRoundWallMs: last?.endedWallMs ?? null,
      nextRoundWallMs,
      periodMs,
      maxUpdatesPerHour: app.config.maxUpdatesPerHour,
      faults: allFaults(),
    });

  const doRound = async (): Promise<void> => {
    const batch = queue.take();
    for (const hostname of batch.lifts) memory.lift(hostname);
    roundSinceMs = clock.steadyMs();
    try {
      const round = await withDeadline(app, memory, batch.force, signal);
      looks = noteLooks(looks, round.detections, clock.steadyMs());
      last = { round, endedWallMs: clock.wallMs() };
      unsettled = isUnsettled(round) ? unsettled + 1 : 0;
      tell(round);
      batch.answer(round.report);
    } catch (error) {
      log.error("a round failed, which is a bug in this program; the next one follows", { error });
      batch.refuse(new Error("the round failed; the daemon's log says more"));
    } finally {
      roundSinceMs = null;
    }
  };
  const tell = (round: Round) => {
    const noted = noteTroubles(troubles, {
      outcomes: round.report.outcomes,
      detections: round.detections,
      faults: allFaults(),
      nowMs: clock.steadyMs(),
    });
    troubles = noted.troubles;
    logRound(log, round, noted.notices);
    for (const listener of listeners) listener(round.report);
    void systemd?.notify(`STATUS=${describeStatus(status())}`);
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const since = readClock(clock);
      await doRound();
      const scheduledWallMs = await nextRun(app.config.schedule, since.wallMs);
      const lookAgainMs = backOff(Math.max(1, unsettled), lookAgain, random);
      const dueWallMs = dueTime({ round: last?.round ?? null, scheduledWallMs, since: readClock(clock), lookAgainMs });
      nextRoundWallMs = dueWallMs;
      if (signal.aborted) break;
      const reason = await waitForNext({ clock, dueWallMs, since: readClock(clock), wakeUps, signal });
      log.trace("the wait is over", { reason });
    }
    queue.take().refuse(new Error("the daemon is ending"));
    await store.flush();
  };

  const isAlive = () => roundSinceMs === null || clock.steadyMs() - roundSinceMs < hungAfterMs;
  if (systemd) void feedWatchdog(systemd, isAlive, clock, signal);

  return {
    status,
    update: ({ force }) => queue.ask({ force }),
    retry: async (hostname) => {
      if (hostname !== null && !app.config.hostnames.some((name) => name.hostname === hostname)) {
        throw new UnknownHostname(`${hostname} is not among the configured hostnames`);
      }
      return queue.ask({ force: false, lift: hostname });
    },
    onRound(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reload: async (config) => {
      const nextPeriodMs = await schedulePeriodMs(config.schedule);
      app = buildApp(config, machine);
      memory = createMemory({ config, clock, state: memory.state(), store });
      periodMs = nextPeriodMs;
      wakeUps.wake("reload");
    },
    setFaults(who, found) {
      faults.set(who, found);
    },
    lookNow: () => wakeUps.wake("event"),
    ended: run(),
  };
}

/** A round that is ended at its deadline and by the daemon's own end. */
async function withDeadline(app: App, memory: Memory, force: boolean, signal: AbortSignal): Promise<Round> {
  const stop = new AbortController();
  const end = () => stop.abort(signal.reason);
  signal.addEventListener("abort", end);
  if (signal.aborted) end();
  void app.clock.sleep(roundLimitMs, stop.signal).then(() => stop.abort(new Error("the round took over 2 minutes")));
  try {
    return await runRound(app, memory, { force, signal: stop.signal });
  } finally {
    signal.removeEventListener("abort", end);
    stop.abort();
  }
}

/** One line for `systemctl status`. */
function describeStatus({ health, hostnames, problems }: Status): string {
  const fine = hostnames.filter(({ state }) => state === "ok").length;
  const counted = hostnames.filter(({ state }) => state !== "absent").length;
  const shown = hostnames.find(({ published }) => published !== null);
  const address = shown ? ` (${shown.hostname} → ${shown.published})` : "";
  return `${health}: ${fine} of ${counted} names confirmed${address}${problems[0] ? `. ${problems[0]}` : ""}`;
}
