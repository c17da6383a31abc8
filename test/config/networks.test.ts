import { describe, expect, it } from "vitest";
import { describeConfig } from "../../src/config/describe-config.ts";
import { findProblems, loadText, withKeys } from "./load-text.ts";

const texts = (networks: readonly { readonly text: string }[] | undefined) => networks?.map(({ text }) => text);

describe("only and never", () => {
  it("are networks and single addresses, of each family and uplink", async () => {
    const yaml = `ipv4: { only: [185.0.0.0/16], never: [185.0.2.1, "185.0.3.0/24"] }
ipv6: { never: ["2a02:fe0::/32"] }
uplinks: { lte: { ipv4: { only: [8.0.0.0/8] } } }`;
    const { config, origins } = await loadText(withKeys(yaml));
    const { default: home, lte } = config.uplinks;
    expect([texts(home?.ipv4.only), texts(home?.ipv4.never)]).toEqual([
      ["185.0.0.0/16"],
      ["185.0.2.1", "185.0.3.0/24"],
    ]);
    expect([texts(home?.ipv6.only), texts(home?.ipv6.never)]).toEqual([[], ["2a02:fe0::/32"]]);
    expect([texts(lte?.ipv4.only), texts(lte?.ipv4.never)]).toEqual([["8.0.0.0/8"], []]);
    const shown = new Map(describeConfig(config, origins).map(({ key, value }) => [key, value]));
    expect(shown.get("ipv4.never")).toEqual(["185.0.2.1", "185.0.3.0/24"]);
    expect(shown.get("uplinks.lte.ipv4.only")).toEqual(["8.0.0.0/8"]);
  });

  it("come from the environment too", async () => {
    const environment = { GIGAHOST_DDNS_IPV4_ONLY: "185.0.0.0/16, 8.8.8.8", GIGAHOST_DDNS_IPV6_NEVER: "2a02::/16" };
    const { config } = await loadText(withKeys("ipv4: { only: [1.0.0.0/8] }"), { environment });
    expect(texts(config.uplinks.default?.ipv4.only)).toEqual(["185.0.0.0/16", "8.8.8.8"]);
    expect(texts(config.uplinks.default?.ipv6.never)).toEqual(["2a02::/16"]);
  });

  it.each([
    [
      "ipv4: { only: [185.0.2.1/24] }",
      '3:16 ipv4.only[0]: "185.0.2.1/24" has bits set after its prefix; did you mean 185.0.2.0/24?',
    ],
    [
      'ipv4: { never: [10.0.0.0/8, "2a02::/16"] }',
      '3:29 ipv4.never[1]: "2a02::/16" is an IPv6 network; expected an IPv4 one',
    ],
    ["ipv6: { only: [185.0.2.0/24] }", "expected an IPv6 one"],
    ["uplinks: { lte: { ipv6: { never: [x] } } }", "uplinks.lte.ipv6.never[0]"],
  ])("that are wrong (%s) are told with their place", async (yaml, problem) => {
    const found = (await findProblems(withKeys(yaml))).filter((text) => !text.includes("no hostname uses"));
    expect(found).toEqual([expect.stringContaining(problem)]);
  });
});

describe("a host's hardware address", () => {
  const withHost = (ipv6: string) =>
    `account: { api_key: flux_live_0 }\nhostnames: [{ name: nas.example.no, ipv4: false, ipv6: ${ipv6} }]\n`;

  it("is short for its EUI-64 behind a prefix of 64 bits", async () => {
    const { config } = await loadText(withHost('{ mac: "00:11:32:fe:12:34" }'));
    expect(config.hostnames[0]?.suffix).toEqual({ suffix: "::211:32ff:fefe:1234", prefixLength: 64 });
  });

  it("needs no quotes in any form", async () => {
    for (const mac of ["00:11:32:45:12:34", "001132451234", "0011.3245.1234", "00-11-32-45-12-34"]) {
      const { config } = await loadText(withHost(`{ mac: ${mac} }`));
      expect(config.hostnames[0]?.suffix?.suffix).toBe("::211:32ff:fe45:1234");
    }
  });

  it.each([
    ["{ mac: nas }", "ipv6.mac: expected the hardware address of a network card, as in 00:11:32:fe:12:34, not "],
    ['{ mac: "00:11:32:fe:12:34", suffix: "::1" }', "ipv6.mac: suffix and mac both name the end"],
    ['{ mac: "00:11:32:fe:12:34", prefix_length: 56 }', "ipv6.prefix_length: mac gives the last 64 bits"],
    ['{ suffix: "2001:db8::1" }', "reaches into the prefix"],
    ['{ suffix: "::1:0:0:0:1", prefix_length: 64 }', "reaches into the prefix"],
  ])("and a suffix are refused where they don't fit: %s", async (ipv6, problem) => {
    expect(await findProblems(withHost(ipv6))).toEqual([expect.stringContaining(problem)]);
  });
});
