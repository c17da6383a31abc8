import { describe, expect, it } from "vitest";
import { autoSources, expandSources } from "../../src/detect/auto-sources.ts";
import { countIndependentSources } from "../../src/detect/count-independent-sources.ts";
import { families } from "../../src/model/family.ts";

describe("counting independent sources", () => {
  it.each([
    [["static:185.0.2.1"], 1],
    [["static:2a02::1"], 0],
    [[], 0],
    [["http://127.0.0.1:1/a", "http://127.0.0.1:1/b"], 1],
    [["http://127.0.0.1:1/a", "http://127.0.0.1:2/a"], 2],
    [["stun://127.0.0.1:1", "http://127.0.0.1:1/"], 1],
    [["dns:cloudflare", "https://icanhazip.com", "stun://stun.cloudflare.com"], 1],
    [["dns:cloudflare", "dns:google"], 2],
    [["command:a", "command:b", "command:a"], 2],
    [["http://[::1]:1/"], 0],
    [["nonsense"], 0],
  ])("%j are %i for IPv4", (uris, count) => {
    expect(countIndependentSources(uris, "ipv4")).toBe(count);
  });

  it("finds at least three operators for each family in auto, besides the machine and its router", () => {
    for (const family of families) {
      const asked = autoSources(family).filter((uri) => !/^(interface|pcp|natpmp|upnp):/.test(uri));
      expect(countIndependentSources(asked, family)).toBeGreaterThanOrEqual(3);
      expect(countIndependentSources(["auto"], family)).toBeGreaterThan(countIndependentSources(asked, family));
    }
  });

  it("names each source once, and an explicit one as explicit even where auto has it too", () => {
    const listed = expandSources(["auto", " dns:google", "dns:google", "file:/x"], "ipv4");
    expect(listed.map(({ uri }) => uri)).toEqual([...autoSources("ipv4"), "file:/x"]);
    expect(listed.find(({ uri }) => uri === "dns:google")?.fromAuto).toBe(false);
    expect(listed.find(({ uri }) => uri === "dns:opendns")?.fromAuto).toBe(true);
  });
});
