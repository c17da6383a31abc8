import { afterEach, beforeEach, expect, it } from "vitest";
import { Gigahost } from "../../../src/api/gigahost.ts";
import { probeZones } from "../../../src/publish/engines/probe-zones.ts";
import { defaultApiKey } from "../../../src/simulator/simulator-options.ts";
import { type Simulator, startSimulator } from "../../../src/simulator/start-simulator.ts";

let simulator: Simulator;
const probe = (apiKey = defaultApiKey) =>
  probeZones(async () => new Gigahost({ apiKey, baseUrl: simulator.url }), {
    signal: new AbortController().signal,
    onRequest: () => {},
  });

beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(() => simulator.close());

it("A good credential is accepted, with one request", async () => {
  expect(await probe()).toBe("accepted");
  expect(simulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /dns/zones"]);
});

it("A wrong credential is refused", async () => {
  expect(await probe("flux_live_wrong")).toBe("refused");
});

it("A credential without the permission is refused", async () => {
  simulator.faults.inject({ kind: "status", status: 403 });
  expect(await probe()).toBe("refused");
});

it.each([
  { kind: "html", status: 502 },
  { kind: "html", status: 401 },
  { kind: "html", status: 403 },
  { kind: "body", body: '{"data":[null]}' },
  { kind: "body", body: "" },
  { kind: "reset" },
  { kind: "rate-limit", retryAfter: 60 },
  { kind: "garbage" },
] as const)("Anything else tells nothing: $kind", async (fault) => {
  simulator.faults.inject(fault);
  expect(await probe()).toBe("unknown");
  expect(simulator.requests).toHaveLength(1);
});
