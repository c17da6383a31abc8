import { describe, expect, it } from "vitest";
import { createSources } from "../../../src/detect/sources/create-source.ts";
import type { Family } from "../../../src/model/family.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { type Network, systemNetwork } from "../../../src/platform/network/network.ts";
import type { InterfaceAddress } from "../../../src/platform/network/network-interfaces.ts";
import type { WayOut } from "../../../src/platform/network/way-out.ts";

function own(address: string, more: Partial<InterfaceAddress> = {}): InterfaceAddress {
  const family: Family = address.includes(":") ? "ipv6" : "ipv4";
  const flags = {
    temporary: false,
    deprecated: false,
    tentative: false,
    permanent: false,
    flagsKnown: true,
    running: true,
  };
  return { interfaceName: "eth0", family, address, ...flags, ...more };
}

interface Machine {
  readonly addresses: readonly InterfaceAddress[];
  readonly way?: WayOut;
  readonly uplink?: string;
}

function ask(uri: string, family: Family, { addresses, way = { kind: "unreachable" }, uplink }: Machine) {
  const network: Network = { ...systemNetwork, addresses: async () => addresses, wayOut: async () => way };
  const signal = new AbortController().signal;
  const source = createSources({ clock: systemClock, network })(uri);
  return source.ask({ family, interfaceName: uplink ?? null, published: null, signal });
}

const addresses = [own("185.0.2.1"), own("2a02::1", { temporary: true }), own("10.0.0.9", { interfaceName: "wwan0" })];
const from = (address: string): WayOut => ({ kind: "found", address });

describe("an interface source", () => {
  it("is the one named, else the uplink's, else the one that the kernel sends from", async () => {
    const wwan = { kind: "address", address: "10.0.0.9" };
    expect(await ask("interface:wwan0", "ipv4", { addresses })).toEqual(wwan);
    expect(await ask("interface:", "ipv4", { addresses, uplink: "wwan0" })).toEqual(wwan);
    expect(await ask("interface:", "ipv4", { addresses, way: from("10.0.0.9") })).toEqual(wwan);
    expect(await ask("interface:", "ipv4", { addresses, way: from("185.0.2.1") })).toMatchObject({
      address: "185.0.2.1",
    });
  });

  it("is over IPv4 the address that the kernel sends from, where no interface is listed with it", async () => {
    const way = from("185.0.2.1");
    expect(await ask("interface:", "ipv4", { addresses: [], way })).toEqual({ kind: "address", address: "185.0.2.1" });
  });

  it("is sure that there is no address, or says that the interface is missing", async () => {
    expect(await ask("interface:", "ipv4", { addresses })).toEqual({
      kind: "none",
      reason: "no IPv4 route to the Internet",
      absent: true,
    });
    expect(await ask("interface:", "ipv6", { addresses, way: from("2a02::1") })).toEqual({
      kind: "none",
      reason: "eth0 has only temporary, deprecated, tentative or local IPv6 addresses",
      absent: true,
    });
    expect(await ask("interface:wwan0", "ipv6", { addresses })).toMatchObject({
      reason: "wwan0 has no IPv6 address",
      absent: true,
    });
    expect(await ask("interface:eth7", "ipv4", { addresses })).toEqual({
      kind: "none",
      reason: "interface eth7 is missing or down (up: eth0, wwan0)",
    });
  });

  it("is not sure of what can't be asked, or is still being checked for uniqueness", async () => {
    const unknown = await ask("interface:", "ipv4", { addresses, way: { kind: "unknown", reason: "forbidden" } });
    expect(unknown).toEqual({ kind: "none", reason: "the IPv4 route to the Internet is unknown: forbidden" });
    expect(await ask("interface:", "ipv6", { addresses: [], way: from("2a02::1") })).toEqual({
      kind: "none",
      reason: "2a02::1 is not on any interface visible here",
    });
    const settling = [own("2a02::1", { tentative: true }), own("185.0.2.1")];
    const way: WayOut = { kind: "addressless" };
    expect(await ask("interface:", "ipv6", { addresses: settling, way })).toMatchObject({ absent: false });
    expect(await ask("interface:", "ipv6", { addresses: [own("185.0.2.1")], way })).toEqual({
      kind: "none",
      reason: "no IPv6 address",
      absent: true,
    });
  });
});
