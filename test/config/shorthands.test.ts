import { describe, expect, it } from "vitest";
import { describeConfig } from "../../src/config/describe-config.ts";
import { configFile, findProblems, loadText, withKeys } from "./load-text.ts";

describe("a shorthand", () => {
  it.each([
    ["ipv6: false", "default", "ipv6", false],
    ["ipv4: false", "default", "ipv4", false],
    ["ipv6: true", "default", "ipv6", true],
    ["uplinks: { lte: { interface: wwan0, ipv6: false } }", "lte", "ipv6", false],
    ["uplinks: { default: { interface: eth0, ipv4: false } }", "default", "ipv4", false],
  ] as const)("(%s) switches a family", async (yaml, uplink, family, enabled) => {
    const { config } = await loadText(withKeys(yaml));
    expect(config.uplinks[uplink]?.[family]).toMatchObject({ enabled, sources: ["auto"] });
  });

  it("names a log level, and where it stands", async () => {
    const { config, origins } = await loadText(withKeys("log: debug\nipv6: false"));
    expect(config.log).toEqual({ level: "debug", format: "auto" });
    const shown = describeConfig(config, origins);
    expect(shown).toContainEqual({ key: "log.level", value: "debug", origin: `${configFile}:3` });
    expect(shown).toContainEqual({ key: "ipv6.enabled", value: false, origin: `${configFile}:4` });
  });

  it("gives way to the environment and to flags", async () => {
    const environment = { GIGAHOST_DDNS_LOG_LEVEL: "warn", GIGAHOST_DDNS_IPV6_SOURCES: "auto" };
    const { config } = await loadText(withKeys("log: debug\nipv6: false"), { environment });
    expect([config.log.level, config.uplinks.default?.ipv6.enabled]).toEqual(["warn", true]);
  });

  it.each([
    ["log: verbose", "error, fatal or silent or keys (level, format)"],
    ["ipv6: no", "write false, without quotes"],
    ["ipv6: off", "write false, without quotes"],
    ["ipv6: [auto]", "not a list"],
  ])("that is none (%s) is explained", async (yaml, words) => {
    expect((await findProblems(withKeys(yaml))).join("\n")).toContain(words);
  });
});
