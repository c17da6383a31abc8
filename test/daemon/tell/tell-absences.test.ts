import { expect, it } from "vitest";
import type { Round } from "../../../src/daemon/round.ts";
import { tellAbsences } from "../../../src/daemon/tell/tell-absences.ts";
import type { Detection, Verdict } from "../../../src/model/detection.ts";

function look(verdict: Verdict, uplink = "default"): Detection {
  return { uplink, family: "ipv6", verdict, address: null, source: null, reason: "no route", answers: [] };
}

function line(previous: string | null): Round["lines"][number] {
  const fields = { hostname: "home.example.no", family: "ipv6", uplink: "default", action: "none" } as const;
  const nothing = { address: null, engine: null, reason: null, result: null, consequence: null } as const;
  return { ...fields, ...nothing, previous, nextAttemptMs: null, nextAttemptAt: null } as Round["lines"][number]; // what is not read here is left out
}

/** What is said in the log after each of these looks. */
function tell(looks: readonly (readonly Detection[])[], previous: string | null = null): string[][] {
  const told = new Set<string>();
  return looks.map((detections) => {
    const said: string[] = [];
    tellAbsences({ info: (text) => said.push(text) }, told, { detections, lines: [line(previous)] });
    return said;
  });
}

it("says once that there is no such address, however often nobody can tell between", () => {
  const said = ["there is no IPv6 address here: no route"];
  expect(tell([[look("absent")], [look("absent")], [look("unknown")], [look("absent")]])).toEqual([said, [], [], []]);
  expect(tell([[look("absent")], [look("confirmed")], [look("absent")]])).toEqual([said, [], said]);
});

it("says it of each uplink, and that a rule of the user's refuses an address", () => {
  expect(tell([[look("absent", "lte"), look("refused")]])).toEqual([
    ["there is no IPv6 address on uplink lte: no route", "the IPv6 address here is refused: no route"],
  ]);
});

it("leaves it to the notices to tell of one that was published and is gone, but not of a refused one", () => {
  expect(tell([[look("absent")]], "2a02::1")).toEqual([[]]);
  expect(tell([[look("refused")]], "2a02::1")).toEqual([["the IPv6 address here is refused: no route"]]);
});

it("says once that the address is shared, until the router is seen to have it", () => {
  const shared: Detection = { ...look("confirmed"), family: "ipv4", address: "185.0.2.1", translation: "CGNAT" };
  const quiet: Detection = { ...look("confirmed"), family: "ipv4", address: "185.0.2.1" };
  const common = { source: "natpmp:", operator: "router", uplink: "default", family: "ipv4", durationMs: 1 } as const;
  const router = { ...common, kind: "address", address: "185.0.2.1", reason: null, authoritative: false } as const;
  const said = ["about the IPv4 address: CGNAT"];
  expect(tell([[shared], [quiet], [shared]])).toEqual([said, [], []]);
  expect(tell([[shared], [{ ...quiet, answers: [router] }], [shared]])).toEqual([said, [], said]);
  expect(tell([[{ ...shared, uplink: "lte" }]])).toEqual([["about the IPv4 address of uplink lte: CGNAT"]]);
});
