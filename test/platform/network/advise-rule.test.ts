import { describe, expect, it } from "vitest";
import { bestInterface, parseDefaults } from "../../../src/platform/network/advise-rule.ts";

describe("the missing rule", () => {
  it("is told from the default routes of all tables", () => {
    const text = `default via 10.8.0.1 dev wg0 table 51820 
default via 192.168.1.1 dev eth0 proto dhcp src 192.168.1.2 metric 100 
default dev ppp0 table lte scope link 
unreachable default table 7 metric 4278198272 
`;
    expect(parseDefaults(text)).toEqual([
      { table: "51820", interfaceName: "wg0", gateway: "10.8.0.1" },
      { table: "main", interfaceName: "eth0", gateway: "192.168.1.1" },
      { table: "lte", interfaceName: "ppp0", gateway: null },
    ]);
  });

  it("leads to the main table only where that would do", () => {
    expect(bestInterface("default via 192.168.1.1 dev eth0 metric 100\ndefault via 10.8.0.1 dev tun0 metric 50")).toBe(
      "tun0",
    );
    expect(bestInterface("default via 192.168.1.1 dev eth0\n128.0.0.0/1 via 10.8.0.1 dev tun0")).toBe("tun0");
    expect(
      bestInterface("default via 192.168.1.1 dev eth0 metric 100\ndefault via 10.7.0.1 dev wwan0 metric 700"),
    ).toBe("eth0");
    expect(bestInterface("")).toBeNull();
  });
});
