import { expect, it } from "vitest";
import { findForeignChanges } from "../../../src/doctor/dns/find-foreign-changes.ts";
import type { HistoryEvent } from "../../../src/model/history.ts";

const base = { event: "changed", hostname: "home.example.no", family: "ipv4", seenAt: null, source: null } as const;

function changed(old: string | null, address: string | null, more: Partial<HistoryEvent> = {}): HistoryEvent {
  return { ...base, at: "2026-01-01T00:00:00.000Z", reason: null, durationMs: null, old, new: address, ...more };
}

it("an address that was there in between is somebody else's", () => {
  const at = "2026-01-02T00:00:00.000Z";
  const events = [changed(null, "185.0.2.1"), changed("203.0.113.9", "185.0.2.1", { at })];
  expect(findForeignChanges(events)).toEqual([
    { hostname: "home.example.no", family: "ipv4", at, instead: "203.0.113.9" },
  ]);
});

it("a record that was gone in between is, too", () => {
  expect(findForeignChanges([changed(null, "185.0.2.1"), changed(null, "185.0.2.1")])).toMatchObject([
    { instead: null },
  ]);
});

it.each([
  ["our own changes", [changed(null, "185.0.2.1"), changed("185.0.2.1", "185.0.2.2")]],
  ["what was there before the first publication", [changed("203.0.113.9", "185.0.2.1")]],
  ["a record that we deleted ourselves", [changed("185.0.2.1", null), changed(null, "185.0.2.1")]],
  [
    "the other family",
    [changed(null, "185.0.2.1"), changed(null, "2a01::1", { family: "ipv6" }), changed("185.0.2.1", "185.0.2.2")],
  ],
  ["what is not a change", [changed(null, "185.0.2.1"), changed("203.0.113.9", null, { event: "trouble" })]],
])("%s is nobody else's", (_, events) => expect(findForeignChanges(events)).toEqual([]));
