import { describe, expect, it } from "vitest";
import { parseIpv4Routes, parseIpv6Routes } from "../../src/platform/default-route.ts";
import { systemNetwork } from "../../src/platform/network.ts";
import { parseIfInet6 } from "../../src/platform/network-interfaces.ts";

const ipv4Routes = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
wlan0	00000000	0100A8C0	0003	0	0	600	00000000	0	0	0
eth0	00000000	0101A8C0	0003	0	0	100	00000000	0	0	0
down0	00000000	0201A8C0	0002	0	0	1	00000000	0	0	0
eth0	0001A8C0	00000000	0001	0	0	100	00FFFFFF	0	0	0
half0	00000000	0301A8C0	0003	0	0	0	00000080	0	0	0
*	00000000	00000000	0201	0	0	0	00000000	0	0	0
`;

const z = "0".repeat(32);
const ipv6Routes = `${z} 00 ${z} 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003 eth0
${z} 00 ${z} 00 fe800000000000000000000000000002 00000064 00000001 00000000 00000003 wlan0
${z} 00 ${z} 00 ${z} ffffffff 00000001 00000000 00200200       lo
${z} 00 ${z} 00 ${z} 00000001 00000001 00000000 00200200     eth1
${z} 03 ${z} 00 ${z} 00000001 00000001 00000000 00000001     half
fe800000000000000000000000000000 40 ${z} 00 ${z} 00000100 00000001 00000000 00000001 eth0
`;

describe("the machine's own network", () => {
  it("has the default route with the lowest metric that is up", () => {
    expect(parseIpv4Routes(ipv4Routes)).toEqual({ interfaceName: "eth0", gateway: "192.168.1.1" });
    expect(parseIpv6Routes(ipv6Routes)).toEqual({ interfaceName: "wlan0", gateway: "fe80::2" });
  });

  it("has none where none is listed, and no gateway on a link without one", () => {
    expect(parseIpv4Routes("")).toBeNull();
    expect(parseIpv6Routes("garbage\n")).toBeNull();
    expect(parseIpv4Routes("ppp0 00000000 00000000 0001 0 0 0 00000000 0 0 0")).toEqual({
      interfaceName: "ppp0",
      gateway: null,
    });
    expect(parseIpv6Routes(`${z} 00 ${z} 00 ${z} 00000400 0 0 00000001 ppp0`)).toEqual({
      interfaceName: "ppp0",
      gateway: null,
    });
  });

  it("knows the flags of its IPv6 addresses", () => {
    const line = (flags: string) => `2a020fe0000000000000000000000001 02 40 00 ${flags}     eth0\n`;
    const none = { temporary: false, deprecated: false, tentative: false, permanent: false };
    const read = (flags: string) => parseIfInet6(line(flags)).get("eth0 2a02:fe0::1");
    expect(read("00")).toEqual(none);
    expect(read("01")).toEqual({ ...none, temporary: true });
    expect(read("20")).toEqual({ ...none, deprecated: true });
    expect(read("40")).toEqual({ ...none, tentative: true });
    expect(read("08")).toEqual({ ...none, tentative: true });
    expect(read("80")).toEqual({ ...none, permanent: true });
    expect(parseIfInet6("garbage\n\nx y").size).toBe(0);
  });

  it("is read from the running system", async () => {
    expect(await systemNetwork.addresses()).toContainEqual(
      expect.objectContaining({ interfaceName: "lo", family: "ipv4", address: "127.0.0.1", temporary: false }),
    );
    expect(typeof (await systemNetwork.hasRoute("ipv6"))).toBe("boolean");
  });
});
