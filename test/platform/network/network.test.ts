import { describe, expect, it } from "vitest";
import { parseGateway } from "../../../src/platform/network/find-gateway.ts";
import { systemNetwork } from "../../../src/platform/network/network.ts";
import { parseIfInet6 } from "../../../src/platform/network/network-interfaces.ts";

const ipv4Routes = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
wlan0	00000000	0100A8C0	0003	0	0	600	00000000	0	0	0
eth0	00000000	0101A8C0	0003	0	0	100	00000000	0	0	0
down0	00000000	0201A8C0	0002	0	0	1	00000000	0	0	0
eth0	0001A8C0	00000000	0001	0	0	100	00FFFFFF	0	0	0
lan0	0002A8C0	00000000	0001	0	0	100	00FFFFFF	0	0	0
half0	00000080	0301A8C0	0003	0	0	900	00000080	0	0	0
*	00000000	00000000	0201	0	0	0	00000000	0	0	0
`;

describe("the machine's own network", () => {
  it("has the router of the narrowest route to the Internet through an interface, of the lowest metric", () => {
    expect(parseGateway(ipv4Routes, "eth0")).toBe("192.168.1.1");
    expect(parseGateway(ipv4Routes, "wlan0")).toBe("192.168.0.1");
    expect(parseGateway(ipv4Routes.replace("half0", "eth0"), "eth0")).toBe("192.168.1.3");
  });

  it("has none on a link without one, and does not know it where no such route is listed", () => {
    expect(parseGateway("ppp0 00000000 00000000 0001 0 0 0 00000000 0 0 0", "ppp0")).toBeNull();
    expect(parseGateway(ipv4Routes, "down0")).toBeUndefined();
    expect(parseGateway(ipv4Routes, "lan0")).toBeUndefined();
    expect(parseGateway("garbage\n", "eth0")).toBeUndefined();
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
    expect(await systemNetwork.wayOut("ipv4", "127.0.0.1")).toEqual({ kind: "found", address: "127.0.0.1" });
  });
});
