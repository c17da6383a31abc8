import type { Clock } from "../../platform/clock.ts";
import type { Network } from "../../platform/network/network.ts";
import { createPicture, type Picture } from "../own-network/picture.ts";
import { readMonitorLine } from "../own-network/read-monitor-line.ts";
import { runMonitor } from "../own-network/run-monitor.ts";
import type { Ears, Watcher } from "../watcher.ts";

export interface OwnNetworkOptions {
  readonly clock: Clock;
  readonly network: Pick<Network, "addresses">;
  /** Runs `ip monitor`; a test has its own. */
  readonly monitor?: typeof runMonitor;
}

const lookEveryMs = 1_000;
const minPauseMs = 1_000;
const maxPauseMs = 10 * 60_000;
/** A monitor that ran for so long works, whatever ended it. */
const worksAfterMs = 60_000;

/** This machine's own addresses and routes: told by the kernel through `ip monitor`; without it by a look every second. */
export function watchOwnNetwork({ clock, network, monitor = runMonitor }: OwnNetworkOptions): Watcher {
  return {
    name: "own network",
    async watch(ears, signal) {
      const picture = createPicture();
      picture.noteAddresses(await network.addresses());
      const lookOnce = async () => tellIfNew(ears, picture.noteAddresses(await network.addresses()));
      for (let pauseMs = minPauseMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, maxPauseMs)) {
        const startedMs = clock.steadyMs();
        const running = monitor((line) => noteLine(ears, picture, line), signal);
        await lookAfterStart({ clock, running, lookOnce, signal });
        await running;
        if (signal.aborted) return;
        if (clock.steadyMs() - startedMs > worksAfterMs) pauseMs = minPauseMs;
        if (pauseMs === minPauseMs) ears.say("`ip monitor` does not run here: checking the interfaces every second");
        await lookUntil({ clock, untilMs: clock.steadyMs() + pauseMs, lookOnce, signal });
      }
    },
  };
}

interface NetworkLooking {
  readonly clock: Clock;
  readonly lookOnce: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** What changed before `ip` listened is seen by one look, unless it ended meanwhile. */
async function lookAfterStart({
  clock,
  running,
  lookOnce,
  signal,
}: NetworkLooking & { readonly running: Promise<void> }) {
  const over = new AbortController();
  const pause = clock.sleep(lookEveryMs, over.signal).then(() => !over.signal.aborted);
  const isRunning = await Promise.race([pause, running.then(() => false)]);
  over.abort();
  if (isRunning && !signal.aborted) await lookOnce();
}

async function lookUntil({
  clock,
  untilMs,
  lookOnce,
  signal,
}: NetworkLooking & { readonly untilMs: number }): Promise<void> {
  while (!signal.aborted && clock.steadyMs() < untilMs) {
    await lookOnce();
    await clock.sleep(lookEveryMs, signal);
  }
}

function noteLine(ears: Ears, picture: Picture, text: string): void {
  const line = readMonitorLine(text);
  if (line !== null) tellIfNew(ears, picture.noteLine(line));
}

function tellIfNew(ears: Ears, what: string | null): void {
  if (what !== null) ears.tell(what);
}
