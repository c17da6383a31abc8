import { describe, expect, it } from "vitest";
import { loadText, withKeys } from "./load-text.ts";

const warningsOf = async (yaml: string) => (await loadText(withKeys(yaml))).config.warnings;

describe("a key that changes nothing is warned of:", () => {
  it.each([
    ["engine: dyndns\nttl: 90", "ttl has no effect with engine: dyndns"],
    ["uplinks: { lte: { interface: wwan0 } }", "uplink lte: no hostname uses it"],
    ["heartbeat: https://hc.example/1", "in this version heartbeat has no effect: nobody is called"],
    ["http: { public: [metrics] }", "in this version metrics in http.public has no effect: there is no /metrics"],
    [
      "ipv4: { sources: ['upnp:', 'static:185.0.2.1'] }",
      "in this version upnp: finds no address; natpmp: and pcp: can ask the router",
    ],
  ])("%s", async (yaml, warning) => {
    expect(await warningsOf(yaml)).toEqual([warning]);
  });
});

it("nothing is warned of where every key has its effect", async () => {
  const yaml = "engine: records\nttl: 90\nipv4: { enabled: false, sources: ['upnp:'] }\nhttp: { public: [status] }";
  expect(await warningsOf(yaml)).toEqual([]);
});

it("the warning doesn't show what is secret", async () => {
  const [warning] = await warningsOf("heartbeat: https://hc.example/secret-id");
  expect(warning).not.toContain("secret-id");
});
