import type { Config } from "../config/config.ts";
import { systemClock } from "../platform/clock.ts";
import { createLogger, type Logger } from "../platform/logger.ts";
import { findSystemd } from "../platform/systemd.ts";
import { claimStateDir } from "../state/claim.ts";
import { openState } from "../state/store.ts";
import { answerRequest } from "../status/answer-request.ts";
import type { StatusServer } from "../status/server.ts";
import { systemMachine } from "./build-app.ts";
import { type Daemon, startDaemon } from "./daemon.ts";

export interface RunOptions {
  readonly config: Config;
  /** Reads the configuration again, for SIGHUP. */
  readonly load: () => Promise<Config>;
  readonly environment: NodeJS.ProcessEnv;
  /** Ends the daemon, with its state saved. */
  readonly signal: AbortSignal;
  readonly isConfigError: (error: unknown) => error is Error;
  /** Called as soon as the daemon runs. */
  readonly onStarted?: (daemon: Daemon, server: StatusServer | null) => void;
  readonly log?: Logger;
}

/** The daemon with all its surroundings: log, state directory, HTTP server, signals and systemd. */
export async function runDaemon(options: RunOptions): Promise<void> {
  const { config, environment, signal } = options;
  const machine = systemMachine(systemClock);
  const log = options.log ?? (await createLogger({ ...config.log, secrets: config.secrets }));
  survive(log);
  log.info(`gigahost-ddns ${__VERSION__} starts`, { config: config.file, hostnames: config.hostnames.length });
  for (const warning of config.warnings) log.warn(warning);

  let daemon: Daemon | null = null;
  const claim = await claimStateDir(config.stateDir, async (request) => {
    if (daemon === null) throw new Error("the daemon is still starting");
    return answerRequest(daemon, request);
  });
  if (claim.kind === "taken") {
    // Two daemons of one directory would publish against each other; this one waits for nothing and changes nothing.
    log.fatal(`another gigahost-ddns runs with ${config.stateDir}: stop it first, or give this one its own state_dir`);
    throw new StateDirTaken(config.stateDir);
  }
  const store = await openState({ dir: config.stateDir, clock: machine.clock });
  for (const warning of store.warnings) log.warn(warning);

  const systemd = findSystemd(environment);
  daemon = await startDaemon({ config, machine, store, log, systemd, signal });
  if (claim.kind === "unavailable") daemon.setFaults("claim", [claim.reason]);
  const server = config.http ? await serve(daemon, config, log) : null;
  const stopReloading = reloadOnHangup(daemon, options, log, environment);
  options.onStarted?.(daemon, server);
  await systemd?.notify("READY=1");

  await daemon.ended;
  stopReloading();
  await server?.close();
  if (claim.kind === "held") await claim.release();
  log.info("gigahost-ddns ended; what it knows is saved");
}

/** Another daemon holds the state directory. */
export class StateDirTaken extends Error {
  override readonly name = "StateDirTaken";
  constructor(dir: string) {
    super(`another gigahost-ddns runs with ${dir}`);
  }
}

async function serve(daemon: Daemon, config: Config, log: Logger): Promise<StatusServer | null> {
  if (config.http === null) return null;
  const [{ startStatusServer }, { createMasker }] = await Promise.all([
    import("../status/server.ts"),
    import("../platform/mask.ts"),
  ]);
  const server = await startStatusServer({
    config: config.http,
    view: daemon,
    stateDir: config.stateDir,
    clock: systemClock,
    mask: createMasker(config.secrets),
    onProblems: (problems) => daemon.setFaults("http", problems),
    onDefect: (error) => log.error("a visitor ran into a bug of this program", { error }),
  });
  const address = server.address();
  if (address) log.info("the status is served", address);
  return server;
}

/** SIGHUP reads the configuration again; one that is wrong is told, and the old one stays. Returns what ends it. */
function reloadOnHangup(
  daemon: Daemon,
  { config, load, isConfigError }: RunOptions,
  log: Logger,
  environment: NodeJS.ProcessEnv,
): () => void {
  const reload = async () => {
    try {
      const next = await load();
      log.setSecrets(next.secrets);
      log.setLevel(next.log.level);
      for (const warning of next.warnings) log.warn(warning);
      await daemon.reload(next);
      log.info("configuration reloaded", { config: next.file, hostnames: next.hostnames.length });
      for (const hint of onlyAfterRestart(config, next, environment)) log.warn(hint);
    } catch (error) {
      if (!isConfigError(error)) log.error("the configuration could not be reloaded", { error });
      else log.error(`${error.message}\nthe configuration of before stays in force`);
    }
  };
  const onHangup = () => void reload();
  process.on("SIGHUP", onHangup);
  return () => process.off("SIGHUP", onHangup);
}

function onlyAfterRestart(before: Config, after: Config, environment: NodeJS.ProcessEnv): string[] {
  const hints: string[] = [];
  if (before.stateDir !== after.stateDir) hints.push("the new state_dir counts after a restart only");
  if (JSON.stringify(before.http) !== JSON.stringify(after.http))
    hints.push("the new http settings count after a restart only");
  if (before.log.format !== after.log.format) hints.push("the new log format counts after a restart only");
  if (environment.CREDENTIALS_DIRECTORY) {
    hints.push(
      "systemd hands over the credential at the start only: after changing it, systemctl restart gigahost-ddns",
    );
  }
  return hints;
}

/** The daemon outlives a defect: it is told, and the next round goes on. */
function survive(log: Logger): void {
  process.on("uncaughtException", (error) =>
    log.error("an unexpected fault, which is a bug in this program", { error }),
  );
  process.on("unhandledRejection", (error) =>
    log.error("an unexpected fault, which is a bug in this program", { error }),
  );
}
