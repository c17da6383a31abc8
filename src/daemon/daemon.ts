import type { Config } from "../config/config.ts";
import type { GatewayDesk } from "../gateway/desk.ts";
import type { HistoryEvent } from "../model/history.ts";
import type { Notice, RoundReport } from "../model/report.ts";
import type { State } from "../model/state.ts";
import type { Status } from "../model/status.ts";
import type { Logger } from "../platform/logger.ts";
import { createMasker } from "../platform/mask.ts";
import { feedWatchdog, type Systemd } from "../platform/systemd.ts";
import { withLimit } from "../platform/with-limit.ts";
import { nextRun } from "../schedule/next-run.ts";
import { schedulePeriodMs } from "../schedule/schedule-period.ts";
import { type ClockReading, readClock, waitForNext } from "../schedule/wait-for-next.ts";
import { createWakeUps } from "../schedule/wake-ups.ts";
import type { StateStore } from "../state/store.ts";
import { buildStatus } from "../status/build-status.ts";
import { type DaemonView, UnknownHostname } from "../status/daemon-view.ts";
import { type Look, noteLooks } from "../status/looks.ts";
import { type App, buildApp, type Machine } from "./build-app.ts";
import type { ChallengeOffice } from "./gateway/challenge-desk.ts";
import { createGatewayDesk } from "./gateway/gateway-desk.ts";
import { followRound, leadershipStatus, type Replica, takeStock, whyFollowing, withinTerm } from "./leading.ts";
import { createMemory, type Memory } from "./memory.ts";
import { dueTime, isUnsettled, lookAgainAfter } from "./next-round.ts";
import { type Round, runRound } from "./round.ts";
import { createRoundQueue } from "./round-queue.ts";
import { composeNews, type Listener } from "./tell/compose-news.ts";
import { describeForSystemd } from "./tell/describe-for-systemd.ts";
import { createHeartDesk, type HeartDesk } from "./tell/heart/heart-desk.ts";
import { createHistoryDesk, type HistoryDesk } from "./tell/history-desk.ts";
import { createLogListener, logNotices } from "./tell/log-round.ts";
import { createNoticeDesk, type NoticeDesk } from "./tell/notice-desk.ts";
import { noteFaults, type Troubles } from "./tell/notices.ts";
import { createDriftWatch, type DriftWatch } from "./watching/drift-watch.ts";

export interface DaemonOptions {
  readonly config: Config;
  readonly machine: Machine;
  readonly store: StateStore;
  readonly log: Logger;
  readonly systemd: Systemd | null;
  /** Of several replicas this one; null or nothing: it is alone. */
  readonly replica?: Replica | null;
  /** Ends the daemon. */
  readonly signal: AbortSignal;
}

/** After this a round is ended from outside, and what is left of it waits for the next. */
const maxRoundMs = 120_000;
/** What was told to end then, or by the daemon's own end, has so long to do it; after that the round counts as failed. */
const roundGraceMs = 5_000;
/** A round that does not even end then hangs: systemd's watchdog is not fed any more. */
const hungAfterMs = maxRoundMs + 30_000;
/** How long a notice under way may delay the end. */
const noticeGraceMs = 2_000;

/** Everything that is made anew from each configuration. */
interface Setup {
  readonly app: App;
  readonly memory: Memory;
  /** The longest time between two rounds by the schedule. */
  readonly periodMs: number;
}

interface SetupInput extends Pick<Setup, "periodMs"> {
  readonly config: Config;
  readonly state: State;
}

/** Starts a daemon: the first round begins at once. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const periodMs = await schedulePeriodMs(options.config.schedule);
  return new Daemon(options, setUp(options, { config: options.config, periodMs, state: options.store.state() }));
}

function setUp({ machine, store }: DaemonOptions, { config, periodMs, state }: SetupInput): Setup {
  const memory = createMemory({ config, nowMs: machine.clock.steadyMs(), state, store, countLooksOnDisk: false });
  return { app: buildApp(config, machine), memory, periodMs };
}

/** Round, wait, round …, until the signal. Nothing that happens in a round ends it. */
export class Daemon implements DaemonView {
  /** Resolves when the signal has ended it and what it knows is saved. */
  readonly ended: Promise<void>;
  readonly #options: DaemonOptions;
  readonly #replica: Replica | null;
  /** The term for which stock was taken; null: none. */
  #term: AbortSignal | null = null;
  readonly #started: ClockReading;
  readonly #wakeUps = createWakeUps();
  readonly #queue = createRoundQueue(() => this.#wakeUps.wake("request"));
  readonly #listeners = new Set<(report: RoundReport) => void>();
  readonly #faults = new Map<string, readonly string[]>();
  #packageNote: string | null = null;
  #setup: Setup;
  #lastRound: { readonly round: Round; readonly endedWallMs: number } | null = null;
  /** The last round; null where that one failed, so that the next is timed by the failures alone. */
  /** What somebody changed, to be told with the round that puts it right. */
  readonly #untoldDrift: Notice[] = [];
  #plannedRound: Round | null = null;
  #looks: readonly Look[] = [];
  #troubles: Troubles = new Map();
  #nextRoundWallMs: number;
  /** The round under way, or the last one. Never rejects. */
  #round: Promise<void> = Promise.resolve();
  /** Steady ms; null between rounds. */
  #roundSinceMs: number | null = null;
  /** Rounds in a row that settled nothing. */
  #unsettledRounds = 0;
  readonly #drift: DriftWatch;
  readonly #desk: NoticeDesk;
  readonly #history: HistoryDesk;
  /** Everybody who is told of a round, the log first. */
  readonly #tellers: readonly Listener[];
  readonly #heart: HeartDesk;

  constructor(options: DaemonOptions, setup: Setup) {
    const { clock } = options.machine;
    this.#options = options;
    this.#replica = options.replica ?? null;
    this.#setup = setup;
    this.#started = readClock(clock);
    this.#nextRoundWallMs = this.#started.wallMs;
    const { log, signal } = options;
    this.#drift = createDriftWatch({ log, clock, signal, onFound: () => this.lookNow() });
    const onProblem = (problem: string | null) => this.setFaults("notices", problem === null ? [] : [problem]);
    this.#desk = createNoticeDesk({ clock, random: options.machine.random, onProblem });
    this.#history = createHistoryDesk({
      stateDir: options.config.stateDir,
      clock,
      mask: (text) => this.mask(text),
      onProblem: (problem) => void this.#noteHistory(problem),
    });
    this.#tellers = [createLogListener(log), this.#history, this.#desk];
    this.#heart = createHeartDesk({
      clock,
      status: () => this.#pulse(),
      durationMs: () => this.#lastRound?.round.report.durationMs ?? null,
      onProblem: (host, problem) =>
        problem === null
          ? log.info(`the heartbeat of ${host} is heard again`)
          : log.warn(`the heartbeat of ${host} is not heard: ${problem}`),
    });
    this.ended = this.#run();
    if (options.systemd) void feedWatchdog(options.systemd, () => this.#isAlive(), clock, options.signal);
  }

  status(): Status {
    const { app, memory, periodMs } = this.#setup;
    return buildStatus({
      version: __VERSION__,
      now: readClock(app.clock),
      started: this.#started,
      engine: app.config.engine,
      configuration: app.config,
      names: app.config.hostnames,
      state: memory.state(),
      outcomes: this.#lastRound?.round.report.outcomes ?? [],
      looks: this.#looks,
      lastRoundWallMs: this.#lastRound?.endedWallMs ?? null,
      nextRoundWallMs: this.#nextRoundWallMs,
      periodMs,
      faults: this.#allFaults(),
      notes: this.#allNotes(),
      channels: this.#desk.channels(),
      leadership: leadershipStatus(this.#replica),
    });
  }

  /** For the heartbeats; of several replicas the one that leads is alive for all. */
  #pulse(): Pick<Status, "health" | "problems"> {
    const { health, problems } = this.status();
    const isFollowing = whyFollowing(this.#replica) !== null;
    return { health: isFollowing ? "starting" : health, problems: problems.map((problem) => this.mask(problem)) };
  }

  /** Hides the secrets of the configuration in a text. */
  mask(text: string): string {
    return createMasker(this.#setup.app.config.secrets)(text);
  }

  update({ force }: { readonly force: boolean }): Promise<RoundReport> {
    return this.#queue.ask({ force });
  }

  async retry(hostname: string | null): Promise<RoundReport> {
    const isKnown = this.#setup.app.config.hostnames.some((name) => name.hostname === hostname);
    if (hostname !== null && !isKnown) {
      throw new UnknownHostname(`${hostname} is not a configured hostname`);
    }
    return this.#queue.ask({ force: false, lift: hostname });
  }

  history(days: number): Promise<readonly HistoryEvent[]> {
    return this.#history.list(days);
  }

  /** What the gateway's clients reach of it, under the configuration as it is. */
  gatewayDesk(): GatewayDesk {
    const { app, memory } = this.#setup;
    const { store } = this.#options;
    return createGatewayDesk({
      config: app.config,
      clock: app.clock,
      state: () => memory.state(),
      tell: memory.tell,
      round: () => this.#queue.ask({ force: false }),
      standby: () => whyFollowing(this.#replica),
      async saved() {
        await store.flush();
        return store.problem() === null;
      },
    });
  }

  /** What the gateway's clients get certificates by, under the configuration as it is. */
  challengeOffice(): Omit<ChallengeOffice, "signal"> {
    const { app } = this.#setup;
    const { log } = this.#options;
    const { stateDir } = app.config;
    const standby = () => whyFollowing(this.#replica);
    return { account: () => this.#setup.app.account(), stateDir, clock: app.clock, log, standby };
  }

  onRound(listener: (report: RoundReport) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes over another configuration and does a round; what is remembered stays, that of a round under way too. */
  async reload(config: Config): Promise<void> {
    const periodMs = await schedulePeriodMs(config.schedule);
    while (this.#roundSinceMs !== null) await this.#round;
    this.#setup = setUp(this.#options, { config, periodMs, state: this.#setup.memory.state() });
    // Its sources may be others now.
    this.#looks = this.#looks.map((look) => ({ ...look, outvoted: [] }));
    await this.#desk.follow(config);
    await this.#heart.follow(config);
    this.#wakeUps.wake("reload");
  }

  /** What is wrong besides addresses and hostnames, by who says so; an empty list takes it back. Told at once. */
  setFaults(who: string, faults: readonly string[]): void {
    this.#faults.set(who, faults);
    this.#tellOfTroubles();
  }

  /** What is to be known of the package that this daemon came from; no matter of health. */
  setPackageNote(note: string | null): void {
    if (note === this.#packageNote) return;
    this.#packageNote = note;
    this.#tellOfTroubles();
  }

  #tellOfTroubles(): void {
    const { log, machine } = this.#options;
    const input = { faults: this.#allTroubles(), nowMs: machine.clock.steadyMs() };
    const { troubles, notices } = noteFaults(this.#troubles, input);
    this.#troubles = troubles;
    logNotices(log, notices);
    this.#tellSystemd();
  }

  /** Has a round done soon, because something about the network changed. */
  lookNow(): void {
    this.#wakeUps.wake("event");
  }

  async #run(): Promise<void> {
    const { signal, log, store } = this.#options;
    await this.#desk.follow(this.#setup.app.config);
    await this.#heart.follow(this.#setup.app.config);
    while (!signal.aborted) {
      const begun = readClock(this.#options.machine.clock);
      this.#heart.begin();
      this.#round = this.#doRound();
      await this.#round;
      if (signal.aborted) break;
      this.#heart.beat();
      if (whyFollowing(this.#replica) === null) this.#drift.lookIfDue(this.#setup.app, this.#setup.memory);
      const reason = await this.#waitForNext(begun);
      log.trace("the wait is over", { reason });
    }
    this.#queue.take().refuse(new Error("the daemon is stopping"));
    await Promise.all([this.#desk.close(noticeGraceMs), this.#heart.close(noticeGraceMs)]);
    await Promise.all([this.#history.close(), store.flush()]);
  }

  async #doRound(): Promise<void> {
    const { log, machine, signal } = this.#options;
    const { app, memory } = this.#setup;
    const batch = this.#queue.take();
    const following = whyFollowing(this.#replica);
    if (following !== null) {
      batch.refuse(new Error(following));
      return this.#doLook();
    }
    for (const hostname of batch.lifts) memory.lift(hostname);
    this.#untoldDrift.push(...this.#drift.applyFindings(memory));
    this.#roundSinceMs = machine.clock.steadyMs();
    try {
      const run = (limit: AbortSignal) =>
        withinTerm(this.#replica, limit, async (signal) => {
          await this.#beginTerm(signal);
          return runRound(app, memory, { force: batch.force, signal });
        });
      const round = this.#drift.judgeRound(await withLimit(machine.clock, maxRoundMs, signal, run, roundGraceMs));
      this.#tellRound(round);
      batch.answer(round.report);
    } catch (error) {
      log.error("internal error: a round failed; please report it", { error });
      this.#plannedRound = null;
      this.#unsettledRounds += 1;
      batch.refuse(new Error("the round failed; the daemon's log says more"));
    } finally {
      this.#roundSinceMs = null;
    }
  }

  /** A replica that follows looks and tells nobody: the one that leads does. */
  async #doLook(): Promise<void> {
    const { log, machine, signal } = this.#options;
    const { app, memory } = this.#setup;
    this.#roundSinceMs = machine.clock.steadyMs();
    try {
      const run = (limit: AbortSignal) => followRound(app, memory, limit);
      const round = await withLimit(machine.clock, maxRoundMs, signal, run, roundGraceMs);
      this.#lastRound = { round, endedWallMs: machine.clock.wallMs() };
      this.#plannedRound = null;
      this.#unsettledRounds = 0;
      this.#looks = noteLooks(this.#looks, round.detections, machine.clock.steadyMs());
      for (const listener of this.#listeners) listener(round.report);
      this.#tellSystemd();
    } catch (error) {
      log.error("internal error: a look failed; please report it", { error });
    } finally {
      this.#roundSinceMs = null;
    }
  }

  /** Another replica may have published since this one last did. */
  async #beginTerm(signal: AbortSignal): Promise<void> {
    const term = this.#replica?.part.term() ?? null;
    if (term === null || term === this.#term) return;
    this.#options.log.info("this replica leads now", { lease: this.#replica?.lease });
    await takeStock(this.#setup.app, this.#setup.memory, signal);
    this.#term = term;
  }

  /** Everybody is told of a round from its one report. */
  #tellRound(round: Round): void {
    const { machine, signal } = this.#options;
    const nowMs = machine.clock.steadyMs();
    this.#lastRound = { round, endedWallMs: machine.clock.wallMs() };
    this.#plannedRound = round;
    this.#looks = noteLooks(this.#looks, round.detections, nowMs);
    this.#unsettledRounds = isUnsettled(round) ? this.#unsettledRounds + 1 : 0;
    const { news, known } = composeNews(this.#troubles, {
      ...{ round, looks: this.#looks, state: this.#setup.memory.state(), faults: this.#allTroubles() },
      ...{ drift: this.#untoldDrift.splice(0), isEnding: signal.aborted, nowMs },
    });
    this.#troubles = known;
    for (const teller of this.#tellers) teller.tell(news);
    for (const listener of this.#listeners) listener(round.report);
    this.#tellSystemd();
  }

  /** `begun`: when the last round began, so that a clock that was set meanwhile is noticed. */
  async #waitForNext(begun: ClockReading): Promise<string> {
    const { machine, signal } = this.#options;
    const { clock, random } = machine;
    const { app, memory } = this.#setup;
    const scheduledWallMs = await nextRun(app.config.schedule, begun.wallMs, memory.state().account.salt);
    const lookAgainMs = lookAgainAfter(this.#plannedRound, this.#unsettledRounds, random);
    const steadyMs = clock.steadyMs();
    const since = { steadyMs, wallMs: begun.wallMs + steadyMs - begun.steadyMs };
    const dueWallMs = dueTime({ round: this.#plannedRound, scheduledWallMs, since, lookAgainMs });
    this.#nextRoundWallMs = dueWallMs;
    return waitForNext({ clock, dueWallMs, since: begun, wakeUps: this.#wakeUps, signal });
  }

  /** The history lies where the state does; what keeps both from being written is told once. */
  async #noteHistory(problem: string | null): Promise<void> {
    const { store } = this.#options;
    await store.flush();
    this.setFaults("history", problem === null || store.problem() !== null ? [] : [problem]);
  }

  #allFaults(): readonly string[] {
    const problem = this.#options.store.problem();
    const others = [...this.#faults.values()].flat();
    return [...others, ...(problem === null ? [] : [problem]), ...this.#channelFaults()];
  }

  /** Why is beside it, and may be another at each attempt. */
  #channelFaults(): readonly string[] {
    const failing = this.#desk.channels().filter(({ state }) => state === "failing");
    return [...new Set(failing.map(({ channel }) => `Notices don't reach ${channel}; \`channels\` says why.`))];
  }

  #allNotes(): readonly string[] {
    return [...this.#drift.notes(), ...(this.#packageNote === null ? [] : [this.#packageNote])];
  }

  #tellSystemd(): void {
    const { systemd } = this.#options;
    if (systemd) void systemd.notify(`STATUS=${describeForSystemd(this.status())}`);
  }

  /** All of this is told once; only the faults are a matter of health. */
  #allTroubles(): readonly string[] {
    return [...this.#allFaults(), ...this.#allNotes()];
  }

  #isAlive(): boolean {
    const { clock } = this.#options.machine;
    return this.#roundSinceMs === null || clock.steadyMs() - this.#roundSinceMs < hungAfterMs;
  }
}
