import { describe, expect, it } from "vitest";
import { parseDefaultInterfaces } from "../../../src/platform/network/default-interfaces.ts";

describe("the interfaces with a default route", () => {
  it("are read from the IPv4 table, the preferred one first, without those that lead nowhere", () => {
    const text = `Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
eth1	00000000	0101A8C0	0003	0	0	600	00000000	0	0	0
eth0	00000000	0100A8C0	0003	0	0	100	00000000	0	0	0
eth0	0000A8C0	00000000	0001	0	0	100	00FFFFFF	0	0	0
tun0	00000000	0100080A	0003	0	0	0	00000080	0	0	0
*	00000000	00000000	0200	0	0	5	00000000	0	0	0
`;
    expect(parseDefaultInterfaces(text, "ipv4")).toEqual(["eth0", "eth1"]);
  });

  it("are read from the IPv6 table", () => {
    const zeros = "0".repeat(32);
    const line = (destination: string, length: string, metric: string, flags: string, name: string) =>
      `${destination} ${length} ${zeros} 00 fe800000000000000000000000000001 ${metric} 00000001 00000000 ${flags}     ${name}`;
    const text = [
      line(zeros, "00", "00000400", "00000003", "eth1"),
      line(zeros, "00", "00000064", "00450003", "eth0"),
      line(`2${zeros.slice(1)}`, "03", "00000001", "00000003", "tun0"),
      line(zeros, "00", "ffffffff", "00200200", "lo"),
    ].join("\n");
    expect(parseDefaultInterfaces(text, "ipv6")).toEqual(["eth0", "eth1"]);
  });

  it("are none where nothing can be read", () => {
    expect(parseDefaultInterfaces("", "ipv4")).toEqual([]);
    expect(parseDefaultInterfaces("what is this\n\n", "ipv6")).toEqual([]);
  });
});
