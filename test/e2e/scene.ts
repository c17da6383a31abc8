import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { defaultApiKey, type SimulatorOptions } from "../../src/simulator/simulator-options.ts";
import { type Simulator, startSimulator } from "../../src/simulator/start-simulator.ts";
import { atEnd } from "./at-end.ts";
import { type Ended, runBuilt, type Started, type Surroundings, startBuilt } from "./built-program.ts";

export type Settings = Readonly<Record<string, unknown>>;

/** A simulated server, a directory, a configuration in it, and the built program to run with them. */
export interface Scene {
  readonly simulator: Simulator;
  readonly dir: string;
  readonly configFile: string;
  readonly stateFile: string;
  /** Writes the configuration anew: what is given stands over what was there. */
  configure(settings: Settings): void;
  run(args: string | readonly string[], surroundings?: Surroundings): Promise<Ended>;
  start(args: string | readonly string[], surroundings?: Surroundings): Started;
  /** `once --output json`, with further arguments. */
  once(...args: readonly string[]): Promise<Ended>;
  /** The dyndns requests so far, each as its query. */
  asked(): readonly Readonly<Record<string, string>>[];
  /** Forgets the requests so far. */
  forget(): void;
  /** What the zone holds: `records("home.example.no", "A")`. */
  records(name: string, type: string): readonly string[];
  state(): State;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into what is remembered
type State = any;

export const address = { ipv4: "185.0.2.1", other4: "185.0.2.2", ipv6: "2a01:4f8::1", other6: "2a01:4f8::2" };

/** What no test wants to wait for, or must not do to this machine. */
const quiet: Settings = {
  hostnames: ["home.example.no"],
  ipv4: { sources: [`static:${address.ipv4}`] },
  ipv6: { enabled: false },
  verify: false,
  watch: false,
  http: false,
};

export async function prepareScene(settings: Settings = {}, options: SimulatorOptions = {}): Promise<Scene> {
  const simulator = await startSimulator({ zones: ["example.no"], ...options });
  const dir = mkdtempSync(join(tmpdir(), "gigahost-ddns-e2e-"));
  atEnd(async () => {
    await simulator.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const configFile = join(dir, "config.yaml");
  const stateDir = join(dir, "state");
  const account = { api_key: defaultApiKey, base_url: simulator.url };
  let current: Settings = { account, state_dir: stateDir, ...quiet };
  const configure = (changed: Settings) => {
    current = { ...current, ...changed };
    writeFileSync(configFile, stringify(current), { mode: 0o600 });
  };
  configure(settings);
  const withConfig = (args: string | readonly string[]) => [
    ...(typeof args === "string" ? args.split(" ") : args),
    ...["--config", configFile],
  ];
  const stateFile = join(stateDir, "state.json");
  const run = (args: string | readonly string[], surroundings?: Surroundings) =>
    runBuilt(withConfig(args), surroundings);
  return {
    simulator,
    dir,
    configFile,
    stateFile,
    configure,
    run,
    start: (args, surroundings) => startBuilt(withConfig(args), surroundings),
    once: (...args) => run(["once", "--output", "json", ...args]),
    asked: () => simulator.requests.filter(({ path }) => path === "/dns/dyndns").map(({ query }) => query),
    forget: () => void simulator.requests.splice(0),
    records: (name, type) => simulator.store.zones.values(name, type),
    state: () => JSON.parse(readFileSync(stateFile, "utf8")),
  };
}
