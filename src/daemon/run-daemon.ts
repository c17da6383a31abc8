import type { Config } from "../config/config.ts";
import { hideUriSecrets } from "../detect/uri/hide-uri-secrets.ts";
import { systemClock } from "../platform/clock.ts";
import { createLogger, type Logger } from "../platform/logger.ts";
import { findSystemd } from "../platform/systemd.ts";
import { type Claim, claimStateDir } from "../state/claim.ts";
import { openState } from "../state/store.ts";
import { answerRequest } from "../status/answer-request.ts";
import { createHeardRouters } from "../watch/heard-routers.ts";
import { systemMachine } from "./build-app.ts";
import { claimInTurn } from "./claim-in-turn.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { expireChallenges } from "./gateway/expire-challenges.ts";
import { createGatewayListener } from "./gateway/gateway-listener.ts";
import { createHttpListener } from "./http-listener.ts";
import { joinReplicas } from "./join-replicas.ts";
import { type ClaimKeeper, keepClaim } from "./keep-claim.ts";
import { createNetworkWatch, type NetworkWatch } from "./watching/network-watch.ts";
import { createPackageWatch } from "./watching/package-watch.ts";
import {
  createReloadRequests,
  type Reloading,
  type ReloadRequests,
  reloadOnRequest,
} from "./watching/reload-on-request.ts";

export interface RunOptions extends Pick<Reloading, "config" | "load" | "environment" | "isConfigError"> {
  /** Ends the daemon, with its state saved. */
  readonly signal: AbortSignal;
  /** Called as soon as the daemon runs. */
  readonly onStarted?: (daemon: Daemon, address: { readonly host: string; readonly port: number } | null) => void;
  readonly log?: Logger;
}

/** The daemon with all its surroundings: log, state directory, HTTP server, signals and systemd. */
export async function runDaemon(options: RunOptions): Promise<void> {
  const { config, environment, signal } = options;
  const heard = createHeardRouters();
  const machine = { ...systemMachine(systemClock), news: heard };
  const log = options.log ?? (await createLogger({ ...config.log, secrets: config.secrets }));
  outliveDefects(log);
  let daemon: Daemon | null = null;
  const reloads = createReloadRequests();
  const watch = createNetworkWatch({ machine, log, heard, lookNow: () => daemon?.lookNow() });
  // Early: without a listener SIGUSR1 opens Node's debugger port, and SIGHUP ends the program.
  const onUser1 = () => watch.tell("the signal SIGUSR1");
  process.on("SIGUSR1", onUser1).on("SIGHUP", reloads.again);
  announceStart(log, config);

  const answer = async (request: unknown) => {
    if (daemon === null) throw new Error("the daemon is still starting");
    // What a server said may hold a secret in any shape.
    return JSON.parse(daemon.mask(JSON.stringify(await answerRequest(daemon, request))));
  };
  const claim = await takeStateDir(config.stateDir, answer, { signal, log });
  const store = await openState({ dir: config.stateDir, clock: machine.clock });
  for (const warning of store.warnings) log.warn(warning);

  const systemd = findSystemd(environment);
  const replica = await joinReplicas({
    ...{ config, environment, clock: machine.clock, random: machine.random },
    onChange: () => daemon?.lookNow(),
    onProblem: (problem) => daemon?.setFaults("lease", problem === null ? [] : [`The Lease: ${problem}.`]),
  }).catch(async (error: Error) => {
    log.fatal(error.message);
    if (claim.kind === "held") await claim.release();
    throw error;
  });
  daemon = await startDaemon({ config, machine, store, log, systemd, replica, signal });
  const keeper = keepClaim({
    claim,
    claimAgain: () => claimStateDir(config.stateDir, answer),
    onProblem: (problem) => daemon?.setFaults("claim", problem === null ? [] : [problem]),
  });
  const around = await startAround(daemon, options, { log, watch, keeper, reloads });
  void expireChallenges({ ...daemon.challengeOffice(), signal });
  options.onStarted?.(daemon, around.address());
  await systemd?.notify("READY=1");

  await daemon.ended;
  await Promise.all([around.close(), replica?.part.close()]);
  await keeper.release();
  process.off("SIGUSR1", onUser1).off("SIGHUP", reloads.again);
  log.info("gigahost-ddns stopped; state saved");
}

function announceStart(log: Logger, { file, hostnames, warnings, account }: Config): void {
  log.info(`gigahost-ddns ${__VERSION__} starts`, { config: file, hostnames: hostnames.length });
  for (const warning of warnings) log.warn(warning);
  if (account.proxy === null) return;
  log.info("using a proxy for the API; detection doesn't use it", { proxy: hideUriSecrets(account.proxy) });
}

/** Two daemons of one directory would publish against each other: where another has it, this one changes nothing. */
async function takeStateDir(
  dir: string,
  answer: (request: unknown) => Promise<unknown>,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Logger },
): Promise<Exclude<Claim, { kind: "taken" }>> {
  const claim = await claimInTurn(dir, answer, { signal, onWait: (what) => log.info(what) });
  if (claim.kind !== "taken") return claim;
  const other = claim.hung ? "another gigahost-ddns, stopped or hung, holds" : "another gigahost-ddns is running with";
  log.fatal(`${other} ${dir}: stop it first, or give this one its own state_dir`);
  throw new StateDirTaken(dir);
}

interface Around {
  /** Where the status is served; null: nowhere. */
  address(): { readonly host: string; readonly port: number } | null;
  close(): Promise<void>;
}

interface Companions {
  readonly log: Logger;
  readonly watch: NetworkWatch;
  readonly keeper: ClaimKeeper;
  readonly reloads: ReloadRequests;
}

/** What serves a daemon, watches for it and reloads it. */
async function startAround(
  daemon: Daemon,
  options: RunOptions,
  { log, watch, keeper, reloads }: Companions,
): Promise<Around> {
  const { config, environment } = options;
  const listener = createHttpListener(daemon, log);
  daemon.onRound(() => void keeper.tend().then(listener.tend));
  const packageWatch = await createPackageWatch({
    ...{ program: process.argv[1] ?? "", version: __VERSION__, environment, clock: systemClock },
    onNote: (note) => daemon?.setPackageNote(note),
  });
  daemon.onRound(() => void packageWatch.tend());
  await listener.follow(config);
  await watch.follow(config);
  const gateway = createGatewayListener(daemon, log, reloads.again);
  const reloading = reloadOnRequest(reloads, { ...options, daemon, listener, watch, gateway, log });
  await gateway.follow(config);
  return {
    address: listener.address,
    async close() {
      reloading.stop();
      await Promise.all([listener.close(), watch.close(), gateway.close()]);
    },
  };
}

/** Another daemon holds the state directory. */
export class StateDirTaken extends Error {
  override readonly name = "StateDirTaken";
  constructor(dir: string) {
    super(`another gigahost-ddns is running with ${dir}`);
  }
}

/** The daemon survives a defect: it is reported, and the next round continues. */
function outliveDefects(log: Logger): void {
  process.on("uncaughtException", (error) => log.error("internal error; please report it", { error }));
  process.on("unhandledRejection", (error) => log.error("internal error; please report it", { error }));
}
