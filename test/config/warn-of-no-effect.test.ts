import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configRows } from "../../src/config/rows/config-rows.ts";
import { createSources } from "../../src/detect/sources/create-source.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { type Network, systemNetwork } from "../../src/platform/network/network.ts";
import { loadText, withKeys } from "./load-text.ts";

const warningsOf = async (yaml: string) => (await loadText(withKeys(yaml))).config.warnings;

describe("a key that changes nothing is warned of:", () => {
  it.each([
    ["engine: dyndns\nttl: 90", "ttl has no effect with engine: dyndns"],
    ["uplinks: { lte: { interface: wwan0 } }", "uplink lte: no hostname uses it"],
  ])("%s", async (yaml, warning) => {
    expect(await warningsOf(yaml)).toEqual([warning]);
  });
});

it("nothing is warned of where every key has its effect", async () => {
  const yaml =
    "engine: records\nttl: 90\nipv4: { sources: ['upnp:', 'fritzbox:'] }\nhttp: { public: [status, metrics] }";
  expect(await warningsOf(yaml)).toEqual([]);
});

/** A warning that something does nothing holds only as long as there is no code for it. */
describe("what the program is said not to do", () => {
  it("is nothing that has a key: each is read by code outside the configuration", async () => {
    const unread = Object.keys(configRows).filter((field) => !isRead(field));
    expect(unread).toEqual([]);
  });

  it("is upnp:, exactly while that kind of source says so itself", async () => {
    const network: Network = {
      ...systemNetwork,
      wayOut: async () => ({ kind: "unreachable" }),
      gateway: async () => null,
    };
    const signal = AbortSignal.abort(new Error("too late"));
    const question = { family: "ipv4", interfaceName: null, published: null, signal } as const;
    const { reason } = await createSources({ clock: systemClock, network })("upnp:").ask(question);
    const warned = await warningsOf("ipv4: { sources: ['upnp:', 'static:185.0.2.1'] }");
    expect(warned).toHaveLength(reason?.includes("in this version") ? 1 : 0);
  });
});

const root = new URL("../../src", import.meta.url).pathname;
const readers = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !/^(config|model)\//.test(path))
  .map((path) => readFileSync(join(root, path), "utf8"));

/** As `config.ttl`, or taken out of a configuration by its name. */
function isRead(field: string): boolean {
  const taken = new RegExp(
    `\\bconfig\\.${field}\\b|\\{[^{}]*\\b${field}\\b[^{}]*\\}(: (Pick<)?Config\\b| = (\\w+\\.)*config\\b)`,
  );
  return readers.some((text) => taken.test(text));
}
