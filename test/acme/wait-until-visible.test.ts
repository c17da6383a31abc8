import { afterEach, expect, it } from "vitest";
import { waitUntilVisible } from "../../src/acme/wait-until-visible.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { type Simulator, startSimulator } from "../../src/simulator/start-simulator.ts";

const running: Simulator[] = [];
const name = "_acme-challenge.example.no";
const value = "a".repeat(43);

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

async function serve(...values: string[]) {
  const records = values.map((each) => ({ name: "_acme-challenge", type: "TXT", value: each }));
  const simulator = await startSimulator({ zones: [{ name: "example.no", records }] });
  running.push(simulator);
  return { name: `ns${running.length}.example.no`, address: simulator.dns.host, port: simulator.dns.port };
}

const wait = (servers: Awaited<ReturnType<typeof serve>>[] | null, maxMs: number) =>
  waitUntilVisible(name, value, {
    clock: systemClock,
    findNameServers: async () => servers && { zoneName: "example.no", names: [], servers },
    signal: new AbortController().signal,
    maxMs,
  });

it("ends as soon as each name server shows the value, beside others", async () => {
  const servers = [await serve("b".repeat(43), value), await serve(value)];
  expect(await wait(servers, 60_000)).toEqual({ kind: "visible" });
});

it("waits for the one that is behind", async () => {
  const late = await serve();
  const waiting = wait([await serve(value), late], 60_000);
  const record = { name: "_acme-challenge", type: "TXT", value, ttl: 60, priority: null };
  running[0]?.store.zones.zone("example.no").records.push(record);
  expect(await waiting).toEqual({ kind: "visible" });
});

it("names those that don't show it in time", async () => {
  expect(await wait([await serve(value), await serve("b".repeat(43))], 0)).toEqual({
    kind: "hidden",
    servers: ["ns2.example.no"],
  });
});

it("knows nothing where the zone's name servers are not to be found", async () => {
  expect(await wait(null, 0)).toEqual({ kind: "unknown" });
});
