import { describe, expect, it } from "vitest";
import { groupUpdates, type PlannedName } from "../../../src/publish/plan/group-updates.ts";
import { v4, v6 } from "../facts.ts";

function update(hostname: string, change: Partial<PlannedName> = {}): PlannedName {
  return { hostname, engine: "dyndns", change: ["ipv4"], remove: [], ipv4: v4, ipv6: null, keptIpv6: null, ...change };
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
    ["what goes", { remove: ["ipv6"] as const }],
    ["the IPv4 address", { ipv4: "185.0.2.2" }],
    ["the IPv6 address", { ipv6: v6 }],
  ])("are not shared by names that differ in %s", (_what, change) => {
    expect(groupUpdates([update("a.example.no"), update("b.example.no", change)])).toHaveLength(2);
  });

  it("are shared by names of which they say the same, whatever changes by it", () => {
    const isNew = update("new.example.no", { change: ["ipv4", "ipv6"], ipv6: v6 });
    const moved = update("moved.example.no", { change: ["ipv6"], ipv6: v6 });
    const kept = update("kept.example.no", { keptIpv6: v6 });
    expect(groupUpdates([kept, moved, isNew])).toEqual([
      {
        engine: "dyndns",
        group: {
          hostnames: ["kept.example.no", "moved.example.no", "new.example.no"],
          change: ["ipv4", "ipv6"],
          remove: [],
          ipv4: v4,
          ipv6: v6,
          fewerChanges: { "kept.example.no": ["ipv4"], "moved.example.no": ["ipv6"] },
        },
      },
    ]);
  });

  it("say nothing of an AAAA record that stays where no other name is to get the same one", () => {
    const kept = update("kept.example.no", { keptIpv6: v6 });
    const other = update("other.example.no", { change: ["ipv4", "ipv6"], ipv6: "2a02::9" });
    expect(groupUpdates([kept, other]).map(({ group }) => [group.hostnames, group.change, group.ipv6])).toEqual([
      [["kept.example.no"], ["ipv4"], null],
      [["other.example.no"], ["ipv4", "ipv6"], "2a02::9"],
    ]);
  });

  it("are not shared through records, where each change is a request of its own", () => {
    const records = (hostname: string, change: PlannedName["change"]) =>
      update(hostname, { engine: "records", change, ipv6: v6 });
    expect(groupUpdates([records("a.example.no", ["ipv6"]), records("b.example.no", ["ipv4", "ipv6"])])).toHaveLength(
      2,
    );
  });

  it("are none for nothing", () => {
    expect(groupUpdates([])).toEqual([]);
  });
});
