import { describe, expect, it } from "vitest";
import { groupUpdates, type PlannedName } from "../../../src/publish/plan/group-updates.ts";
import { v4, v6 } from "../facts.ts";

function update(hostname: string, change: Partial<PlannedName> = {}): PlannedName {
  return { hostname, engine: "dyndns", change: ["ipv4"], remove: [], ipv4: v4, ipv6: null, ...change };
}

describe("requests", () => {
  it("name 20 hostnames at most", () => {
    const updates = Array.from({ length: 41 }, (_, index) => update(`h${index}.example.no`));
    expect(groupUpdates(updates).map(({ group }) => group.hostnames.length)).toEqual([20, 20, 1]);
  });

  it("keep the order of the configuration for dyndns", () => {
    const [only] = groupUpdates([update("b.example.no"), update("a.example.no")]);
    expect(only?.group.hostnames).toEqual(["b.example.no", "a.example.no"]);
  });

  it("keep the names of one zone together for records", () => {
    const names = ["b.one.no", "a.two.no", "a.one.no", "b.two.no"];
    const [only] = groupUpdates(names.map((hostname) => update(hostname, { engine: "records" })));
    expect(only?.group.hostnames).toEqual(["a.one.no", "b.one.no", "a.two.no", "b.two.no"]);
  });

  it.each([
    ["the engine", { engine: "records" as const }],
    ["the families", { change: ["ipv4", "ipv6"] as const }],
    ["what goes", { remove: ["ipv6"] as const }],
    ["the IPv4 address", { ipv4: "185.0.2.2" }],
    ["the IPv6 address", { ipv6: v6 }],
  ])("are not shared by names that differ in %s", (_what, change) => {
    expect(groupUpdates([update("a.example.no"), update("b.example.no", change)])).toHaveLength(2);
  });

  it("are none for nothing", () => {
    expect(groupUpdates([])).toEqual([]);
  });
});
