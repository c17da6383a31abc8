import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Gigahost } from "../../../src/api/gigahost.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { createZoneList } from "../../../src/publish/engines/zone-list.ts";
import { askNameServer } from "../../../src/publish/verify/ask-name-server.ts";
import type { PublishedName } from "../../../src/publish/verify/judge-answers.ts";
import { createStoredReader } from "../../../src/publish/verify/read-stored-addresses.ts";
import { type VerifySources, verifyNames } from "../../../src/publish/verify/verify-names.ts";
import { defaultApiKey } from "../../../src/simulator/simulator-options.ts";
import { type Simulator, startSimulator } from "../../../src/simulator/start-simulator.ts";
import { v4, v6 } from "../facts.ts";
import { startInterceptor } from "./start-interceptor.ts";

const home: PublishedName = { hostname: "home.example.no", family: "ipv4", published: v4 };
const vpn: PublishedName = { hostname: "vpn.example.no", family: "ipv6", published: v6 };
const signal = new AbortController().signal;

describe("verification", () => {
  let simulator: Simulator;
  /** Who the world is told to ask for example.no. */
  let nameServers: string[];
  let lookups: string[];

  const sources = (change: Partial<VerifySources> = {}): VerifySources => ({
    findNameServers: async (hostname) => {
      lookups.push(hostname);
      const { host: address, port } = simulator.dns;
      return {
        zoneName: "example.no",
        names: nameServers,
        servers: nameServers.map((name) => ({ name, address, port })),
      };
    },
    ask: askNameServer,
    readStored: createStoredReader({
      client: async () => new Gigahost({ apiKey: defaultApiKey, baseUrl: simulator.url }),
      zones: createZoneList(systemClock),
      onRequest: () => {},
    }),
    ...change,
  });
  const verdicts = async (names: readonly PublishedName[], change?: Partial<VerifySources>) =>
    (await verifyNames(names, sources(change), signal)).findings.map(({ hostname, verdict, addresses }) =>
      `${hostname} ${verdict} ${addresses.join()}`.trim(),
    );

  beforeEach(async () => {
    simulator = await startSimulator();
    nameServers = ["ns1.gigahost.no", "ns2.gigahost.no"];
    lookups = [];
    simulator.store.zones.set(home.hostname, "A", [v4]);
    simulator.store.zones.set(vpn.hostname, "AAAA", [v6]);
  });
  afterEach(() => simulator.close());

  it("finds what is published with the zone's own servers, and asks nobody else", async () => {
    expect(await verdicts([home, vpn])).toEqual(["home.example.no same", "vpn.example.no same"]);
    expect(simulator.requests).toEqual([]);
  });

  it("sees what was changed or deleted by hand", async () => {
    simulator.store.zones.set(home.hostname, "A", ["185.0.2.9"]);
    simulator.store.zones.set(vpn.hostname, "AAAA", []);
    expect(await verdicts([home, vpn])).toEqual(["home.example.no different 185.0.2.9", "vpn.example.no missing"]);
  });

  it("believes no resolver on the way that answers in the name servers' place", async () => {
    const interceptor = await startInterceptor("185.0.2.66");
    const findNameServers = async () => ({ zoneName: "example.no", names: nameServers, servers: [interceptor] });
    expect(await verdicts([home], { findNameServers })).toEqual(["home.example.no disputed 185.0.2.66"]);
    expect(interceptor.asked()).toBe(1);
    simulator.store.zones.set(home.hostname, "A", ["185.0.2.9"]);
    expect(await verdicts([home], { findNameServers })).toEqual(["home.example.no different 185.0.2.9"]);
    simulator.faults.inject({ kind: "html", status: 502 });
    const { findings } = await verifyNames([home], sources({ findNameServers }), signal);
    expect(findings).toMatchObject([{ verdict: "unconfirmed", addresses: ["185.0.2.66"] }]);
    expect(findings[0]?.reason).toContain("502");
  });

  it("reads the records API when no server can tell", async () => {
    simulator.faults.dns = "servfail";
    simulator.store.zones.set(vpn.hostname, "AAAA", ["2a03:94e0::9"]);
    expect(await verdicts([home, vpn])).toEqual(["home.example.no same", "vpn.example.no different 2a03:94e0::9"]);
    expect(simulator.requests.map(({ path }) => path)).toEqual(["/dns/zones", "/dns/zones/1001/records"]);
  });

  it("reads the records API when the name servers can't be found", async () => {
    expect(await verdicts([home], { findNameServers: async () => null })).toEqual(["home.example.no same"]);
  });

  it("does not know when the API can't tell either, and says why", async () => {
    simulator.faults.inject({ kind: "html", status: 502 });
    const { findings } = await verifyNames([home], sources({ findNameServers: async () => null }), signal);
    expect(findings).toMatchObject([{ verdict: "unknown", reason: expect.stringContaining("502") }]);
    const stranger = { ...home, hostname: "home.example.com" };
    const other = await verifyNames([stranger], sources({ findNameServers: async () => null }), signal);
    expect(other.findings).toMatchObject([{ verdict: "unknown", reason: "no zone of the account contains the name" }]);
  });

  it("reports a zone that points at somebody else once, and reads the API for it", async () => {
    nameServers = ["ns.elsewhere.example", "notgigahost.no"];
    const { findings, foreignZones } = await verifyNames([home, vpn], sources(), signal);
    expect(findings.map(({ verdict }) => verdict)).toEqual(["same", "same"]);
    expect(foreignZones).toEqual([{ zoneName: "example.no", nameServers }]);
    nameServers = ["ns1.gigahost.no"];
    expect(await verifyNames([home], sources(), signal)).toMatchObject({ foreignZones: [], ownZones: ["example.no"] });
  });

  it("takes a zone with one more secondary elsewhere for Gigahost's", async () => {
    nameServers = ["ns.elsewhere.example", "ns1.gigahost.no"];
    expect((await verifyNames([home], sources(), signal)).foreignZones).toEqual([]);
  });

  it("asks a silent server once for all names, and one that merely refuses again", async () => {
    const count = async (silent: boolean) => {
      const asked: string[] = [];
      const names = Array.from({ length: 40 }, (_, index) => ({ ...home, hostname: `h${index}.example.no` }));
      await verifyNames(
        names,
        sources({
          ask: async ({ name }, { hostname }) => {
            asked.push(`${name} ${hostname}`);
            return { kind: "none", reason: "no", silent };
          },
          readStored: async () => [],
        }),
        signal,
      );
      return asked.length;
    };
    expect(await count(true)).toBeLessThanOrEqual(32);
    expect(await count(false)).toBe(80);
  });

  it("looks for the name servers of neighbours once", async () => {
    const names = Array.from({ length: 40 }, (_, index) => ({ ...home, hostname: `h${index}.example.no` }));
    await verifyNames(names, sources({ readStored: async () => [] }), signal);
    expect(lookups).toHaveLength(1);
    lookups = [];
    await verifyNames(
      [home, { ...home, hostname: "example.no" }, { ...home, hostname: "example.no" }],
      sources(),
      signal,
    );
    expect(lookups).toEqual(["home.example.no", "example.no"]);
  });

  it("does not take a neighbour's own zone for the zone of both", async () => {
    const zoneOf = async (hostname: string) => ({ zoneName: hostname, names: ["ns.elsewhere.example"], servers: [] });
    const apexes = Array.from({ length: 17 }, (_, index) => ({ ...home, hostname: `z${index}.priv.no` }));
    const { foreignZones } = await verifyNames(
      apexes,
      sources({ findNameServers: zoneOf, readStored: async () => [] }),
      signal,
    );
    expect(foreignZones).toHaveLength(17);
  });

  it("ends with its signal, and knows nothing then", async () => {
    expect(await verifyNames([home], sources(), AbortSignal.abort())).toEqual({
      findings: [],
      foreignZones: [],
      ownZones: [],
    });
  });
});
