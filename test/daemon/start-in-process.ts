import { setImmediate as nextTurn } from "node:timers/promises";
import { onTestFinished, vi } from "vitest";
import { loadConfig } from "../../src/config/load-config.ts";
import { type Daemon, startDaemon } from "../../src/daemon/daemon.ts";
import type { RoundReport } from "../../src/model/report.ts";
import { createLogger } from "../../src/platform/logger.ts";
import { systemNetwork } from "../../src/platform/network/network.ts";
import { openState, type StateStore } from "../../src/state/store.ts";
import { createFakeClock, type FakeClock } from "../schedule/fake-clock.ts";
import type { World } from "./start-world.ts";

/** A daemon in this process whose clock moves only when told; everything else is real. */
export interface Running {
  readonly daemon: Daemon;
  readonly clock: FakeClock;
  readonly store: StateStore;
  /** Every round so far. */
  readonly rounds: readonly RoundReport[];
  /** Log lines as objects. */
  readonly log: readonly { readonly level: string; readonly msg: string }[];
  /** Resolves when that many rounds are done and the daemon waits for the next; with the last one. */
  settled(rounds: number): Promise<RoundReport>;
  /** Lets that much time pass, and waits for the round that it brings. */
  passToRound(ms: number): Promise<RoundReport>;
  reload(): Promise<void>;
  stop(): Promise<void>;
}

export async function startInProcess(
  world: World,
  { clock = createClock(), random = () => 0 }: { readonly clock?: FakeClock; readonly random?: () => number } = {},
): Promise<Running> {
  const load = () => loadConfig({ file: world.configFile, environment: {} });
  const config = await load();
  const store = await openState({ dir: config.stateDir, clock });
  const log: { level: string; msg: string }[] = [];
  const logger = await createLogger({ ...config.log, secrets: [], destination: (line) => log.push(JSON.parse(line)) });
  const stop = new AbortController();
  const machine = { clock, random, network: systemNetwork };
  const daemon = await startDaemon({ config, machine, store, log: logger, systemd: null, signal: stop.signal });
  const rounds: RoundReport[] = [];
  daemon.onRound((report) => rounds.push(report));
  const settled = async (count: number) => {
    await vi.waitFor(() => {
      if (rounds.length < count) throw new Error(`only ${rounds.length} of ${count} rounds are done`);
    }, 120_000);
    await settle();
    return rounds.at(-1) ?? Promise.reject(new Error("no round"));
  };
  const end = async () => {
    stop.abort();
    await daemon.ended;
  };
  onTestFinished(end);
  return {
    daemon,
    clock,
    store,
    rounds,
    log,
    settled,
    async passToRound(ms) {
      const before = rounds.length;
      await clock.pass(ms);
      return settled(before + 1);
    },
    reload: async () => daemon.reload(await load()),
    stop: end,
  };
}

/** A clock that waits, before it moves, until nobody is at work any more. */
export function createClock(startMs?: number): FakeClock {
  return createFakeClock(startMs, settle);
}

/** Turns of the event loop with nothing to do after which an answer over loopback would have come. */
const calmTurns = 20;
/** Closing a file is work, too: a clock that moves meanwhile makes a write seem to take that long. */
const work = /^(FSReq|CloseReq|TCPConnect|PipeConnect|Write|Shutdown|GetAddrInfo|GetNameInfo|Process)|Job$/;

/** Waits, in real time, until nothing that was asked of the system is under way. */
export async function settle(): Promise<void> {
  for (let calm = 0; calm < calmTurns; calm++) {
    await nextTurn();
    if (process.getActiveResourcesInfo().some((resource) => work.test(resource))) calm = -1;
  }
}
