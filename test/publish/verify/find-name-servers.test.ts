import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createNameServerFinder, namesAbove } from "../../../src/publish/verify/find-name-servers.ts";
import { type Simulator, startSimulator } from "../../../src/simulator/start-simulator.ts";

describe("looking for name servers", () => {
  let simulator: Simulator;
  const find = (hostname: string, signal = new AbortController().signal) =>
    createNameServerFinder([`${simulator.dns.host}:${simulator.dns.port}`])(hostname, signal);

  beforeEach(async () => {
    const gigahost = {
      name: "gigahost.no",
      records: [
        { name: "ns1", type: "A", value: "185.0.2.53" },
        { name: "ns2", type: "AAAA", value: "2a03:94e0::53" },
      ],
    };
    simulator = await startSimulator({ zones: ["example.no", gigahost] });
  });
  afterEach(() => simulator.close());

  it.each(["example.no", "home.example.no", "*.deep.example.no"])("finds those of the zone of %s", async (hostname) => {
    expect(await find(hostname)).toEqual({
      zoneName: "example.no",
      names: ["ns1.gigahost.no", "ns2.gigahost.no", "ns3.gigahost.no"],
      servers: [
        { name: "ns1.gigahost.no", address: "185.0.2.53", port: 53 },
        { name: "ns2.gigahost.no", address: "2a03:94e0::53", port: 53 },
      ],
    });
  });

  it("finds none where the resolver does not answer as it should", async () => {
    expect(await find("home.example.com")).toBeNull();
    simulator.faults.dns = "servfail";
    expect(await find("home.example.no")).toBeNull();
  });

  it("ends with its signal", async () => {
    simulator.faults.dns = "silence";
    expect(await find("home.example.no", AbortSignal.timeout(100))).toBeNull();
  });

  it("does not begin once its signal is aborted", async () => {
    simulator.faults.dns = "silence";
    expect(await find("home.example.no", AbortSignal.abort())).toBeNull();
  });
});

describe("the names that may be a zone", () => {
  it.each([
    ["home.example.no", ["home.example.no", "example.no"]],
    ["*.home.example.no", ["home.example.no", "example.no"]],
    ["example.no", ["example.no"]],
  ])("above %s", (hostname, expected) => {
    expect(namesAbove(hostname)).toEqual(expected);
  });
});
