import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import type { Simulator } from "../../../src/simulator/start-simulator.ts";
import { simulated } from "../simulated.ts";

const zone = {
  name: "example.no",
  records: [
    { name: "home", type: "A", value: "192.0.2.1", ttl: 60 },
    { name: "home", type: "AAAA", value: "2001:DB8:0:0::1" },
    { name: "www", type: "CNAME", value: "home.example.no." },
    { name: "@", type: "MX", value: "mail.example.no", priority: 10 },
    { name: "@", type: "TXT", value: "v=spf1 -all" },
    { name: "long", type: "TXT", value: `"${"x".repeat(255)}" "${"y".repeat(200)}"` },
    { name: "_sip._tcp", type: "SRV", value: "10 60 5060 sip.example.no." },
    { name: "@", type: "CAA", value: '0 issue "letsencrypt.org"' },
    { name: "*.wild", type: "A", value: "192.0.2.7" },
    { name: "there.wild", type: "TXT", value: "exists" },
  ],
};

function resolverOf(simulator: Simulator): Resolver {
  const resolver = new Resolver({ timeout: 1000, tries: 1 });
  resolver.setServers([`127.0.0.1:${simulator.dns.port}`]);
  return resolver;
}

describe("the DNS server", () => {
  it("serves every usual type, as a resolver reads it", async () => {
    const resolver = resolverOf(await simulated({ zones: [zone] }));
    expect(await resolver.resolve4("home.example.no", { ttl: true })).toEqual([{ address: "192.0.2.1", ttl: 60 }]);
    expect(await resolver.resolve6("home.example.no")).toEqual(["2001:db8::1"]);
    expect(await resolver.resolve4("www.example.no")).toEqual(["192.0.2.1"]);
    expect(await resolver.resolveMx("example.no")).toMatchObject([{ exchange: "mail.example.no", priority: 10 }]);
    expect(await resolver.resolveTxt("example.no")).toEqual([["v=spf1 -all"]]);
    expect(await resolver.resolveTxt("long.example.no")).toEqual([["x".repeat(255), "y".repeat(200)]]);
    expect(await resolver.resolveSrv("_sip._tcp.example.no")).toMatchObject([{ name: "sip.example.no", port: 5060 }]);
    expect(await resolver.resolveCaa("example.no")).toMatchObject([{ issue: "letsencrypt.org" }]);
    expect(await resolver.resolveNs("example.no")).toContain("ns1.gigahost.no");
    expect(await resolver.resolveSoa("example.no")).toMatchObject({ nsname: "ns1.gigahost.no", serial: 2026010101 });
  });

  it("shows a change at once, with a new serial", async () => {
    const simulator = await simulated({ zones: [zone] });
    const resolver = resolverOf(simulator);
    simulator.store.zones.set("home.example.no", "A", ["192.0.2.2", "192.0.2.3"]);
    expect((await resolver.resolve4("home.example.no")).sort()).toEqual(["192.0.2.2", "192.0.2.3"]);
    expect(await resolver.resolveSoa("example.no")).toMatchObject({ serial: 2026010102 });
  });

  it("lets a wildcard stand for names that don't exist, and only for them", async () => {
    const resolver = resolverOf(await simulated({ zones: [zone] }));
    expect(await resolver.resolve4("any.wild.example.no")).toEqual(["192.0.2.7"]);
    await expect(resolver.resolve4("there.wild.example.no")).rejects.toMatchObject({ code: "ENODATA" });
    await expect(resolver.resolve4("below.there.wild.example.no")).rejects.toMatchObject({ code: "ENOTFOUND" });
  });

  it("tells a name without that type, no name, and a foreign zone apart", async () => {
    const resolver = resolverOf(await simulated({ zones: [zone] }));
    await expect(resolver.resolveMx("home.example.no")).rejects.toMatchObject({ code: "ENODATA" });
    await expect(resolver.resolve4("_tcp.example.no")).rejects.toMatchObject({ code: "ENODATA" });
    await expect(resolver.resolve4("nobody.example.no")).rejects.toMatchObject({ code: "ENOTFOUND" });
    await expect(resolver.resolve4("example.com")).rejects.toMatchObject({ code: "EREFUSED" });
  });

  it("comes again over TCP with what is too large for UDP", async () => {
    const simulator = await simulated({ zones: ["example.no"] });
    const addresses = Array.from({ length: 200 }, (_, index) => `192.0.2.${index}`);
    simulator.store.zones.set("many.example.no", "A", addresses);
    expect(await resolverOf(simulator).resolve4("many.example.no")).toHaveLength(200);
  });

  it("survives garbage and goes on", async () => {
    const simulator = await simulated({ zones: [zone] });
    const socket = createSocket("udp4");
    for (const length of [0, 1, 11, 12, 13, 500])
      socket.send(Buffer.alloc(length, 0x7f), simulator.dns.port, "127.0.0.1");
    const [answer] = (await once(socket, "message")) as [Buffer];
    expect(answer.readUInt16BE(0)).toBe(0x7f7f);
    socket.close();
    expect(await resolverOf(simulator).resolve4("home.example.no")).toEqual(["192.0.2.1"]);
  });

  it("can fail and fall silent", async () => {
    const simulator = await simulated({ zones: [zone] });
    simulator.faults.dns = "servfail";
    await expect(resolverOf(simulator).resolve4("home.example.no")).rejects.toMatchObject({ code: "ESERVFAIL" });
    simulator.faults.dns = "silence";
    const hasty = new Resolver({ timeout: 100, tries: 1 });
    hasty.setServers([`127.0.0.1:${simulator.dns.port}`]);
    await expect(hasty.resolve4("home.example.no")).rejects.toMatchObject({ code: "ETIMEOUT" });
  });
});
