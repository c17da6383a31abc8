import { describe, expect, it, vi } from "vitest";
import { whyNotPublic } from "../../../src/model/addresses/public-address.ts";

/** Per block: its first and last address, and the neighbours outside it that are public. */
const refused: readonly (readonly [entry: string, inside: readonly string[]])[] = [
  ['0.0.0.0/8, "this network" (RFC 791)', ["0.0.0.1", "0.255.255.255"]],
  ['0.0.0.0/32, "this host on this network" (RFC 1122)', ["0.0.0.0"]],
  ["10.0.0.0/8, private use (RFC 1918)", ["10.0.0.0", "10.255.255.255"]],
  ["100.64.0.0/10, shared address space of carrier-grade NAT (RFC 6598)", ["100.64.0.0", "100.127.255.255"]],
  ["127.0.0.0/8, loopback (RFC 1122)", ["127.0.0.1", "127.255.255.255"]],
  ["169.254.0.0/16, link-local (RFC 3927)", ["169.254.0.0", "169.254.255.255"]],
  ["172.16.0.0/12, private use (RFC 1918)", ["172.16.0.0", "172.31.255.255"]],
  ["192.0.0.0/24, IETF protocol assignments (RFC 6890)", ["192.0.0.11", "192.0.0.255"]],
  ["192.0.0.0/29, IPv4 service continuity (DS-Lite, 464XLAT) (RFC 7335)", ["192.0.0.0", "192.0.0.7"]],
  ["192.0.0.8/32, IPv4 dummy address (RFC 7600)", ["192.0.0.8"]],
  ["192.0.0.170/32, NAT64/DNS64 discovery (RFC 8880)", ["192.0.0.170"]],
  ["192.0.0.171/32, NAT64/DNS64 discovery (RFC 8880)", ["192.0.0.171"]],
  ["192.0.2.0/24, documentation (TEST-NET-1) (RFC 5737)", ["192.0.2.0", "192.0.2.255"]],
  ["192.88.99.0/24, deprecated 6to4 relay anycast (RFC 7526)", ["192.88.99.1", "192.88.99.255"]],
  ["192.88.99.2/32, 6a44 relay anycast (RFC 6751)", ["192.88.99.2"]],
  ["192.168.0.0/16, private use (RFC 1918)", ["192.168.0.0", "192.168.255.255"]],
  ["198.18.0.0/15, benchmarking (RFC 2544)", ["198.18.0.0", "198.19.255.255"]],
  ["198.51.100.0/24, documentation (TEST-NET-2) (RFC 5737)", ["198.51.100.0", "198.51.100.255"]],
  ["203.0.113.0/24, documentation (TEST-NET-3) (RFC 5737)", ["203.0.113.0", "203.0.113.255"]],
  ["224.0.0.0/4, multicast (RFC 5771)", ["224.0.0.0", "239.255.255.255"]],
  ["240.0.0.0/4, reserved (RFC 1112)", ["240.0.0.0", "255.255.255.254"]],
  ["255.255.255.255/32, limited broadcast (RFC 8190)", ["255.255.255.255"]],
  [
    "::/0, outside global unicast, 2000::/3 (RFC 4291)",
    ["::2", "1fff:ffff::1", "4000::", "8000::1", "fbff::", "fe00::1"],
  ],
  ["::/128, unspecified (RFC 4291)", ["::"]],
  ["::1/128, loopback (RFC 4291)", ["::1"]],
  ["64:ff9b::/96, IPv4-IPv6 translation (NAT64) (RFC 6052)", ["64:ff9b::", "64:ff9b::ffff:ffff"]],
  ["64:ff9b:1::/48, local-use IPv4-IPv6 translation (NAT64) (RFC 8215)", ["64:ff9b:1::", "64:ff9b:1:ffff::1"]],
  ["100::/64, discard-only (RFC 6666)", ["100::", "100::ffff:ffff:ffff:ffff"]],
  ["100:0:0:1::/64, dummy prefix (RFC 9780)", ["100:0:0:1::", "100:0:0:1:ffff::"]],
  ["2001::/23, IETF protocol assignments (RFC 2928)", ["2001:1::", "2001:1::4", "2001:1ff:ffff::1", "2001:4:111::1"]],
  ["2001::/32, Teredo (RFC 4380)", ["2001::", "2001:0:ffff::1"]],
  ["2001:2::/48, benchmarking (RFC 5180)", ["2001:2::", "2001:2:0:ffff::1"]],
  ["2001:10::/28, deprecated ORCHID (RFC 4843)", ["2001:10::", "2001:1f:ffff::1"]],
  ["2001:db8::/32, documentation (RFC 3849)", ["2001:db8::", "2001:db8:ffff::1"]],
  ["2002::/16, 6to4 (RFC 3056)", ["2002::", "2002:ffff::1"]],
  ["3fff::/20, documentation (RFC 9637)", ["3fff::", "3fff:fff:ffff::1"]],
  ["5f00::/16, segment routing (SRv6) SIDs (RFC 9602)", ["5f00::", "5f00:ffff::1"]],
  ["fc00::/7, unique local (RFC 4193)", ["fc00::", "fdff:ffff::1"]],
  ["fe80::/10, link-local (RFC 4291)", ["fe80::", "febf:ffff::1"]],
  ["fec0::/10, deprecated site-local (RFC 3879)", ["fec0::", "feff:ffff::1"]],
  ["ff00::/8, multicast (RFC 4291)", ["ff00::", "ff02::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]],
];

describe("an address that must not be published", () => {
  it.each(refused)("is refused as %s", (entry, inside) => {
    for (const address of inside) expect(whyNotPublic(address), address).toBe(entry);
  });

  it("is refused in its IPv4-mapped form too", () => {
    expect(whyNotPublic("::ffff:10.0.0.1")).toBe("10.0.0.0/8, private use (RFC 1918)");
  });

  it("is anything that is not an address", () => {
    for (const text of ["", "10", "fe80::1%eth0", "example.no"]) expect(whyNotPublic(text)).toBe("not an IP address");
  });
});

describe("a public address", () => {
  it.each([
    "1.0.0.0",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "191.255.255.255",
    "192.0.1.0",
    "192.0.1.255",
    "192.0.3.0",
    "192.88.98.255",
    "192.88.100.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "198.51.99.255",
    "198.51.101.0",
    "203.0.112.255",
    "203.0.114.0",
    "223.255.255.255",
    "::ffff:185.0.2.1",
    "2000::",
    "2001:200::1",
    "2001:db7:ffff::1",
    "2001:db9::",
    "2003::1",
    "2a02:fe0::1",
    "3ffe::1",
    "3fff:1000::",
  ])("%s lies just outside every special block", (address) => {
    expect(whyNotPublic(address)).toBeNull();
  });

  it.each([
    "192.0.0.9",
    "192.0.0.10",
    "192.31.196.1",
    "192.52.193.1",
    "192.175.48.1",
    "2001:1::1",
    "2001:1::2",
    "2001:1::3",
    "2001:3::1",
    "2001:4:112::1",
    "2001:20::1",
    "2001:2f:ffff::1",
    "2001:30::1",
    "2001:3f:ffff::1",
    "2620:4f:8000::1",
  ])("%s is special, but globally reachable by the registry", (address) => {
    expect(whyNotPublic(address)).toBeNull();
  });
});

describe("the first address asked about, for which the blocks are made ready", () => {
  it.each([
    ["2a02:fe0::1", null],
    ["192.0.0.9", null],
    ["192.0.0.8", "192.0.0.8/32, IPv4 dummy address (RFC 7600)"],
    ["2001:db8::1", "2001:db8::/32, documentation (RFC 3849)"],
    ["::1", "::1/128, loopback (RFC 4291)"],
  ])("is judged like any other: %s", async (address, expected) => {
    vi.resetModules();
    const fresh = await import("../../../src/model/addresses/public-address.ts");
    expect(fresh.whyNotPublic(address)).toBe(expected);
  });
});
