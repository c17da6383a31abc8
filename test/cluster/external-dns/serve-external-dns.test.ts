import { describe, expect, it } from "vitest";
import { runRound, type WireEndpoint } from "./controller.ts";
import { serve } from "./serve.ts";

const mediaType = "application/external.dns.webhook+json;version=1";

const post = (url: string, body: string | Buffer) =>
  fetch(url, { method: "POST", headers: { "content-type": mediaType }, body });

const endpoint = (dnsName: string, recordType: string, ...targets: string[]): WireEndpoint => ({
  dnsName,
  recordType,
  targets,
});

/** One of each type that external-dns manages, in the spellings that it sends. */
const everything: readonly WireEndpoint[] = [
  endpoint("www.example.no", "A", "192.0.2.1", "192.0.2.2"),
  { ...endpoint("api.example.no", "A", "192.0.2.3"), recordTTL: 120 },
  endpoint("www.example.no", "AAAA", "2001:0db8:0000:0000:0000:0000:0000:0001"),
  endpoint("alias.example.no", "CNAME", "www.Example.no."),
  endpoint("*.apps.example.no", "A", "192.0.2.4"),
  endpoint("example.no", "A", "192.0.2.5"),
  endpoint("note.example.no", "TXT", "plain words; and more"),
  endpoint("quoted.example.no", "TXT", '"v=spf1 -all"'),
  endpoint("long.example.no", "TXT", "x".repeat(300)),
  endpoint("example.no", "MX", "10 mail.example.no", "20 backup.example.no."),
  endpoint("_sip._udp.example.no", "SRV", "10 5 5060 sip.example.no."),
  endpoint("sub.example.no", "NS", "ns1.other.no", "ns2.other.no."),
  endpoint("1.rev.example.no", "PTR", "host.example.no"),
  {
    ...endpoint("set.example.no", "A", "192.0.2.6"),
    setIdentifier: "one",
    providerSpecific: [{ name: "webhook/colour", value: "blue" }],
  },
];
const dotted = { txtPrefix: "%{record_type}-extdns." };

describe("the four requests of external-dns", () => {
  it("answers the first one with the media type, byte for byte, and with the zones as an include list", async () => {
    const { url } = await serve({ zones: ["example.no", "b.example.org"] });
    const answer = await fetch(url, { headers: { accept: mediaType } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe(mediaType);
    expect(await answer.json()).toEqual({ include: ["example.no", "b.example.org"] });
  });

  it("never answers with an empty filter, which would mean every name", async () => {
    const none = await fetch((await serve({ zones: [] })).url);
    expect([none.status, await none.text()]).toEqual([503, expect.stringContaining("sees no zone")]);
    const other = await fetch((await serve({ domainFilters: ["other.no"] })).url);
    expect(other.status).toBe(503);
  });

  it("narrows the zones to the domain filter, and lists and changes nothing beyond it", async () => {
    const served = await serve({ zones: ["example.no", "other.no"], domainFilters: ["k8s.example.no"] });
    expect(await (await fetch(served.url)).json()).toEqual({ include: ["k8s.example.no"] });
    await expect(runRound(served.url, [endpoint("www.example.no", "A", "192.0.2.1")])).rejects.toThrow("domain filter");
    expect(served.values("www", "A")).toEqual([]);
    await runRound(served.url, [endpoint("www.k8s.example.no", "A", "192.0.2.1")]);
    expect(served.values("www.k8s", "A")).toEqual(["192.0.2.1"]);
  });

  it("reaches no change in the second round, for every type, wildcard and apex", async () => {
    const served = await serve();
    expect(await runRound(served.url, everything, dotted)).not.toBeNull();
    expect(served.values("www", "A")).toEqual(["192.0.2.1", "192.0.2.2"]);
    expect(served.values("a-extdns.www", "TXT")).toEqual([
      "heritage=external-dns,external-dns/owner=default,external-dns/resource=service/default/www.example.no",
    ]);
    expect(await runRound(served.url, everything, dotted)).toBeNull();
  });

  it("deletes all that is no longer wanted, and nothing of others", async () => {
    const served = await serve({
      zones: [{ name: "example.no", records: [{ name: "mine", type: "A", value: "192.0.2.99" }] }],
    });
    await runRound(served.url, everything, dotted);
    await runRound(served.url, [], dotted);
    const left = served.simulator.store.zones.zone("example.no").records.filter(({ type }) => type !== "NS");
    expect(left.map(({ name, type }) => [name, type])).toEqual([["mine", "A"]]);
    expect(await runRound(served.url, [], dotted)).toBeNull();
  });

  it("changes a set value by value: adds first, deletes last and only by value, and leaves a foreign one", async () => {
    const served = await serve();
    await runRound(served.url, [endpoint("www.example.no", "A", "192.0.2.1", "192.0.2.2")]);
    served.simulator.requests.length = 0;
    await runRound(served.url, [endpoint("www.example.no", "A", "192.0.2.2", "192.0.2.3")]);
    expect(served.values("www", "A")).toEqual(["192.0.2.2", "192.0.2.3"]);
    const writes = served.simulator.requests.filter(({ method }) => method !== "GET");
    expect(writes.map(({ method, query }) => [method, query.value ?? null])).toEqual([
      ["POST", null],
      ["DELETE", "192.0.2.1"],
    ]);
  });

  it("turns a CNAME into an address, and back", async () => {
    const served = await serve();
    const [cname, a] = [
      endpoint("www.example.no", "CNAME", "b.example.no"),
      endpoint("www.example.no", "A", "192.0.2.1"),
    ];
    await runRound(served.url, [cname]);
    await runRound(served.url, [a]);
    expect([served.values("www", "A"), served.values("www", "CNAME")]).toEqual([["192.0.2.1"], []]);
    await runRound(served.url, [cname]);
    expect([served.values("www", "A"), served.values("www", "CNAME")]).toEqual([[], ["b.example.no"]]);
  });

  it("overwrites the one value of a CNAME in place", async () => {
    const served = await serve();
    await runRound(served.url, [endpoint("www.example.no", "CNAME", "b.example.no")]);
    served.simulator.requests.length = 0;
    await runRound(served.url, [endpoint("www.example.no", "CNAME", "c.example.no")]);
    expect(served.values("www", "CNAME")).toEqual(["c.example.no"]);
    expect(served.simulator.requests.filter(({ method }) => method !== "GET").map(({ method }) => method)).toEqual([
      "PUT",
    ]);
  });

  it("changes a TTL in place", async () => {
    const served = await serve();
    const www = endpoint("www.example.no", "A", "192.0.2.1");
    await runRound(served.url, [{ ...www, recordTTL: 300 }]);
    expect(await runRound(served.url, [{ ...www, recordTTL: 600 }])).not.toBeNull();
    expect(await runRound(served.url, [{ ...www, recordTTL: 600 }])).toBeNull();
  });

  it("writes to a zone that was made after the first request", async () => {
    const served = await serve();
    await fetch(served.url);
    served.simulator.store.zones.add({
      name: "later.no",
      custId: served.simulator.store.zones.zone("example.no").custId,
    });
    await runRound(served.url, [endpoint("www.later.no", "A", "192.0.2.1")]);
    expect(served.values("www", "A")).toEqual(["192.0.2.1"]);
  });
});

describe("trouble never looks like a fault of the controller's, which would end it", () => {
  it("does what can be done of a change and names what can't, with 500", async () => {
    const served = await serve();
    const wanted = [
      endpoint("www.example.no", "A", "192.0.2.1"),
      endpoint("x.foreign.no", "A", "192.0.2.1"),
      endpoint("t.example.no", "TLSA", "3 1 1 00"),
      endpoint("q.example.no", "TXT", 'a "quoted" word'),
    ];
    const round = runRound(served.url, wanted);
    await expect(round).rejects.toThrow(/500: .*x\.foreign\.no A: no zone/s);
    await expect(runRound(served.url, wanted)).rejects.toThrow("q.example.no TXT");
    expect(served.values("www", "A")).toEqual(["192.0.2.1"]);
  });

  it("keeps back a record of the zone itself whose registry note lies outside, and says what to set", async () => {
    const served = await serve();
    const apex = [endpoint("example.no", "A", "192.0.2.1"), endpoint("www.example.no", "A", "192.0.2.1")];
    await expect(runRound(served.url, apex)).rejects.toThrow("--txt-prefix=%{record_type}-extdns.");
    expect([served.values("@", "A"), served.values("www", "A")]).toEqual([[], ["192.0.2.1"]]);
  });

  it("keeps back the name of the domain filter whose registry note lies outside it, and writes both with a dot", async () => {
    const served = await serve({ domainFilters: ["www.example.no"] });
    const wanted = [endpoint("www.example.no", "A", "192.0.2.1")];
    await expect(runRound(served.url, wanted)).rejects.toThrow(/outside the domain filter; start .* --txt-prefix/);
    expect(served.values("www", "A")).toEqual([]);
    await runRound(served.url, wanted, dotted);
    expect(served.values("www", "A")).toEqual(["192.0.2.1"]);
    expect(await runRound(served.url, wanted, dotted)).toBeNull();
  });

  it.each([
    ["a credential that is refused", { kind: "status", status: 401 }],
    ["a server that asks to wait", { kind: "rate-limit", retryAfter: 3600 }],
    ["a page of maintenance", { kind: "html", status: 503 }],
    ["nonsense", { kind: "garbage" }],
    ["a connection that breaks", { kind: "reset" }],
    ["a permission that is missing", { kind: "status", status: 403 }],
  ] as const)("answers %s with 5xx, without the key, and stays healthy", async (_, fault) => {
    const served = await serve();
    served.simulator.faults.inject(fault, { times: Number.POSITIVE_INFINITY });
    for (const answer of [
      await fetch(served.url),
      await fetch(`${served.url}/records`),
      await post(`${served.url}/records`, JSON.stringify({ create: [endpoint("a.example.no", "A", "192.0.2.1")] })),
    ]) {
      expect(answer.status).toBeGreaterThanOrEqual(500);
      expect(answer.status).toBeLessThanOrEqual(510);
      expect(await answer.text()).not.toMatch(/flux_live_/);
    }
    expect((await fetch(`http://127.0.0.1:${served.server.health?.port}/healthz`)).status).toBe(200);
  });

  it("takes a write whose answer got lost as done when the list shows it", async () => {
    const served = await serve();
    served.simulator.faults.inject(
      { kind: "reset" },
      { route: "POST /dns/zones/{zone_id}/records", afterEffect: true },
    );
    await runRound(served.url, [endpoint("www.example.no", "A", "192.0.2.1")]).catch(() => null);
    await runRound(served.url, [endpoint("www.example.no", "A", "192.0.2.1")]).catch(() => null);
    expect(served.values("www", "A")).toEqual(["192.0.2.1"]);
  });

  it("answers with 503 when Gigahost is slow to answer, goes on, and the next round finds it done", async () => {
    const served = await serve({ maxAnswerMs: 300 });
    const wanted = [endpoint("www.example.no", "A", "192.0.2.1")];
    await fetch(`${served.url}/records`);
    served.simulator.faults.inject({ kind: "delay", ms: 1500 }, { route: "POST /dns/zones/{zone_id}/records" });
    await expect(runRound(served.url, wanted)).rejects.toThrow(/503: .*the work continues/);
    await expect
      .poll(() => runRound(served.url, wanted).catch(() => "busy"), { timeout: 60_000, interval: 100 })
      .toBeNull();
    expect(served.simulator.requests.filter(({ method }) => method === "POST").length).toBe(2);
  });

  it("goes on when the controller has hung up", async () => {
    const served = await serve();
    served.simulator.faults.inject({ kind: "delay", ms: 300 }, { route: "POST /dns/zones/{zone_id}/records" });
    const hangUp = new AbortController();
    const body = JSON.stringify({ create: [endpoint("www.example.no", "A", "192.0.2.1")] });
    const asked = fetch(`${served.url}/records`, { method: "POST", body, signal: hangUp.signal }).catch(() => null);
    await expect
      .poll(() => served.simulator.requests.some(({ method }) => method === "POST"), { timeout: 60_000 })
      .toBe(true);
    hangUp.abort();
    await asked;
    await expect.poll(() => served.values("www", "A"), { timeout: 60_000 }).toEqual(["192.0.2.1"]);
  });
});

it("reads the lists of changes however their names are spelled, as Go does", async () => {
  const served = await serve();
  const endpoint = (target: string) => ({ dnsName: "www.example.no", recordType: "A", targets: [target] });
  const created = await post(`${served.url}/records`, JSON.stringify({ Create: [endpoint("192.0.2.1")] }));
  expect([created.status, served.values("www", "A")]).toEqual([204, ["192.0.2.1"]]);
  const updates = { UpdateOld: [endpoint("192.0.2.1")], UpdateNew: [endpoint("192.0.2.2")] };
  await post(`${served.url}/records`, JSON.stringify(updates));
  expect(served.values("www", "A")).toEqual(["192.0.2.2"]);
  await post(`${served.url}/records`, JSON.stringify({ Delete: [endpoint("192.0.2.2")] }));
  expect(served.values("www", "A")).toEqual([]);
});

describe("what is not a request of the protocol", () => {
  it("takes null for an empty list", async () => {
    const { url } = await serve();
    const adjusted = await post(`${url}/adjustendpoints`, "null");
    expect([adjusted.status, await adjusted.json()]).toEqual([200, []]);
    const changes = JSON.stringify({ create: null, updateOld: null, updateNew: null, delete: null });
    const applied = await post(`${url}/records`, changes);
    expect([applied.status, await applied.text()]).toEqual([204, ""]);
    expect((await post(`${url}/records`, "null")).status).toBe(204);
  });

  it.each([
    ["POST /records", "{"],
    ["POST /records", "[]"],
    ["POST /records", '{"create":[{"dnsName":"a.example.no"}]}'],
    ["POST /records", '{"updateOld":[{"dnsName":"a.example.no","recordType":"A"}]}'],
    ["POST /adjustendpoints", '{"a":1}'],
    ["POST /adjustendpoints", '[{"dnsName":"a.example.no","recordType":"A","targets":[1]}]'],
  ])("answers %s of %s with 400", async (request, body) => {
    const { url, simulator } = await serve();
    const [method = "", path = ""] = request.split(" ");
    const answer = await fetch(url + path, { method, body });
    expect([answer.status, (await answer.text()).length > 5]).toEqual([400, true]);
    expect(simulator.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("answers a body of 33 MiB with 413, another method with 400 and another path with 404", async () => {
    const { url } = await serve();
    expect((await post(`${url}/records`, Buffer.alloc(33 * 1024 * 1024, 32))).status).toBe(413);
    expect((await fetch(`${url}/records`, { method: "DELETE" })).status).toBe(400);
    expect((await fetch(`${url}/zones`)).status).toBe(404);
  });

  it("lists one endpoint per name and type, the registry's text first, and neither SOA nor the zone's NS", async () => {
    const records = [
      { name: "www", type: "A", value: "192.0.2.1", ttl: 300 },
      { name: "www", type: "A", value: "192.0.2.2", ttl: 300 },
      { name: "a-www", type: "TXT", value: "zzz", ttl: 60 },
      { name: "a-www", type: "TXT", value: "heritage=external-dns,external-dns/owner=x", ttl: 60 },
      { name: "www", type: "CAA", value: '0 issue "a.example"' },
    ];
    const { url } = await serve({ zones: [{ name: "example.no", records }] });
    expect(await (await fetch(`${url}/records`)).json()).toEqual([
      { dnsName: "www.example.no", recordType: "A", recordTTL: 300, targets: ["192.0.2.1", "192.0.2.2"] },
      {
        dnsName: "a-www.example.no",
        recordType: "TXT",
        recordTTL: 60,
        targets: ['"heritage=external-dns,external-dns/owner=x"', '"zzz"'],
      },
    ]);
  });
});
