import { describe, expect, it } from "vitest";
import { parseAddress } from "../../../src/model/address.ts";
import { findNetwork, type IpNetwork, parseNetwork } from "../../../src/model/addresses/ip-network.ts";

function network(text: string, family: "ipv4" | "ipv6" = "ipv4"): IpNetwork {
  const parsed = parseNetwork(text, family);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.network;
}

describe("a network", () => {
  it.each([
    ["185.0.2.0/24", "185.0.2.0/24"],
    [" 185.0.2.7 ", "185.0.2.7"],
    ["185.0.2.7/32", "185.0.2.7"],
    ["0.0.0.0/0", "0.0.0.0/0"],
  ])("is read: %s", (text, canonical) => {
    expect(network(text).text).toBe(canonical);
  });

  it("of IPv6 is read in any spelling", () => {
    expect(network("2A02:FE0:0::/32", "ipv6").text).toBe("2a02:fe0::/32");
    expect(network("2a02::1", "ipv6").text).toBe("2a02::1");
  });

  it.each([
    ["185.0.2.1/24", "has bits set after its prefix; did you mean 185.0.2.0/24?"],
    ["185.0.2.0/33", "expected a prefix length from 0 to 32 after the slash"],
    ["185.0.2.0/", "expected a prefix length"],
    ["185.0.2.0/2 4", "expected a prefix length"],
    ["185.0.2/24", "is not a network; expected one such as 185.0.2.0/24, or a single address"],
    ["185.0.2.0/24/8", "is not a network"],
    ["", "is not a network"],
    ["home.example.no", "is not a network"],
    ["2a02::/32", "is an IPv6 network; expected an IPv4 one"],
  ])("is not %s", (text, reason) => {
    const parsed = parseNetwork(text, "ipv4");
    expect(parsed).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });

  it("of IPv6 has no bits set behind its prefix either, and no IPv4 address in it", () => {
    expect(parseNetwork("2a02:fe0::1/33", "ipv6")).toMatchObject({ reason: expect.stringContaining("2a02:fe0::/33") });
    expect(parseNetwork("::ffff:1.2.3.4", "ipv6")).toMatchObject({
      reason: expect.stringContaining("expected an IPv6"),
    });
  });

  it("holds the addresses of its prefix", () => {
    const networks = [network("10.0.0.0/8"), network("185.0.2.128/25"), network("185.0.3.3")];
    const find = (text: string) => {
      const address = parseAddress(text);
      return address === null ? null : (findNetwork(networks, address)?.text ?? null);
    };
    expect(["185.0.2.127", "185.0.2.128", "185.0.2.255", "185.0.3.3", "185.0.3.4", "2a02::1"].map(find)).toEqual([
      ...[null, "185.0.2.128/25", "185.0.2.128/25", "185.0.3.3", null, null],
    ]);
  });
});
