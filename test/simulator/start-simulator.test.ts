import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { startSimulator } from "../../src/simulator/start-simulator.ts";
import { ask, simulated } from "./simulated.ts";

describe("a simulator", () => {
  it("listens on IPv6 too, where an omitted myip is an IPv6 address", async () => {
    const simulator = await simulated({ host: "::1" });
    expect(simulator.url).toMatch(/^http:\/\/\[::1\]:\d+\/api\/v0$/u);
    expect((await ask(simulator, "GET /dns/dyndns?hostname=home.example.no")).text).toBe("good ::1\n");
    expect(simulator.store.zones.values("home.example.no", "A")).toEqual([]);
    expect(simulator.store.zones.values("home.example.no", "AAAA")).toEqual(["::1"]);
  });

  it("takes the ports that it is told", async () => {
    const first = await simulated();
    const { port } = new URL(first.url);
    await first.close();
    const second = await simulated({ port: Number(port), dnsPort: first.dns.port });
    expect(new URL(second.url).port).toBe(port);
    expect(second.dns.port).toBe(first.dns.port);
  });

  it("says so when its port is taken, and leaves nothing open", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    await expect(startSimulator({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    const first = await simulated();
    await first.close();
    const free = Number(new URL(first.url).port);
    await expect(startSimulator({ port: free, dnsPort: port })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
    await simulated({ port: free });
    other.close();
  });

  it("is edited by hand as at the web page, and counts that as a change", async () => {
    const simulator = await simulated();
    const { zones } = simulator.store;
    const { serial } = zones.zone("example.no");
    zones.set("home.example.no", "A", ["192.0.2.1", "192.0.2.2"], 120);
    expect(zones.records("HOME.example.no.", "A")).toMatchObject([{ ttl: 120 }, { value: "192.0.2.2" }]);
    zones.set("home.example.no", "A", []);
    expect(zones.values("home.example.no", "A")).toEqual([]);
    expect(zones.zone("example.no").serial).toBe(serial + 2);
    expect(() => zones.set("home.example.com", "A", ["192.0.2.1"])).toThrow("no zone for home.example.com");
    expect(() => zones.set("home.example.no", "A", ["nonsense"])).toThrow("Invalid IPv4 address");
  });

  it("keeps names in the zone that fits them best", async () => {
    const simulator = await simulated({ zones: ["example.no", "lab.example.no"] });
    simulator.store.zones.set("nas.lab.example.no", "A", ["192.0.2.1"]);
    expect(simulator.store.zones.zone("lab.example.no").records.at(-1)).toMatchObject({ name: "nas" });
  });
});
