import { describe, expect, it, onTestFinished } from "vitest";
import { Gigahost } from "../../../src/api/gigahost.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { listZoneNames } from "../../../src/publish/engines/list-zone-names.ts";
import { createZoneList } from "../../../src/publish/engines/zone-list.ts";
import type { Fault } from "../../../src/simulator/faults.ts";
import { defaultApiKey } from "../../../src/simulator/simulator-options.ts";
import { startSimulator } from "../../../src/simulator/start-simulator.ts";

/** What is told of the zones after a fault. */
async function list(fault?: Fault, apiKey = defaultApiKey) {
  const simulator = await startSimulator({ zones: ["example.no", "ola.priv.no"] });
  onTestFinished(() => simulator.close());
  if (fault) simulator.faults.inject(fault);
  const client = async () => new Gigahost({ apiKey, baseUrl: simulator.url });
  const options = { signal: new AbortController().signal, onRequest: () => {} };
  return listZoneNames(client, createZoneList(systemClock), options);
}

describe("the list of zones", () => {
  it("is had with one request", async () => {
    expect(await list()).toEqual({ kind: "zones", zones: ["example.no", "ola.priv.no"] });
  });

  it.each<[string, Fault]>([
    ["a page", { kind: "html", status: 200 }],
    ["a page that refuses", { kind: "html", status: 401 }],
    ["no list", { kind: "body", body: '{"data":5}' }],
    ["an answer cut off", { kind: "cut" }],
    ["a lost connection", { kind: "reset" }],
    ["trouble", { kind: "status", status: 500 }],
    ["too many requests", { kind: "rate-limit", retryAfter: 5 }],
  ])("is not known after %s", async (_what, fault) => {
    expect(await list(fault)).toEqual({ kind: "unknown" });
  });

  it("is refused to a credential that may not see it", async () => {
    expect(await list(undefined, "flux_live_wrong")).toEqual({ kind: "refused" });
    expect(await list({ kind: "status", status: 403 })).toEqual({ kind: "refused" });
  });
});
