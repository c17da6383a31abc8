import { setMaxListeners } from "node:events";
import type { Config } from "../config/config.ts";
import type { App } from "../daemon/build-app.ts";
import { createMemory } from "../daemon/memory.ts";
import type { Detection } from "../model/detection.ts";
import { emptyState, type State } from "../model/state.ts";
import type { Status } from "../model/status.ts";
import { withLimit } from "../platform/with-limit.ts";
import { createZoneList } from "../publish/engines/zone-list.ts";
import { type PlanLine, planRound } from "../publish/plan/plan-round.ts";
import { createNameServerFinder, type FindNameServers } from "../publish/verify/find-name-servers.ts";
import { rememberZones } from "../publish/verify/verify-names.ts";
import { type ReadState, readState } from "../state/load-state.ts";
import { type GreetedApi, greetApi } from "./network/greet-api.ts";

/** What the checks look at. What several of them need is fetched once. */
export interface Patient {
  readonly config: Config;
  readonly app: App;
  readonly environment: NodeJS.ProcessEnv;
  /** What the running daemon says of itself. */
  daemon(): Promise<DaemonFound>;
  /** What the state file remembers; read, never changed. */
  state(): Promise<ReadState>;
  /** The same as it counts under this configuration. */
  remembered(): Promise<State>;
  /** What every source says. */
  detections(): Promise<readonly Detection[]>;
  /** What a round would do with that; nothing is sent. */
  plan(): Promise<readonly PlanLine[]>;
  /** The zones that the credential sees, punycode. Rejects with the library's error. */
  zones(): Promise<readonly string[]>;
  /** The API's server, asked without a credential. */
  api(): Promise<GreetedApi>;
  /** Who serves the zone of a hostname, by this machine's resolvers; looked for once a zone. */
  readonly findNameServers: FindNameServers;
}

export interface DaemonFound {
  /** Null if none answers. */
  readonly status: Status | null;
  /** Why none answers, in plain words. */
  readonly reason: string | null;
  /** Whether there may be one that this user can't speak to. */
  readonly mayRun: boolean;
}

export interface PatientOptions {
  readonly config: Config;
  readonly app: App;
  readonly environment: NodeJS.ProcessEnv;
  readonly askDaemon: () => Promise<DaemonFound>;
  readonly signal: AbortSignal;
}

/** Longer than a look takes by itself. */
const maxLookMs = 16_000;

export function createPatient({ config, app, environment, askDaemon, signal }: PatientOptions): Patient {
  const { clock } = app;
  // Each look listens to it, and Node warns about more than ten.
  setMaxListeners(0, signal);
  const bounded = <Found>(look: (signal: AbortSignal) => Promise<Found>) =>
    once(() => withLimit(clock, maxLookMs, signal, look, 0));
  const state = once(() => readState(config.stateDir, clock));
  const remembered = once(async () => {
    const read = await state();
    const before = read.kind === "state" ? read.state : emptyState("");
    return createMemory({
      config,
      nowMs: clock.steadyMs(),
      state: before,
      store: null,
    }).state();
  });
  const detections = bounded(async (limit) => app.detect(await remembered(), limit, "everySource"));
  const zones = bounded(async (limit) => {
    const options = { retries: 0, timeouts: { attemptMs: maxLookMs, totalMs: maxLookMs }, signal: limit };
    const listed = await createZoneList(clock).get(await app.account(), options, "fresh");
    return listed.zones.map(({ zoneName }) => zoneName);
  });
  const plan = once(async () => {
    const { hostnames: names, engine, maxUpdatesPerHour, whenLost } = config;
    const seen = { detections: await detections(), state: await remembered(), zones: await zones().catch(() => []) };
    const now = { nowMs: clock.steadyMs(), lookWallMs: clock.wallMs() };
    return planRound({ names, engine, maxUpdatesPerHour, whenLost, force: false, ...now, ...seen }).lines;
  });
  const api = bounded((limit) => greetApi(config.account, clock, limit));
  const findNameServers = rememberZones(createNameServerFinder());
  return {
    config,
    app,
    environment,
    daemon: once(askDaemon),
    state,
    remembered,
    detections,
    zones,
    plan,
    api,
    findNameServers,
  };
}

function once<Found>(look: () => Promise<Found>): () => Promise<Found> {
  let found: Promise<Found> | null = null;
  return () => {
    found ??= look();
    // Whoever asks handles it; nobody may have asked yet.
    found.catch(() => {});
    return found;
  };
}
