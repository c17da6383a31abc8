import type { Gigahost } from "../api/gigahost.ts";
import type { Config } from "../config/config.ts";
import type { DetectedUplink, LookReason } from "../detect/asking/ask.ts";
import { askAll, detect } from "../detect/detect.ts";
import { createDetectionMemory } from "../detect/detection-memory.ts";
import type { RouterNews } from "../detect/router-memory.ts";
import { createSources } from "../detect/sources/create-source.ts";
import type { Detection } from "../model/detection.ts";
import type { EngineName } from "../model/settings/engine.ts";
import type { State } from "../model/state.ts";
import type { Clock } from "../platform/clock.ts";
import { createMasker, type Masker } from "../platform/mask.ts";
import { type Network, systemNetwork } from "../platform/network/network.ts";
import type { Random } from "../platform/random.ts";
import { credentialLabel, type Lift, specifyLift } from "../publish/answers/reasons.ts";
import type { Engine, PublishOptions, UpdateAnswer } from "../publish/engine.ts";
import type { RecordsOptions } from "../publish/engines/records.ts";
import { createZoneList } from "../publish/engines/zone-list.ts";
import type { ProbeVerdict } from "../publish/remember/probe-account.ts";
import type { ZonesVerdict } from "../publish/remember/remember-zones.ts";
import type { PublishedName } from "../publish/verify/judge-answers.ts";
import type { Verification } from "../publish/verify/verify-names.ts";

/** The machine that the parts work on; a test passes its own clock. */
export interface Machine {
  readonly clock: Clock;
  readonly random: Random;
  readonly network: Network;
  /** Which routers tell of a change by themselves; absent: nobody listens to them. */
  readonly news?: RouterNews;
  /** Where each look is another process's: those since another source was asked. */
  readonly looksSinceOther?: number;
}

/** What a round needs, made from one configuration. */
export interface App extends Machine {
  readonly config: Config;
  /** Hides the secrets of the configuration in a text. */
  readonly mask: Masker;
  /** One look at every uplink; `everySource` asks all of them instead of as few as needed. Absent: somebody asks for it. */
  detect(state: State, signal: AbortSignal, purpose?: LookReason | "everySource"): Promise<readonly Detection[]>;
  /** Made when it is first needed, kept afterwards. */
  engineFor(name: EngineName): Promise<Engine>;
  /** One `GET /dns/zones`: whether the credential is accepted. */
  probe(options: PublishOptions): Promise<ProbeVerdict>;
  /** One `GET /dns/zones`: which zones the credential sees. */
  listZones(options: PublishOptions): Promise<ZonesVerdict>;
  /** Asks the zone's own name servers, otherwise the records API, what is there. */
  verify(names: readonly PublishedName[], signal: AbortSignal): Promise<Verification>;
  /** The account, for what is not an address. */
  account(): Promise<Gigahost>;
  /** What lifts a hold here; null: the usual. */
  howToLift(): Promise<Lift | null>;
  /** The account's zones as far as they are known, without asking. */
  knownZones(): readonly string[];
}

/** Makes the parts that a configuration describes; nothing is asked or loaded yet. */
export function buildApp(config: Config, machine: Machine): App {
  const zones = createZoneList(machine.clock);
  const client = once(() => createClient(config));
  const mask = createMasker(config.secrets);
  const howToLift = once(async () => (await import("./tell/describe-lift.ts")).describeLift(process.env));
  const makeEngine: Record<EngineName, () => Promise<Engine>> = {
    dyndns: once(() => createDyndns(config, machine, mask)),
    records: once(() => createRecords(config, { client, zones, clock: machine.clock })),
  };
  return {
    ...machine,
    config,
    mask,
    detect: createDetect(config, machine),
    engineFor: async (name) => withLift(await makeEngine[name](), howToLift),
    howToLift,
    probe: async (options) => (await import("../publish/engines/probe-zones.ts")).probeZones(client, options),
    listZones: async (options) =>
      (await import("../publish/engines/list-zone-names.ts")).listZoneNames(client, zones, options),
    verify: async (names, signal) => {
      const { createVerifier } = await import("../publish/verify/create-verifier.ts");
      return createVerifier({ client, zones })(names, signal);
    },
    account: client,
    knownZones: () => zones.names(),
  };
}

export function systemMachine(clock: Clock): Machine {
  return { clock, random: Math.random, network: systemNetwork };
}

function createDetect(config: Config, { clock, random, network, news, looksSinceOther }: Machine): App["detect"] {
  const memory = createDetectionMemory();
  let current: State["told"];
  const told = (client: string) => (current && Object.hasOwn(current, client) ? (current[client] ?? null) : null);
  const sourceFor = createSources({ clock, network, told });
  const pushedLooks = once(async () => (await import("./gateway/reuse-pushed.ts")).createPushedLooks(told));
  const wanted = new Set(config.hostnames.map(({ uplink }) => uplink));
  // Who has no hostname looks around before there is one; a gateway that waits for its clients has nothing to look for.
  const looksAround = wanted.size === 0 && config.gateway === null;
  const uplinks = Object.values(config.uplinks).filter(({ name }) => looksAround || wanted.has(name));
  const { allowNonPublic } = config;
  // Whoever writes a schedule wants to have it asked then.
  const heard = news !== undefined && config.schedule === "auto" ? { news } : {};
  const counted = looksSinceOther === undefined ? {} : { looksSinceOther };
  return async (state, signal, purpose) => {
    const remembered = state.addresses;
    current = state.told;
    const known = { allowNonPublic, remembered, memory, sourceFor, clock, random, signal, ...heard, ...counted };
    if (purpose === "everySource") return askAll({ ...known, uplinks });
    const request = purpose === undefined ? known : { ...known, reason: purpose };
    const look = (open: readonly DetectedUplink[]) => detect({ ...request, uplinks: open });
    // Nobody else has clients that push.
    return config.gateway === null ? look(uplinks) : (await pushedLooks()).look(uplinks, remembered, look);
  };
}

/** Says of what is held what to do where this runs. */
function withLift(engine: Engine, howToLift: App["howToLift"]): Engine {
  const specify = async (answer: UpdateAnswer) => {
    if (!/^hold-/.test(answer.consequence) || answer.reason === null) return answer;
    return { ...answer, reason: specifyLift(answer.reason, await howToLift()) };
  };
  return {
    name: engine.name,
    publish: async (group, options) => Promise.all((await engine.publish(group, options)).map(specify)),
  };
}

function credentialOf({ account }: Config) {
  if (account.credential) return account.credential;
  throw new Error("this configuration has no credential"); // a configuration for publishing is not accepted without one
}

async function createClient(config: Config): Promise<Gigahost> {
  const { Gigahost: Client } = await import("../api/gigahost.ts");
  const credential = credentialOf(config);
  const { baseUrl, proxy } = config.account;
  // The daemon's own back-off decides when to try again.
  const options = { baseUrl, retries: 0, ...(proxy !== null && { proxy }) };
  if (credential.kind === "api-key") return new Client({ ...options, apiKey: credential.apiKey });
  return new Client({ ...options, username: credential.username, password: credential.password });
}

async function createDyndns(config: Config, { clock, random }: Machine, mask: Masker): Promise<Engine> {
  const [{ createDyndnsEngine }, { createDyndnsSender }] = await Promise.all([
    import("../publish/engines/dyndns.ts"),
    import("../publish/engines/send-dyndns.ts"),
  ]);
  const credential = credentialOf(config);
  const { baseUrl, proxy } = config.account;
  const send = createDyndnsSender({ baseUrl, proxy, credential, mask, clock });
  const { kind } = credential;
  return createDyndnsEngine({ send, credential: credentialLabel(kind), wallMs: () => clock.wallMs(), random });
}

async function createRecords(
  config: Config,
  { clock, ...parts }: Pick<RecordsOptions, "client" | "zones"> & { readonly clock: Clock },
): Promise<Engine> {
  const { createRecordsEngine } = await import("../publish/engines/records.ts");
  const credential = credentialLabel(credentialOf(config).kind);
  return createRecordsEngine({ ...parts, ttlSeconds: config.ttl, credential, wallMs: () => clock.wallMs() });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((error) => {
      made = null;
      throw error;
    });
    return made;
  };
}
