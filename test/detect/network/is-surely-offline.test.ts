import { describe, expect, it } from "vitest";
import { isSurelyOffline } from "../../../src/detect/network/is-surely-offline.ts";
import { type Network, systemNetwork } from "../../../src/platform/network/network.ts";
import type { InterfaceAddress } from "../../../src/platform/network/network-interfaces.ts";
import type { WayOut } from "../../../src/platform/network/way-out.ts";

const flags = { temporary: false, deprecated: false, permanent: true, flagsKnown: true, running: true };

function own(address: string, tentative = false): InterfaceAddress {
  return { interfaceName: "eth0", family: "ipv6", address, tentative, ...flags };
}

const unreachable: WayOut = { kind: "unreachable" };
const addressless: WayOut = { kind: "addressless" };

/** `routed`: own addresses for which a rule of the kernel knows a way. */
function ask(
  way: WayOut,
  addresses: readonly InterfaceAddress[],
  { published = null, routed = [] }: { readonly published?: string | null; readonly routed?: readonly string[] } = {},
) {
  const network: Network = {
    ...systemNetwork,
    addresses: async () => addresses,
    wayOut: async (_family, _destination, from = "") =>
      routed.includes(from) ? { kind: "found", address: from } : unreachable,
  };
  return isSurelyOffline(way, { family: "ipv6", published }, network);
}

describe("a family is surely offline", () => {
  it("where the kernel knows no route, nor one for an own address while something is published", async () => {
    const routed = ["2a02::1"];
    expect(await ask(unreachable, [own("2a02::1")], { published: "2a02::1" })).toBe(true);
    expect(await ask(unreachable, [own("2a02::1")], { published: "2a02::1", routed })).toBe(false);
    expect(await ask(unreachable, [own("2a02::1")], { routed })).toBe(true);
    expect(await ask(unreachable, [own("fe80::1")], { published: "2a02::1", routed: ["fe80::1"] })).toBe(true);
  });

  it("where there is a route and no address, not even one that is still being checked", async () => {
    expect(await ask(addressless, [own("::1")])).toBe(true);
    expect(await ask(addressless, [own("::1"), own("2a02::1", true)])).toBe(false);
  });

  it("but not where the addresses can't be listed, or the route is unknown", async () => {
    expect(await ask(addressless, [])).toBe(false);
    expect(await ask({ kind: "unknown", reason: "forbidden" }, [])).toBe(false);
  });
});
