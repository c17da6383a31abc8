import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../../src/simulator/start-simulator.ts";
import type { Permissions } from "../../../src/simulator/store/accounts.ts";
import { v4, v6 } from "../facts.ts";
import { holdEngineContract } from "./engine-contract.ts";
import { group, publish, recordsEngine, said, stored } from "./simulated-engines.ts";

const home = "home.example.no";
const vpn = "vpn.example.no";
const apiKey = `flux_live_${"42".repeat(32)}`;

holdEngineContract("records", recordsEngine);

describe("the records engine", () => {
  let simulator: Simulator;
  const start = async (permissions?: Permissions) => {
    simulator = await startSimulator({
      zones: [
        { name: "example.no", id: "11" },
        { name: "deep.example.no", id: "12" },
        { name: "example.org", id: "13" },
      ],
      apiKeys: [{ secret: apiKey, ...(permissions ? { permissions } : {}) }],
    });
  };
  const engine = () => recordsEngine({ baseUrl: simulator.url, apiKey });
  const requests = () =>
    simulator.requests.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f]{32}/, "ID")}`);

  beforeEach(() => start());
  afterEach(() => simulator.close());

  it("lists the zones once, each zone before and after, and writes one record after the other", async () => {
    await publish(engine(), group([home, vpn]));
    expect(requests()).toEqual([
      "GET /dns/zones",
      "GET /dns/zones/11/records",
      "POST /dns/zones/11/records",
      "POST /dns/zones/11/records",
      "GET /dns/zones/11/records",
    ]);
  });

  it("reads no zone twice when there is nothing to do, and asks for the zones again only for a name it can't place", async () => {
    const one = engine();
    await publish(one, group([home]));
    simulator.requests.length = 0;
    await publish(one, group([home]));
    expect(requests()).toEqual(["GET /dns/zones/11/records"]);
    simulator.requests.length = 0;
    simulator.store.zones.add({
      name: "example.com",
      id: "14",
      custId: simulator.store.zones.zone("example.no").custId,
    });
    expect(said((await publish(one, group(["home.example.com"]))).answers)).toEqual(["home.example.com ipv4 good"]);
    expect(requests()[0]).toBe("GET /dns/zones");
  });

  it("takes the zone with the longest name, and knows the apex and the wildcard", async () => {
    const names = ["a.deep.example.no", "deep.example.no", "example.no", "*.example.no"];
    const { answers } = await publish(engine(), group(names));
    expect(answers.every(({ result }) => result === "good")).toBe(true);
    const zoneOf = (name: string) => simulator.store.zones.zone(name).records;
    expect(
      zoneOf("deep.example.no")
        .filter(({ type }) => type === "A")
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["@", "a"]);
    expect(
      zoneOf("example.no")
        .filter(({ type }) => type === "A")
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["*", "@"]);
    expect(zoneOf("example.no").filter(({ type }) => type === "NS")).toHaveLength(3);
  });

  it("replaces a record as a whole, and deletes what is too much by its value", async () => {
    simulator.store.zones.set(home, "A", ["185.0.2.7", "185.0.2.8", "185.0.2.9"]);
    simulator.store.zones.set(home, "TXT", ["hello"]);
    await publish(engine(), group([home]));
    expect(stored(simulator, home, "A")).toEqual([`60 ${v4}`]);
    expect(simulator.store.zones.values(home, "TXT")).toEqual(["hello"]);
    const put = simulator.requests.find(({ method }) => method === "PUT");
    expect(put?.body).toMatchObject({ record_name: "home", record_type: "A", record_value: v4, record_ttl: 60 });
    const deleted = simulator.requests.filter(({ method }) => method === "DELETE").map(({ query }) => query);
    expect(deleted).toEqual([
      { name: "home", type: "A", value: "185.0.2.8" },
      { name: "home", type: "A", value: "185.0.2.9" },
    ]);
  });

  it("keeps the right one of several, and mends its TTL", async () => {
    simulator.store.zones.set(home, "A", ["185.0.2.7", v4], 3600);
    expect(said((await publish(engine(), group([home]))).answers)).toEqual([`${home} ipv4 good`]);
    expect(stored(simulator, home, "A")).toEqual([`60 ${v4}`]);
    expect(simulator.requests.filter(({ method }) => method === "POST")).toEqual([]);
  });

  it("compares addresses, not how they are written", async () => {
    simulator.store.zones.set(home, "AAAA", [v6], 60);
    const update = group([home], { change: ["ipv6"], ipv4: null, ipv6: "2A03:94E0:0:0::1" });
    expect(said((await publish(engine(), update)).answers)).toEqual([`${home} ipv6 nochg`]);
  });

  it("removes the records of a family, one by one, and nothing else", async () => {
    simulator.store.zones.set(home, "AAAA", [v6, "2a03:94e0::2"]);
    simulator.store.zones.set(home, "A", [v4]);
    const update = group([home, vpn], { change: [], remove: ["ipv6"], ipv4: null });
    expect(said((await publish(engine(), update)).answers).sort()).toEqual([`${home} ipv6 good`, `${vpn} ipv6 nochg`]);
    expect(simulator.store.zones.values(home, "AAAA")).toEqual([]);
    expect(simulator.store.zones.values(home, "A")).toEqual([v4]);
  });

  it("does not believe a server that says yes and does nothing", async () => {
    simulator.faults.inject({ kind: "no-effect" }, { route: "POST /dns/zones/{zone_id}/records" });
    const { answers } = await publish(engine(), group([home, vpn]));
    expect(answers).toMatchObject([
      {
        hostname: home,
        result: "unparseable",
        consequence: "back-off",
        reason: `the server reports the A record of ${home} as changed, but does not list it; retrying later`,
      },
      { hostname: vpn, result: "good" },
    ]);
  });

  it("goes on with other hostnames and zones after a write that fails", async () => {
    simulator.faults.inject(
      { kind: "status", status: 500, message: "Databasefeil" },
      { route: "POST /dns/zones/{zone_id}/records" },
    );
    const { answers } = await publish(engine(), group([home, vpn, "a.example.org"]));
    expect(said(answers).sort()).toEqual(["a.example.org ipv4 good", `${home} ipv4 http_500`, `${vpn} ipv4 good`]);
    expect(answers.find(({ hostname }) => hostname === home)?.reason).toMatch(/Databasefeil.*; retrying later$/);
  });

  it("stops where every other write would fail as well", async () => {
    simulator.faults.inject({ kind: "rate-limit", retryAfter: 9 }, { route: "POST /dns/zones/{zone_id}/records" });
    const { answers } = await publish(engine(), group([home, vpn, "a.example.org"]));
    expect(answers.map(({ result, retryAfterMs }) => `${result} ${retryAfterMs}`)).toEqual(
      Array(3).fill("http_429 9000"),
    );
    expect(requests().filter((each) => each.startsWith("POST"))).toHaveLength(1);
  });

  it("confirms what it wrote even if the last write failed", async () => {
    simulator.faults.inject({ kind: "delay", ms: 0 }, { route: "POST /dns/zones/{zone_id}/records" });
    simulator.faults.inject({ kind: "html", status: 502 }, { route: "POST /dns/zones/{zone_id}/records" });
    const { answers } = await publish(engine(), group([home, vpn]));
    expect(said(answers).sort()).toEqual([`${home} ipv4 good`, `${vpn} ipv4 http_502`]);
  });
});

describe("an answer of an unexpected shape", () => {
  const shapes = ['{"data":[null]}', '"x"', '{"data":5}', "", `{"data":${"[".repeat(100_000)}${"]".repeat(100_000)}}`];
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await startSimulator({ zones: ["example.no", "example.org"] });
  });
  afterEach(() => simulator.close());

  it.each([
    ...shapes,
    '{"data":[{"zone_id":null,"zone_name":"example.no"}]}',
    '{"data":[{"zone_id":1,"zone_name":null}]}',
  ])("instead of the zones holds nobody and is not a defect: %.60s", async (body) => {
    simulator.faults.inject({ kind: "body", body }, { route: "GET /dns/zones" });
    const { answers } = await publish(recordsEngine({ baseUrl: simulator.url }), group([home]));
    expect(answers).toMatchObject([{ result: "unparseable", consequence: "back-off" }]);
    expect(answers[0]?.reason).toMatch(/can't be read|has no zone_name/);
  });

  it.each([
    ...shapes,
    '{"data":[{"record_id":null,"record_name":"home","record_type":"A","record_value":"1.2.3.4","record_ttl":60}]}',
    '{"data":[{"record_id":"1","record_name":null,"record_type":"A","record_value":"1.2.3.4","record_ttl":60}]}',
  ])("instead of the records concerns that zone only: %.60s", async (body) => {
    simulator.faults.inject({ kind: "body", body }, { route: "GET /dns/zones/{zone_id}/records" });
    const { answers } = await publish(recordsEngine({ baseUrl: simulator.url }), group([home, "a.example.org"]));
    expect(said(answers)).toEqual([`${home} ipv4 unparseable`, "a.example.org ipv4 good"]);
    expect(answers[0]).toMatchObject({ consequence: "back-off" });
    expect(answers[0]?.reason).not.toMatch(/internal error/);
  });
});

describe("an API key with limits", () => {
  let simulator: Simulator;
  const withKey = async (permissions: Permissions, hostnames: readonly string[]) => {
    simulator = await startSimulator({
      zones: [
        { name: "example.no", id: "11" },
        { name: "example.org", id: "13" },
      ],
      apiKeys: [{ secret: apiKey, permissions }],
    });
    return (await publish(recordsEngine({ baseUrl: simulator.url, apiKey }), group(hostnames))).answers;
  };
  afterEach(() => simulator.close());

  it("is enough for its own zone, and told for another", async () => {
    const answers = await withKey({ dns: { mode: "rw", ids: [11] } }, [home, "a.example.org"]);
    expect(said(answers)).toEqual([`${home} ipv4 good`, "a.example.org ipv4 nohost"]);
    expect(answers[1]).toMatchObject({
      consequence: "hold-hostname",
      reason: expect.stringMatching(
        /^none of the zones that the API key may see contains a\.example\.org \(nohost\): .* a key limited to zones includes it/,
      ),
    });
  });

  it("that may only read is told to need write access, and the hostname is held", async () => {
    const answers = await withKey({ dns: { mode: "r" } }, [home]);
    expect(answers).toMatchObject([
      {
        result: "http_403",
        consequence: "hold-hostname",
        reason: expect.stringMatching(
          /^the API key may read the zone example\.no, but not change it: give it .* write access/,
        ),
      },
    ]);
  });

  it("that may do nothing with DNS is told to need that, and the account is held", async () => {
    const answers = await withKey({ servers: { mode: "rw" } }, [home]);
    expect(answers).toMatchObject([
      {
        result: "http_403",
        consequence: "hold-account",
        reason: expect.stringMatching(
          /^the API key is not allowed to list the zones \(http_403 on GET \/dns\/zones\): give it the DNS permission/,
        ),
      },
    ]);
  });

  it("that may see a zone but not its records is told so", async () => {
    simulator = await startSimulator({ zones: ["example.no"] });
    simulator.faults.inject({ kind: "status", status: 403 }, { route: "GET /dns/zones/{zone_id}/records" });
    const { answers } = await publish(recordsEngine({ baseUrl: simulator.url }), group([home]));
    expect(answers[0]?.reason).toMatch(/^the API key may not read the zone example\.no: add the zone/);
  });
});
