import { afterEach } from "vitest";
import { Gigahost } from "../../../src/api/gigahost.ts";
import { type ExternalDnsServer, serveExternalDns } from "../../../src/cluster/external-dns/serve-external-dns.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { createMasker } from "../../../src/platform/mask.ts";
import { defaultApiKey, type SimulatorOptions } from "../../../src/simulator/simulator-options.ts";
import { type Simulator, startSimulator } from "../../../src/simulator/start-simulator.ts";

const running: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});

export interface Served {
  readonly simulator: Simulator;
  readonly url: string;
  readonly server: ExternalDnsServer;
  readonly logged: readonly string[];
  /** The values of a name and type in the zone `example.no`. */
  values(name: string, type: string): readonly string[];
}

/** The webhook provider in front of a simulated server; both end with the test. */
export async function serve({
  apiKey = defaultApiKey,
  domainFilters = [],
  maxAnswerMs,
  retries = 0,
  ...options
}: SimulatorOptions & {
  readonly apiKey?: string;
  readonly domainFilters?: readonly string[];
  readonly maxAnswerMs?: number;
  readonly retries?: number;
} = {}): Promise<Served> {
  const simulator = await startSimulator({ zones: ["example.no"], ...options });
  const logged: string[] = [];
  const write = (message: string) => void logged.push(message);
  const log = { trace: write, debug: write, info: write, warn: write, error: write, fatal: write };
  const gigahost = new Gigahost({ apiKey, baseUrl: simulator.url, retries });
  const server = await serveExternalDns({
    ...{ gigahost, domainFilters, log, clock: systemClock, mask: createMasker([apiKey]) },
    listen: { host: "127.0.0.1", port: 0 },
    health: { host: "127.0.0.1", port: 0 },
    ...(maxAnswerMs === undefined ? {} : { maxAnswerMs }),
  });
  running.push(server, gigahost, simulator);
  const values = (name: string, type: string) =>
    simulator.store.zones.list
      .flatMap((zone) => zone.records)
      .filter((record) => record.name === name && record.type === type)
      .map((record) => record.value)
      .sort();
  return { simulator, url: `http://127.0.0.1:${server.listen.port}`, server, logged, values };
}
