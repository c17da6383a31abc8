import type { Config } from "../../config/config.ts";
import type { Settable } from "../../config/rows/config-rows.ts";
import { systemClock } from "../../platform/clock.ts";
import type { Logger } from "../../platform/logger.ts";
import type { Daemon } from "../daemon.ts";
import type { GatewayListener } from "../gateway/gateway-listener.ts";
import type { HttpListener } from "../http-listener.ts";
import type { NetworkWatch } from "./network-watch.ts";

/** SIGHUP, or a file of the configuration that changed; counted from the start on, before anything can be reloaded. */
export interface ReloadRequests {
  again(): void;
  count(): number;
  /** Called at each; null: nobody listens. */
  onRequest(listener: (() => void) | null): void;
}

export function createReloadRequests(): ReloadRequests {
  let count = 0;
  let tell: (() => void) | null = null;
  return {
    again() {
      count++;
      tell?.();
    },
    count: () => count,
    onRequest(listener) {
      tell = listener;
    },
  };
}

/** Has the configuration read again, one time after the other; of many requests in a row, once when they are over. */
export function reloadOnRequest(requests: ReloadRequests, parts: Reloading): { stop(): void } {
  let done = 0;
  let isBusy = false;
  let stopped = false;
  const work = async () => {
    if (isBusy) return;
    isBusy = true;
    while (done !== requests.count() && !stopped) {
      done = await waitForQuiet(requests.count);
      if (!stopped) await reload(parts);
    }
    isBusy = false;
  };
  requests.onRequest(() => void work());
  void work();
  return {
    stop() {
      stopped = true;
      requests.onRequest(null);
    },
  };
}

const quietMs = 100;
/** Somebody who keeps asking is answered anyway. */
const maxPauses = 50;

/** Resolves with the count once it has not changed for a while. */
async function waitForQuiet(count: () => number): Promise<number> {
  let before = count();
  for (let pauses = 0; pauses < maxPauses; pauses++) {
    await systemClock.sleep(quietMs);
    if (count() === before) break;
    before = count();
  }
  return before;
}

export interface Reloading {
  readonly config: Config;
  /** Reads the configuration again. */
  readonly load: () => Promise<Config>;
  readonly environment: NodeJS.ProcessEnv;
  readonly isConfigError: (error: unknown) => error is Error;
  readonly daemon: Daemon;
  readonly listener: HttpListener;
  readonly watch: NetworkWatch;
  readonly gateway: GatewayListener;
  readonly log: Logger;
}

/** A wrong configuration is reported, and the previous one is kept. */
async function reload({
  daemon,
  listener,
  watch,
  gateway,
  log,
  config,
  load,
  environment,
  isConfigError,
}: Reloading): Promise<void> {
  try {
    const loaded = await load();
    const next = { ...loaded, ...keptFromStart(config) };
    log.setSecrets(next.secrets);
    log.setLevel(next.log.level);
    for (const warning of next.warnings) log.warn(warning);
    await daemon.reload(next);
    await listener.follow(next);
    await watch.follow(next);
    await gateway.follow(next);
    log.info("configuration reloaded", { config: next.file, hostnames: next.hostnames.length });
    for (const hint of listHints(config, loaded, environment)) log.warn(hint);
  } catch (error) {
    if (!isConfigError(error)) log.error("can't reload the configuration", { error });
    else {
      // A line of the log each: a break inside one is shown as an escape.
      for (const line of error.message.split("\n")) log.error(line);
      log.error("keeping the previous configuration");
    }
  }
}

/** The key of each setting whose change takes effect after a restart; null: at once. */
const onlyAtStart: Readonly<Record<keyof Settable, string | null>> = {
  account: null,
  hostnames: null,
  uplinks: null,
  schedule: null,
  watch: null,
  engine: null,
  ttl: null,
  verifyEveryMs: null,
  whenLost: null,
  maxUpdatesPerHour: null,
  allowNonPublic: null,
  stateDir: "state_dir",
  http: null,
  notify: null,
  heartbeats: null,
  // Its format is the logger's from the start.
  log: null,
  gateway: null,
  leadership: "leadership.lease",
};

const fromStart = (Object.keys(onlyAtStart) as (keyof Settable)[]).filter((field) => onlyAtStart[field] !== null); // keys as typed above

function keptFromStart(config: Config): Partial<Config> {
  return Object.fromEntries(fromStart.map((field) => [field, config[field]]));
}

function listHints(before: Config, after: Config, environment: NodeJS.ProcessEnv): string[] {
  const changed = fromStart.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  const format = before.log.format === after.log.format ? [] : ["log format"];
  const names = [...changed.map((field) => onlyAtStart[field]), ...format];
  const hints = names.map((name) => `the new ${name} takes effect after a restart`);
  if (environment.CREDENTIALS_DIRECTORY) {
    hints.push("systemd passes the credential only at start: after changing it, run systemctl restart gigahost-ddns");
  }
  return hints;
}
