import type { Config } from "../../config/config.ts";
import type { Log } from "../../platform/logger.ts";
import { coalesceEvents } from "../../watch/coalesce-events.ts";
import { createHeardRouters, type HeardRouters } from "../../watch/heard-routers.ts";
import { type Running, runWatchers } from "../../watch/run-watchers.ts";
import type { Watcher } from "../../watch/watcher.ts";
import type { Machine } from "../build-app.ts";

/** The watchers as the configuration wants them, which may change while they run. */
export interface NetworkWatch {
  /** Starts the watchers again for this configuration; none where it says `watch: false`. */
  follow(config: Config): Promise<void>;
  /** Something else says that there was a change: a signal. */
  tell(what: string): void;
  close(): Promise<void>;
}

export interface NetworkWatchOptions {
  readonly machine: Machine;
  readonly log: Log;
  /** Has a round done soon. */
  readonly lookNow: () => void;
  /** Learns which routers the watchers hear. */
  readonly heard?: HeardRouters;
  readonly watchersFor?: (config: Config, machine: Machine) => readonly Watcher[];
}

export function createNetworkWatch(options: NetworkWatchOptions): NetworkWatch {
  const { machine, log, lookNow, heard = createHeardRouters(), watchersFor = null } = options;
  const coalescing = coalesceEvents(machine.clock, (what) => {
    log.debug("looking at once", { because: what });
    lookNow();
  });
  const earsOf = (watcher: string) => ({
    tell: coalescing.tell,
    say: (words: string) => log.debug(words, { watcher }),
    hear(router: string) {
      if (!heard.tellsChanges(router))
        log.debug(`${router} announces changes itself: asking it less often`, { watcher });
      heard.note(router, watcher);
    },
    lose: (router: string) => heard.forget(router, watcher),
  });
  let running: Running | null = null;
  const load = async () => watchersFor ?? (await import("./system-watchers.ts")).systemWatchers;
  return {
    tell: coalescing.tell,
    async follow(config) {
      await running?.close();
      heard.forgetAll();
      running = config.watch ? runWatchers((await load())(config, machine), earsOf) : null;
    },
    async close() {
      coalescing.close();
      await running?.close();
    },
  };
}
