import { afterEach } from "vitest";
import type { GatewayClient } from "../../src/gateway/client.ts";
import { hashPassword, readPasswordHash } from "../../src/gateway/clients/password.ts";
import type { GatewayDesk } from "../../src/gateway/desk.ts";
import type { Told } from "../../src/gateway/dyndns/read-told.ts";
import { type GatewayOptions, serveGateway } from "../../src/gateway/serve-gateway.ts";
import type { Outcome } from "../../src/model/report.ts";
import { systemClock } from "../../src/platform/clock.ts";

const running: { close(): Promise<void> }[] = [];

afterEach(closeGateways);

export async function closeGateways(): Promise<void> {
  await Promise.all(running.splice(0).map((one) => one.close()));
}

export const password = "a-password-of-many-letters";

export function makeClient(more: Partial<GatewayClient> = {}): GatewayClient {
  const check = readPasswordHash(hashPassword(password));
  if (!check) throw new Error("a hash of our own can't be read");
  return {
    name: "cabin",
    password: check,
    hostnames: ["cabin.example.no"],
    ...{ acme: [], from: [], query: false, only: [], never: [] },
    ...more,
  };
}

export interface TestGateway {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly told: Told[];
  readonly logged: string[];
  /** How many lines everybody sees. */
  warnings(): number;
  /** Values at the challenges of hosts. */
  readonly challenges: Map<string, string[]>;
}

/** What the daemon would do. */
export interface Daemon {
  readonly standby?: string | null;
  readonly allowNonPublic?: boolean;
  /** Whether what was told is safe on disk; a promise: that takes its time. */
  readonly isSafe?: boolean | Promise<boolean>;
  publish?(client: GatewayClient): Promise<readonly Outcome[]>;
}

/** A gateway on loopback, with a daemon that publishes whatever it is told; it ends with the test. */
export async function startGateway(
  clients: readonly GatewayClient[] = [makeClient()],
  daemon: Daemon = {},
  more: Partial<GatewayOptions> = {},
): Promise<TestGateway> {
  const told: Told[] = [];
  const published = new Map<string, string>();
  const logged: string[] = [];
  const challenges = new Map<string, string[]>();
  const write = (message: string) => void logged.push(message);
  let warnings = 0;
  const warn = (message: string) => {
    warnings++;
    write(message);
  };
  const desk: GatewayDesk = {
    client: (name) => clients.find((each) => each.name === name) ?? null,
    standby: () => daemon.standby ?? null,
    allowNonPublic: daemon.allowNonPublic ?? false,
    isPublished: ({ name }, what) => published.get(name) === JSON.stringify(what),
    noteHeard: () => {},
    async remember({ name }, what) {
      told.push(what);
      published.set(name, JSON.stringify(what));
      return daemon.isSafe ?? true;
    },
    publish: daemon.publish ?? (async ({ hostnames }) => hostnames.map((hostname) => outcome({ hostname }))),
  };
  const server = await serveGateway({
    challenges: {
      async present(host, value) {
        challenges.set(host, [...(challenges.get(host) ?? []), value]);
      },
      async cleanUp(host, value) {
        challenges.set(
          host,
          (challenges.get(host) ?? []).filter((each) => each !== value),
        );
      },
      findHost: async (hosts, name) => hosts.find((host) => `_acme-challenge.${host}` === name) ?? null,
    },
    ...{ host: "127.0.0.1", port: 0, tls: null, trustedProxies: [], desk, clock: systemClock },
    log: { trace: write, debug: write, info: write, warn, error: write, fatal: write },
    onProblems: (problems) => logged.push(...problems),
    onDefect: (error) => logged.push(`a defect: ${error}`),
    ...more,
  });
  running.push(server);
  const port = server.address()?.port ?? 0;
  return {
    port,
    url: `${more.tls ? "https" : "http"}://127.0.0.1:${port}`,
    told,
    logged,
    warnings: () => warnings,
    challenges,
  };
}

export function outcome(more: Partial<Outcome> = {}): Outcome {
  return {
    hostname: "cabin.example.no",
    family: "ipv4",
    action: "update",
    result: "good",
    consequence: "done",
    ...{ address: "185.0.2.1", previous: null, reason: null, nextAttemptAt: null },
    ...more,
  };
}

/** Basic authentication of a client. */
export const as = (name: string, secret = password) => ({
  authorization: `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}`,
});
