import { describe, expect, it } from "vitest";
import { findOwnAddress } from "../../../src/detect/network/own-address.ts";
import type { Family } from "../../../src/model/family.ts";
import type { InterfaceAddress } from "../../../src/platform/network/network-interfaces.ts";

function own(address: string, more: Partial<InterfaceAddress> = {}): InterfaceAddress {
  const family: Family = address.includes(":") ? "ipv6" : "ipv4";
  return {
    interfaceName: "eth0",
    family,
    address,
    temporary: false,
    deprecated: false,
    tentative: false,
    permanent: false,
    flagsKnown: true,
    running: true,
    ...more,
  };
}

function find(
  addresses: readonly InterfaceAddress[],
  family: Family,
  { published = null, sentFrom = null }: { readonly published?: string | null; readonly sentFrom?: string | null } = {},
) {
  return findOwnAddress(addresses, { interfaceName: "eth0", family, published, sentFrom });
}

function choose(addresses: readonly InterfaceAddress[], family: Family, published: string | null = null) {
  return find(addresses, family, { published }).address ?? null;
}

describe("the address of an own interface", () => {
  it("is not surely absent while another interface has what is published", () => {
    const addresses = [own("185.0.2.1"), own("2a02::6", { interfaceName: "br0" })];
    expect(find(addresses, "ipv6", { published: "2a02::7" })).toMatchObject({ absent: true });
    expect(find(addresses, "ipv6", { published: "2a02::6" })).toEqual({
      kind: "none",
      reason: "eth0 has no usable IPv6 address, but br0 has 2a02::6",
    });
  });

  it("is none that is temporary, deprecated, tentative, unique local, link-local, loopback, or another interface's", () => {
    const unfit = [
      own("2a02::1", { temporary: true }),
      own("2a02::2", { deprecated: true }),
      own("2a02::3", { tentative: true }),
      own("fd00::4"),
      own("fe80::5"),
      own("::1"),
      own("2a02::6", { interfaceName: "eth1" }),
      own("185.0.2.1"),
    ];
    expect(choose(unfit, "ipv6")).toBeNull();
    expect(choose([...unfit, own("2a02::7")], "ipv6")).toBe("2a02::7");
    expect(choose([own("127.0.0.1"), own("169.254.1.1"), own("0.0.0.0")], "ipv4")).toBeNull();
  });

  it("stays the published one while that is valid", () => {
    expect(choose([own("2a02::1", { permanent: true }), own("2a02::2")], "ipv6", "2a02::2")).toBe("2a02::2");
    expect(choose([own("2a02::1"), own("2a02::2", { deprecated: true })], "ipv6", "2a02::2")).toBe("2a02::1");
    expect(choose([own("2a02::1"), own("2a02::2")], "ipv6", "2a02::3")).toBe("2a02::1");
  });

  it("is left, with the reason, when the kernel sends from another prefix, though nobody has taken the old one back", () => {
    const both = [own("2a02:0:0:1::7"), own("2a02:0:0:2::7"), own("2a02:0:0:2::9", { temporary: true })];
    const moved = {
      kind: "address",
      address: "2a02:0:0:2::7",
      others: ["2a02:0:0:1::7"],
      reason: "2a02:0:0:1::7 is still there, but this machine no longer sends from its prefix",
    };
    const published = "2a02:0:0:1::7";
    expect(find(both, "ipv6", { published, sentFrom: "2a02:0:0:2::7" })).toEqual(moved);
    // Temporary addresses are preferred by many systems, and say the same.
    expect(find(both, "ipv6", { published, sentFrom: "2a02:0:0:2::9" })).toEqual(moved);
    const stays = { kind: "address", address: published, others: ["2a02:0:0:2::7"] };
    expect(find(both, "ipv6", { published, sentFrom: "2a02:0:0:1::99" })).toEqual(stays);
    expect(find([...both, own("fd00::1")], "ipv6", { published, sentFrom: "fd00::1" })).toEqual(stays);
    // The new one is not ready yet: nothing better than the old one.
    const early = [own("2a02:0:0:1::7"), own("2a02:0:0:2::7", { tentative: true })];
    expect(find(early, "ipv6", { published, sentFrom: "2a02:0:0:2::9" })).toMatchObject({ address: published });
    expect(find([...both, own("fd00::1")], "ipv6", { published, sentFrom: "fd00::1" })).toEqual(stays);
  });

  it("is public rather than not, and one set by hand rather than an automatic one", () => {
    expect(choose([own("2001:db8::1", { permanent: true }), own("2a02::2")], "ipv6")).toBe("2a02::2");
    expect(choose([own("2a02::1"), own("2a02::2", { permanent: true })], "ipv6")).toBe("2a02::2");
    expect(choose([own("192.168.1.2"), own("185.0.2.1")], "ipv4")).toBe("185.0.2.1");
    expect(choose([own("192.168.1.2")], "ipv4")).toBe("192.168.1.2");
  });

  it("is the one that the kernel sends from, over IPv4 even where another one is published", () => {
    const ipv4 = [own("185.0.2.1"), own("185.0.2.2"), own("185.0.2.3", { permanent: true }), own("10.0.0.1")];
    expect(find(ipv4, "ipv4", { sentFrom: "185.0.2.2", published: "185.0.2.1" })).toMatchObject({
      address: "185.0.2.2",
    });
    expect(find(ipv4, "ipv4", { sentFrom: "10.0.0.1", published: "185.0.2.1" })).toMatchObject({
      address: "185.0.2.1",
    });
    const ipv6 = [own("2a02::1", { permanent: true }), own("2a02::2"), own("2a02::3")];
    expect(find(ipv6, "ipv6", { sentFrom: "2a02::3" })).toMatchObject({ address: "2a02::3" });
    expect(find(ipv6, "ipv6", { sentFrom: "2a02::3", published: "2a02::2" })).toMatchObject({ address: "2a02::2" });
    const private6 = [own("2a02::1"), own("2a02::9", { temporary: true })];
    expect(find(private6, "ipv6", { sentFrom: "2a02::9" })).toMatchObject({ address: "2a02::1" });
  });

  it("is not known over IPv6 where nobody tells the flags: none is called stable, and none surely missing", () => {
    const untold = [own("2a02::1", { flagsKnown: false }), own("fe80::1", { flagsKnown: false })];
    const answer = find(untold, "ipv6");
    expect(answer).toEqual({
      kind: "none",
      reason: "this system doesn't say which IPv6 addresses of eth0 are permanent",
    });
  });

  it("is not one of an interface that is listed only, unless the kernel sends through it", () => {
    const idle = [own("2a02::1", { running: false })];
    expect(find(idle, "ipv6")).toEqual({ kind: "none", reason: "interface eth0 is missing or down (up: none)" });
    expect(find(idle, "ipv6", { sentFrom: "2a02::1" })).toMatchObject({ address: "2a02::1" });
  });

  it("is not surely gone while a public one is there that may come back from being deprecated", () => {
    const deprecated = [own("2a02::1", { deprecated: true })];
    expect(find(deprecated, "ipv6", { published: "2a02::1" })).toMatchObject({ kind: "none", absent: false });
    expect(find(deprecated, "ipv6")).toMatchObject({ kind: "none", absent: true });
    expect(find([own("fe80::1")], "ipv6", { published: "2a02::1" })).toMatchObject({ kind: "none", absent: true });
  });
});
