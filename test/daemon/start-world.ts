import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { type Simulator, startSimulator } from "../../src/simulator/start-simulator.ts";

export const home = "home.example.no";

/** A simulated Gigahost, two address services and a directory of its own, all on loopback, until the test is over. */
export interface World {
  readonly simulator: Simulator;
  readonly services: AddressServices;
  readonly dir: string;
  readonly stateDir: string;
  readonly configFile: string;
  /** Writes the configuration: the usual one with these changes. */
  configure(change?: object): Promise<void>;
  /** The A records of the hostname as the world would see them. */
  published(hostname?: string): readonly string[];
  /** How many dyndns requests there were. */
  updates(): number;
}

export async function startWorld(): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), "daemon-"));
  const simulator = await startSimulator({ zones: ["example.no"], habits: { zoneWriteMs: 0 } });
  const services = await startAddressServices();
  onTestFinished(async () => {
    await Promise.all([simulator.close(), services.close()]);
    await rm(dir, { recursive: true, force: true });
  });
  const stateDir = join(dir, "state");
  const configFile = join(dir, "config.yaml");
  const usual = {
    account: { api_key: defaultApiKey, base_url: simulator.url },
    hostnames: [home],
    ipv4: { sources: services.urls },
    ipv6: { enabled: false },
    schedule: "*/30 * * * * *",
    watch: false,
    verify: false,
    state_dir: stateDir,
    http: false,
    log: { level: "debug", format: "json" },
  };
  const world: World = {
    simulator,
    services,
    dir,
    stateDir,
    configFile,
    // JSON is YAML.
    configure: (change = {}) => writeFile(configFile, JSON.stringify({ ...usual, ...change }), { mode: 0o600 }),
    published: (hostname = home) => simulator.store.zones.values(hostname, "A"),
    updates: () => simulator.requests.filter(({ path }) => path === "/dns/dyndns").length,
  };
  await world.configure();
  return world;
}

/** Two address services of different operators. */
export interface AddressServices {
  readonly urls: readonly string[];
  /** What they answer; null: nothing, ever, until it is set to something else. */
  address: string | null;
  /** Questions that were asked, answered or not. */
  asked: number;
  close(): Promise<void>;
}

async function startAddressServices(): Promise<AddressServices> {
  const held = new Set<ServerResponse>();
  let address: string | null = "185.0.2.1";
  const counted = { asked: 0 };
  const serve = () =>
    createServer((_, response) => {
      counted.asked += 1;
      if (address === null) held.add(response);
      else response.end(address);
    });
  const servers = await Promise.all([listen(serve()), listen(serve())]);
  return {
    urls: servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`), // it listens on TCP
    get address() {
      return address;
    },
    set address(next) {
      address = next;
      for (const response of next === null ? [] : held) response.end(next);
      held.clear();
    },
    get asked() {
      return counted.asked;
    },
    async close() {
      for (const server of servers) server.close().closeAllConnections();
    },
  };
}

function listen(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
