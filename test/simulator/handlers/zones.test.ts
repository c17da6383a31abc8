import { describe, expect, it } from "vitest";
import type { Simulator } from "../../../src/simulator/start-simulator.ts";
import { ask, simulated } from "../simulated.ts";

const zoneFile = `$ORIGIN new.no.
$TTL 300
@   3600 IN SOA ns1.elsewhere.example. hostmaster.new.no. (
        1 ; serial
        7200 3600 604800 300 )
    IN NS ns1.elsewhere.example.
    IN MX 10 mail
www 60 IN A 192.0.2.1
    IN AAAA 2001:db8::1 ; same owner
txt IN TXT "a; b" "c"
alias CNAME www
`;

async function listZones(simulator: Simulator): Promise<{ zone_id: string; zone_name: string }[]> {
  return (await ask(simulator, "GET /dns/zones")).json.data;
}

describe("zones", () => {
  it("are listed with flags as text, unicode names and the transfer secret", async () => {
    const simulator = await simulated({ zones: ["blåbær.no"] });
    expect(await listZones(simulator)).toMatchObject([
      {
        zone_name: "xn--blbr-roah.no",
        zone_name_display: "blåbær.no",
        zone_active: "1",
        record_count: 4,
        zone_updated: false,
        domain_auth_info: expect.stringMatching(/^[0-9a-f]{16}$/u),
      },
    ]);
    simulator.store.zones.set("www.blåbær.no", "A", ["192.0.2.1"]);
    expect(await listZones(simulator)).toMatchObject([{ zone_updated: expect.any(Number) }]);
  });

  it("are created without an answer that names them", async () => {
    const simulator = await simulated();
    const answer = await ask(simulator, "POST /dns/zones", {
      body: { zone_name: "New.no", create_default_records: true },
    });
    expect(answer).toMatchObject({ status: 201, json: { data: [] } });
    expect((await listZones(simulator)).map((zone) => zone.zone_name)).toContain("new.no");
    expect(simulator.store.zones.values("www.new.no", "A")).toHaveLength(1);
    expect((await ask(simulator, "POST /dns/zones", { body: { zone_name: "new.no" } })).status).toBe(400);
  });

  it("answer with their id where the document is right", async () => {
    const simulator = await simulated({ habits: { createdZoneAnswer: "id" } });
    const { json } = await ask(simulator, "POST /dns/zones", { body: { zone_name: "new.no" } });
    expect((await listZones(simulator)).map((zone) => zone.zone_id)).toContain(json.data.zone_id);
  });

  it("are imported from a zone file in a form", async () => {
    const simulator = await simulated();
    const form = new FormData();
    form.append("zone_name", "new.no");
    form.append("zone_file", new File([zoneFile], "new.no.zone"));
    expect((await ask(simulator, "POST /dns/zones", { form })).status).toBe(201);
    const { zones } = simulator.store;
    expect(zones.records("www.new.no", "A")).toMatchObject([{ value: "192.0.2.1", ttl: 60 }]);
    expect(zones.records("www.new.no", "AAAA")).toMatchObject([{ value: "2001:db8::1", ttl: 300 }]);
    expect(zones.records("new.no", "MX")).toMatchObject([{ value: "mail.new.no", priority: 10 }]);
    expect(zones.values("alias.new.no", "CNAME")).toEqual(["www.new.no"]);
    expect(zones.values("txt.new.no", "TXT")).toEqual(["a; bc"]);
    expect(zones.values("new.no", "NS")).toEqual(["ns1.gigahost.no", "ns2.gigahost.no", "ns3.gigahost.no"]);
  });

  it("are not imported by halves", async () => {
    const simulator = await simulated();
    const form = new FormData();
    form.append("zone_name", "new.no");
    form.append("zone_file", new File(["a IN A 192.0.2.1\nb IN A nonsense\n"], "zone"));
    expect((await ask(simulator, "POST /dns/zones", { form })).status).toBe(400);
    expect((await listZones(simulator)).map((zone) => zone.zone_name)).toEqual(["example.no"]);
  });

  it("can be for reverse names, under a path that looks like an id", async () => {
    const simulator = await simulated();
    const body = { prefix: "185.181.63", ip_version: "ipv4", zone_name: "63.181.185.in-addr.arpa" };
    expect((await ask(simulator, "POST /dns/zones/ptr", { body })).status).toBe(201);
    const wrong = { ...body, zone_name: "example.com" };
    expect((await ask(simulator, "POST /dns/zones/ptr", { body: wrong })).status).toBe(400);
  });

  it("are deleted unless they are registered", async () => {
    const zones = [
      { name: "mine.no", id: "1" },
      { name: "kept.no", id: "2", registered: true },
    ];
    const simulator = await simulated({ zones });
    expect((await ask(simulator, "DELETE /dns/zones/1")).status).toBe(200);
    expect((await ask(simulator, "DELETE /dns/zones/2")).status).toBe(400);
    expect((await ask(simulator, "DELETE /dns/zones/3")).status).toBe(404);
  });

  it("collapse to the list where the id is empty", async () => {
    const simulator = await simulated();
    expect((await ask(simulator, "GET /dns/zones/")).json.data).toHaveLength(1);
  });
});

describe("redirects", () => {
  it("make and unmake their A records, www too for the zone itself", async () => {
    const simulator = await simulated({ zones: [{ name: "example.no", id: "1" }] });
    const body = { target_url: "https://target.example" };
    const made = await ask(simulator, "POST /dns/zones/1/redirect", { body });
    expect(made).toMatchObject({ status: 201, json: { data: { domain: "example.no", source: "@" } } });
    expect(simulator.store.zones.values("www.example.no", "A")).toHaveLength(1);
    expect((await ask(simulator, "POST /dns/zones/1/redirect", { body })).status).toBe(400);
    expect((await ask(simulator, "DELETE /dns/zones/1/redirect?source=%40")).status).toBe(200);
    expect(simulator.store.zones.values("www.example.no", "A")).toEqual([]);
  });

  it("are refused beside other addresses", async () => {
    const record = { name: "@", type: "A", value: "192.0.2.1" };
    const simulator = await simulated({ zones: [{ name: "example.no", id: "1", records: [record] }] });
    const { json } = await ask(simulator, "POST /dns/zones/1/redirect", {
      body: { target_url: "https://target.example" },
    });
    expect(json.meta).toMatchObject({ status: 400, message: expect.stringContaining("DNS conflict") });
  });
});

describe("domains", () => {
  it("have one string of DS records at home, and a list of objects abroad", async () => {
    const simulator = await simulated({ zones: [{ name: "example.no", id: "1", registered: true }] });
    expect((await ask(simulator, "GET /dns/zones/1/ds-records")).status).toBe(400);
    await ask(simulator, "PUT /dns/zones/1/dnssec", { body: { enable: 1 } });
    expect((await ask(simulator, "GET /dns/zones/1/ds-records")).json.data.ds_records).toEqual(expect.any(String));
    await ask(simulator, "PUT /dns/zones/1/nameservers", { body: { nameservers: ["a.example", "b.example"] } });
    const ds_records = [{ keyTag: 1, alg: 13, digestType: 2, digest: "AB" }];
    await ask(simulator, "POST /dns/zones/1/ds-records/external", { body: { ds_records } });
    expect((await ask(simulator, "GET /dns/zones/1/ds-records/external")).json.data).toEqual({ ds_records });
    expect((await ask(simulator, "GET /dns/zones/1/redirect")).status).toBe(400);
  });

  it("are 403, not 400, where they are not registered", async () => {
    const simulator = await simulated({ zones: [{ name: "example.no", id: "1" }] });
    expect((await ask(simulator, "PUT /dns/zones/1/dnssec", { body: { enable: 1 } })).status).toBe(403);
  });
});
