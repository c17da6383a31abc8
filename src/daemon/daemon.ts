import type { Config } from "../config/config.ts";
import type { GatewayDesk } from "../gateway/desk.ts";
import type { HistoryEvent } from "../model/history.ts";
import type { Notice, RoundReport } from "../model/report.ts";
import type { Status } from "../model/status.ts";
import type { Logger } from "../platform/logger.ts";
import { feedWatchdog, type Systemd } from "../platform/systemd.ts";
import { schedulePeriodMs } from "../schedule/schedule-period.ts";
import { type ClockReading, readClock } from "../schedule/wait-for-next.ts";
import type { StateStore } from "../state/store.ts";
import { buildStatus } from "../status/build-status.ts";
import { type DaemonView, UnknownHostname } from "../status/daemon-view.ts";
import { type LookStatus, noteLooks } from "../status/looks.ts";
import type { Machine } from "./build-app.ts";
import type { ChallengeOffice } from "./gateway/expire-challenges.ts";
import { createGatewayDesk } from "./gateway/gateway-desk.ts";
import { gatherPushes, type PushGathering } from "./gateway/gather-pushes.ts";
import { leadershipStatus, type Replica, whyFollowing } from "./leading.ts";
import type { Round, RoundOptions } from "./round.ts";
import { createRoundQueue } from "./round-queue.ts";
import { createRoundRunner, type RoundRunner } from "./round-runner.ts";
import { type Setup, setUp } from "./set-up.ts";
import { type Audience, createAudience } from "./tell/audience.ts";
import { describeForSystemd } from "./tell/describe-for-systemd.ts";
import { createTroubleDesk, type TroubleDesk } from "./tell/troubles/trouble-desk.ts";
import { createTimetable, type Timetable } from "./timetable.ts";
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

/** Starts a daemon: the first round begins at once. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const periodMs = await schedulePeriodMs(options.config.schedule);
  return new Daemon(options, setUp(options, { config: options.config, periodMs, state: options.store.state() }));
}

/** Round, wait, round …, until the signal. Nothing that happens in a round ends it. */
export class Daemon implements DaemonView {
  /** Resolves when the signal has ended it and what it knows is saved. */
  readonly ended: Promise<void>;
  readonly #options: DaemonOptions;
  readonly #replica: Replica | null;
  readonly #started: ClockReading;
  readonly #queue = createRoundQueue(() => this.#timetable.wake("request"));
  readonly #listeners = new Set<(report: RoundReport) => void>();
  /** What somebody changed, to be told with the round that puts it right. */
  readonly #untoldDrift: Notice[] = [];
  #setup: Setup;
  /** What the status shows of the last round. The rest of it, of thousands of hostnames, need not stay. */
  #lastRound: (Pick<RoundReport, "outcomes" | "durationMs"> & { readonly endedWallMs: number }) | null = null;
  #looks: readonly LookStatus[] = [];
  /** Of the last status that somebody asked for. */
  #lines: Status["hostnames"] = [];
  /** When a client of the gateway told its address of a family last, wall ms, by its name. */
  readonly #heard = { ipv4: new Map<string, number>(), ipv6: new Map<string, number>() };
  /** The round under way, null between two. Never rejects. */
  #round: Promise<void> | null = null;
  readonly #pushes: PushGathering;
  readonly #timetable: Timetable;
  readonly #runner: RoundRunner;
  readonly #troubles: TroubleDesk;
  readonly #drift: DriftWatch;
  readonly #audience: Audience;

  constructor(options: DaemonOptions, setup: Setup) {
    const { log, signal } = options;
    const { clock, random } = options.machine;
    this.#options = options;
    this.#replica = options.replica ?? null;
    this.#setup = setup;
    this.#started = readClock(clock);
    this.#pushes = gatherPushes(clock, () => this.#queue.ask({ force: false }));
    this.#timetable = createTimetable({ clock, random, signal });
    this.#runner = createRoundRunner({ clock, log, replica: this.#replica, signal });
    this.#troubles = createTroubleDesk({
      ...{ clock, log, otherFaults: () => this.#otherFaults(), otherNotes: () => this.#drift.notes() },
      onTold: () => this.#tellSystemd(),
    });
    this.#drift = createDriftWatch({ log, clock, signal, onFound: () => this.lookNow() });
    this.#audience = createAudience({
      ...{ clock, random, log, stateDir: options.config.stateDir },
      mask: (text) => this.mask(text),
      pulse: () => this.#pulse(),
      durationMs: () => this.#lastRound?.durationMs ?? null,
      onHistoryProblem: (problem) => void this.#noteHistory(problem),
      onNoticeProblem: (problem) => this.setFaults("notices", problem === null ? [] : [problem]),
    });
    this.ended = this.#run();
    if (options.systemd) void feedWatchdog(options.systemd, () => !this.#runner.isHung(), clock, signal);
  }

  status(): Status {
    const { app, memory, periodMs } = this.#setup;
    const status = buildStatus({
      version: __VERSION__,
      now: readClock(app.clock),
      started: this.#started,
      engine: app.config.engine,
      configuration: app.config,
      names: app.config.hostnames,
      before: this.#lines,
      state: memory.state(),
      outcomes: this.#lastRound?.outcomes ?? [],
      looks: this.#looks,
      heard: this.#heard,
      lastRoundWallMs: this.#lastRound?.endedWallMs ?? null,
      nextRoundWallMs: this.#timetable.nextRoundWallMs(),
      periodMs,
      faults: this.#troubles.faults(),
      notes: this.#troubles.notes(),
      channels: this.#audience.channels(),
      leadership: leadershipStatus(this.#replica),
    });
    this.#lines = status.hostnames;
    return status;
  }

  /** For the heartbeats; of several replicas the one that leads is alive for all. */
  #pulse(): Pick<Status, "health" | "problems"> {
    const { health, problems } = this.status();
    const isFollowing = whyFollowing(this.#replica) !== null;
    return { health: isFollowing ? "starting" : health, problems: problems.map((problem) => this.mask(problem)) };
  }

  /** Hides the secrets of the configuration in a text. */
  mask(text: string): string {
    return this.#setup.app.mask(text);
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
    return this.#audience.history(days);
  }

  /** What the gateway's clients reach of it, under the configuration as it is. */
  gatewayDesk(): GatewayDesk {
    const { app, memory } = this.#setup;
    const { store } = this.#options;
    return createGatewayDesk({
      config: app.config,
      clock: app.clock,
      state: () => memory.state(),
      noteHeard: (client, family) => void this.#heard[family].set(client, app.clock.wallMs()),
      tell: memory.tell,
      pushes: this.#pushes,
      standby: () => whyFollowing(this.#replica),
      async saved() {
        await store.flush();
        return store.problem() === null;
      },
    });
  }

  /** What certificates are got by, under the configuration as it is. */
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
    while (this.#round !== null) await this.#round;
    this.#setup = setUp(this.#options, { config, periodMs, state: this.#setup.memory.state() });
    // Its sources may be others now.
    this.#looks = this.#looks.map((look) => ({ ...look, outvoted: [] }));
    await this.#audience.follow(config);
    this.#timetable.wake("reload");
  }

  /** What is wrong besides addresses and hostnames, by who says so; an empty list takes it back. Told at once. */
  setFaults(who: string, faults: readonly string[]): void {
    this.#troubles.setFaults(who, faults);
  }

  /** What is worth knowing about the package that this daemon came from; it doesn't affect the health. */
  setPackageNote(note: string | null): void {
    this.#troubles.setPackageNote(note);
  }

  /** Has a round done soon because something about the network changed. */
  lookNow(): void {
    this.#timetable.wake("event");
  }

  async #run(): Promise<void> {
    const { machine, signal, log, store } = this.#options;
    await this.#audience.follow(this.#setup.app.config);
    while (!signal.aborted) {
      const begun = readClock(machine.clock);
      this.#audience.beginRound();
      this.#round = this.#doRound();
      await this.#round;
      this.#round = null;
      if (signal.aborted) break;
      this.#audience.endRound();
      if (whyFollowing(this.#replica) === null) this.#drift.lookIfDue(this.#setup.app, this.#setup.memory);
      const { app, memory } = this.#setup;
      const wait = { schedule: app.config.schedule, salt: memory.state().account.salt, begun };
      let reason = await this.#timetable.wait(wait);
      // A round while thousands of devices send their address would include only those who have by then, and cost more requests.
      if (reason === "schedule" && (await this.#pushes.gathered(signal))) reason = await this.#timetable.wait(wait);
      log.trace("the wait is over", { reason });
    }
    this.#queue.take().refuse(new Error("the daemon is stopping"));
    await Promise.all([this.#audience.close(), store.flush()]);
  }

  async #doRound(): Promise<void> {
    const { memory } = this.#setup;
    const batch = this.#queue.take();
    const following = whyFollowing(this.#replica);
    if (following !== null) {
      batch.refuse(new Error(following));
      return this.#doLook();
    }
    for (const hostname of batch.lifts) memory.lift(hostname);
    this.#untoldDrift.push(...this.#drift.applyFindings(memory));
    try {
      const round = this.#drift.judgeRound(
        await this.#runner.publish(this.#setup, { force: batch.force, ...this.#purpose() }),
      );
      this.#tellRound(round);
      batch.answer(round.report);
    } catch (error) {
      this.#options.log.error("internal error: a round failed; please report it", { error });
      this.#timetable.noteFailure();
      batch.refuse(new Error("the round failed; the daemon's log has the details"));
    }
  }

  #purpose(): Pick<RoundOptions, "reason"> {
    const reason = this.#timetable.purpose();
    return reason === null ? {} : { reason };
  }

  /** A replica that follows looks and tells nobody: the one that leads does. */
  async #doLook(): Promise<void> {
    try {
      const round = await this.#runner.look(this.#setup);
      this.#timetable.noteLook();
      this.#keepRound(round);
      for (const listener of this.#listeners) listener(round.report);
      this.#tellSystemd();
    } catch (error) {
      this.#options.log.error("internal error: a look failed; please report it", { error });
    }
  }

  /** Everybody hears of a round from its one report. */
  #tellRound(round: Round): void {
    this.#timetable.note(round);
    this.#keepRound(round);
    const news = this.#troubles.noteRound({
      ...{ round, looks: this.#looks, state: this.#setup.memory.state() },
      ...{ drift: this.#untoldDrift.splice(0), isEnding: this.#options.signal.aborted },
    });
    this.#audience.tell(news);
    for (const listener of this.#listeners) listener(round.report);
    this.#tellSystemd();
  }

  #keepRound(round: Round): void {
    const { clock } = this.#options.machine;
    const { outcomes, durationMs } = round.report;
    this.#lastRound = { outcomes, durationMs, endedWallMs: clock.wallMs() };
    this.#looks = noteLooks(this.#looks, round.detections, clock.steadyMs());
  }

  /** The history is where the state is; what keeps both from being written is reported once. */
  async #noteHistory(problem: string | null): Promise<void> {
    const { store } = this.#options;
    await store.flush();
    this.setFaults("history", problem === null || store.problem() !== null ? [] : [problem]);
  }

  #otherFaults(): readonly string[] {
    const problem = this.#options.store.problem();
    const failing = this.#audience.channels().filter(({ state }) => state === "failing");
    // Why is beside it, and may be another at each attempt.
    const channels = failing.map(({ channel }) => `Notices don't reach ${channel}; \`channels\` says why.`);
    return [...(problem === null ? [] : [problem]), ...new Set(channels)];
  }

  #tellSystemd(): void {
    const { systemd } = this.#options;
    if (systemd) void systemd.notify(`STATUS=${describeForSystemd(this.status())}`);
  }
}
