import { describe, expect, it } from "vitest";
import { InputError, NotFoundError, type RawMethod, ServerError } from "../../src/index.ts";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { simulated } from "../simulator/simulated.ts";
import { clientOf, failureOf } from "./loopback.ts";

async function start() {
  const simulator = await simulated({ zones: [{ name: "example.no", id: "123" }] });
  return { simulator, gigahost: clientOf({ baseUrl: simulator.url }, { apiKey: defaultApiKey }) };
}

describe("a raw request", () => {
  it("gives the unwrapped result, with the answer it was taken from", async () => {
    const { gigahost } = await start();
    const { result, status } = await gigahost.request("GET", "/dns/zones").withResponse();
    expect([status, result]).toEqual([200, [expect.objectContaining({ zone_name: "example.no" })]]);
    expect(await failureOf(gigahost.request("GET", "/tomorrow"))).toBeInstanceOf(NotFoundError);
  });

  it("sends query and JSON", async () => {
    const { simulator, gigahost } = await start();
    await gigahost
      .request("POST", "/dns/zones/123/records", { query: { a: "b&c" }, body: { record_value: "x" } })
      .catch(() => null);
    expect(simulator.requests[0]).toMatchObject({ query: { a: "b&c" }, body: { record_value: "x" } });
  });

  it("is repeated only where that is safe: a GET that looks, and a write that the table calls so", async () => {
    const sentFor = async (method: RawMethod, path: string) => {
      const { simulator, gigahost } = await start();
      simulator.faults.inject({ kind: "html", status: 502 }, { times: 1 });
      await gigahost.request(method, path).catch(() => null);
      return simulator.requests.length;
    };
    expect(await sentFor("GET", "/dns/zones")).toBe(2);
    expect(await sentFor("GET", "/tomorrow")).toBe(2);
    expect(await sentFor("DELETE", "/dns/zones/123")).toBe(2);
    for (const path of ["/servers/3524/reboot", "/dns/dyndns"]) expect(await sentFor("GET", path), path).toBe(1);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"] as const)
      expect(await sentFor(method, "/tomorrow")).toBe(1);
  });

  it("takes its turn among the writes to a zone", async () => {
    const { simulator, gigahost } = await start();
    const add = (record_value: string) =>
      gigahost.request("POST", "/dns/zones/123/records", { body: { record_value } }, { retries: 0 });
    await Promise.all([add("192.0.2.1"), add("192.0.2.2"), add("192.0.2.3")]);
    expect(simulator.store.zones.values("example.no", "A")).toHaveLength(3);
  });

  it.each([
    ["GET", "dns/zones"],
    ["GET", "//evil.example/x"],
    ["GET", "/a/%2e%2E/b"],
    ["GET", "/a b"],
    ["GET", "/a\r\nHost: evil"],
    ["TRACE", "/a"],
  ])("is refused before anything is sent: %s %s", async (method, path) => {
    const { simulator, gigahost } = await start();
    const failure = await failureOf(gigahost.request(method as RawMethod, path)); // without types, anything is given
    expect(failure).toBeInstanceOf(InputError);
    expect(simulator.requests).toEqual([]);
    expect(failure).not.toBeInstanceOf(ServerError);
  });
});
