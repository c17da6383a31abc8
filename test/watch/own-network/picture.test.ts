import { describe, expect, it } from "vitest";
import type { InterfaceAddress } from "../../../src/platform/network/network-interfaces.ts";
import { createPicture } from "../../../src/watch/own-network/picture.ts";
import { readMonitorLine } from "../../../src/watch/own-network/read-monitor-line.ts";

// As iproute2 6.1 prints them.
const tail = "\\       valid_lft";
const lines = {
  ipv4: `2: eth0    inet 185.0.2.1/24 brd 185.0.2.255 scope global dynamic eth0${tail} 3600sec preferred_lft 3600sec`,
  ppp: `9: ppp0    inet 185.0.2.7 peer 10.0.0.1/32 scope global ppp0${tail} forever preferred_lft forever`,
  tentative: `2: eth0    inet6 2a02:fe0:77::2/64 scope global tentative dynamic mngtmpaddr ${tail} 86400sec preferred_lft 14400sec`,
  ready: `2: eth0    inet6 2a02:fe0:77::2/64 scope global dynamic mngtmpaddr ${tail} 86400sec preferred_lft 14400sec`,
  refreshed: `2: eth0    inet6 2a02:fe0:77::2/64 scope global dynamic mngtmpaddr ${tail} 86399sec preferred_lft 14399sec`,
  deprecated: `2: eth0    inet6 2a02:fe0:77::2/64 scope global deprecated dynamic mngtmpaddr ${tail} 7199sec preferred_lft 0sec`,
  privacy: `2: eth0    inet6 2a02:fe0:77::dead/64 scope global temporary dynamic ${tail} 86400sec preferred_lft 14400sec`,
  linkLocal: `2: eth0    inet6 fe80::1/64 scope link ${tail} forever preferred_lft forever`,
  route: "default via 185.0.2.254 dev eth0 proto dhcp metric 100 ",
  otherTable: "default via 10.64.0.1 dev wwan0 table 100 ",
  advertised: "default via fe80::1 dev eth0 proto ra metric 1024 expires 1800sec hoplimit 64 pref medium",
  advertisedAgain: "default via fe80::1 dev eth0 proto ra metric 1024 expires 1799sec hoplimit 64 pref medium",
  halves: "128.0.0.0/1 via 10.8.0.1 dev tun0 ",
  lan: "185.0.2.0/24 dev eth0 proto kernel scope link src 185.0.2.1 ",
  local: "local 185.0.2.1 dev eth0 table local proto kernel scope host src 185.0.2.1 ",
  multicast: "multicast ff00::/8 dev eth0 table local proto kernel metric 256 pref medium",
  container: "10.42.0.5 dev cali123 scope link ",
} as const;

function tellAll(...told: readonly string[]): (string | null)[] {
  const picture = createPicture();
  return told.map((text) => {
    const line = readMonitorLine(text);
    return line === null ? null : picture.noteLine(line);
  });
}

const entry: InterfaceAddress = {
  interfaceName: "eth0",
  family: "ipv6",
  address: "2a02:fe0:77::2",
  temporary: false,
  deprecated: false,
  tentative: false,
  permanent: false,
  flagsKnown: true,
  running: true,
};

describe("what `ip monitor` says", () => {
  it("tells of an address that comes and goes", () => {
    expect(tellAll(lines.ipv4, `Deleted ${lines.ipv4}`)).toEqual([
      "185.0.2.1 on eth0 is usable",
      "185.0.2.1 on eth0 is gone",
    ]);
    expect(tellAll(lines.ppp)).toEqual(["185.0.2.7 on ppp0 is usable"]);
  });

  it("does not tell of a deprecated one again at each advertisement, for which Linux shortly forgets the flag", () => {
    const forgotten = lines.deprecated.replace("deprecated ", "");
    expect(tellAll(lines.ready, lines.deprecated, forgotten, lines.deprecated)).toEqual([
      "2a02:fe0:77::2 on eth0 is usable",
      "2a02:fe0:77::2 on eth0 is deprecated",
      null,
      null,
    ]);
  });

  it("tells of an IPv6 address when it is ready, and when it is deprecated", () => {
    expect(tellAll(lines.tentative, lines.ready, lines.deprecated)).toEqual([
      null,
      "2a02:fe0:77::2 on eth0 is usable",
      "2a02:fe0:77::2 on eth0 is deprecated",
    ]);
  });

  it("takes another lifetime for no change, as each router advertisement brings one", () => {
    expect(tellAll(lines.ready, lines.refreshed, lines.advertised, lines.advertisedAgain)).toEqual([
      expect.any(String),
      null,
      "route added: default via fe80::1 dev eth0 proto ra metric 1024 hoplimit 64 pref medium",
      null,
    ]);
  });

  it("tells of routes to the Internet, those of other tables and a VPN's halves among them", () => {
    const told = tellAll(lines.route, `Deleted ${lines.route}`, lines.otherTable, lines.halves);
    expect(told.map((each) => each?.split(":")[0])).toEqual([
      "route added",
      "route gone",
      "route added",
      "route added",
    ]);
  });

  it("passes over what can't change a public address", () => {
    const { privacy, linkLocal, lan, local, multicast, container } = lines;
    expect(tellAll(privacy, linkLocal, lan, local, multicast, container, "", "nonsense", "Deleted").join("")).toBe("");
  });

  it("keeps little of a machine that has very many addresses", () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      lines.ipv4.replaceAll("185.0.2.1", `185.1.${index >> 8}.${index & 255}`),
    );
    expect(tellAll(...many).filter((told) => told === null)).toEqual([]);
  });
});

describe("a look at the interfaces", () => {
  it("tells what differs from the one before", () => {
    const picture = createPicture();
    const addresses = [entry];
    expect(picture.noteAddresses(addresses)).toBe("2a02:fe0:77::2 on eth0 is usable");
    expect(picture.noteAddresses(addresses)).toBeNull();
    expect(picture.noteAddresses([{ ...entry, deprecated: true }])).toBe("2a02:fe0:77::2 on eth0 is deprecated");
    expect(picture.noteAddresses([])).toBe("2a02:fe0:77::2 on eth0 is gone");
    expect(picture.noteAddresses([{ ...entry, tentative: true }])).toBeNull();
    expect(picture.noteAddresses([entry])).toBe("2a02:fe0:77::2 on eth0 is usable");
  });

  it("passes over privacy, link-local and loopback addresses", () => {
    const picture = createPicture();
    const others = ["fe80::1", "::1", "127.0.0.1"].map((address) => ({ ...entry, address }));
    expect(picture.noteAddresses([...others, { ...entry, temporary: true }])).toBeNull();
  });
});
