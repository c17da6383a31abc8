import { describe, expect, it } from "vitest";
import { chooseOwnAddress } from "../../src/detect/own-address.ts";
import { parseSource } from "../../src/detect/parse-source.ts";
import { askInterface } from "../../src/detect/sources/ask-interface.ts";
import type { Family } from "../../src/model/family.ts";
import { systemClock } from "../../src/platform/clock.ts";
import type { InterfaceAddress } from "../../src/platform/network-interfaces.ts";

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
    ...more,
  };
}

function choose(addresses: readonly InterfaceAddress[], family: Family, published: string | null = null) {
  return chooseOwnAddress(addresses, { interfaceName: "eth0", family, published });
}

describe("the address of an own interface", () => {
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

  it("is public rather than not, and one set by hand rather than an automatic one", () => {
    expect(choose([own("2001:db8::1", { permanent: true }), own("2a02::2")], "ipv6")).toBe("2a02::2");
    expect(choose([own("2a02::1"), own("2a02::2", { permanent: true })], "ipv6")).toBe("2a02::2");
    expect(choose([own("192.168.1.2"), own("185.0.2.1")], "ipv4")).toBe("185.0.2.1");
    expect(choose([own("192.168.1.2")], "ipv4")).toBe("192.168.1.2");
  });
});

describe("an interface source", () => {
  function ask(uri: string, family: Family, addresses: readonly InterfaceAddress[], uplink: string | null = null) {
    const parsed = parseSource(uri);
    if (!parsed.ok || parsed.spec.kind !== "interface") throw new Error("not an interface source");
    const network = {
      addresses: async () => addresses,
      defaultRoute: async () => (addresses.length > 1 ? { interfaceName: "eth0", gateway: null } : null),
      wayOut: async () => null,
      hasRoute: async () => false,
    };
    const signal = new AbortController().signal;
    return askInterface(
      parsed.spec,
      { family, interfaceName: uplink, published: null, signal },
      { clock: systemClock, network },
    );
  }

  const machine = [own("185.0.2.1"), own("2a02::1", { temporary: true }), own("10.0.0.9", { interfaceName: "wwan0" })];

  it("is the one named, else the uplink's, else the default route's", async () => {
    expect(await ask("interface:wwan0", "ipv4", machine)).toEqual({ kind: "address", address: "10.0.0.9" });
    expect(await ask("interface:", "ipv4", machine, "wwan0")).toEqual({ kind: "address", address: "10.0.0.9" });
    expect(await ask("interface:", "ipv4", machine)).toEqual({ kind: "address", address: "185.0.2.1" });
  });

  it("is sure that there is no address, or says that the interface is missing", async () => {
    expect(await ask("interface:", "ipv4", [])).toEqual({
      kind: "none",
      reason: "no IPv4 default route",
      absent: true,
    });
    expect(await ask("interface:", "ipv6", machine)).toEqual({
      kind: "none",
      reason: "eth0 has only temporary, deprecated, tentative or local IPv6 addresses",
      absent: true,
    });
    expect(await ask("interface:wwan0", "ipv6", machine)).toMatchObject({
      reason: "wwan0 has no IPv6 address",
      absent: true,
    });
    expect(await ask("interface:eth7", "ipv4", machine)).toEqual({
      kind: "none",
      reason: "no interface eth7 that is up (there are: eth0, wwan0)",
    });
  });

  it("is not sure while an address is still being checked for uniqueness", async () => {
    const settling = [own("2a02::1", { tentative: true }), own("185.0.2.1")];
    expect(await ask("interface:", "ipv6", settling)).toMatchObject({ kind: "none", absent: false });
  });
});
