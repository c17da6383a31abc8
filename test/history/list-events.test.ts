import { expect, it } from "vitest";
import { listEvents } from "../../src/history/list-events.ts";
import type { HistoryRecord } from "../../src/history/record.ts";

const nowMs = Date.UTC(2026, 4, 31);

function record(at: string, more: Partial<HistoryRecord> = {}): HistoryRecord {
  const nothing = { old: null, new: null, seenAt: null, source: null, reason: null, durationMs: null };
  return { at, event: "trouble", hostnames: [], more: 0, family: null, keys: [], ...nothing, ...more };
}

it("shows one event for each hostname, the newest last, and how many were not kept by name", () => {
  const records = [
    record("2026-05-30T12:00:00.000Z", { hostnames: ["a.example.no", "b.example.no"], more: 7, event: "held" }),
    record("2026-05-30T11:00:00.000Z", { reason: "no answer" }),
  ];
  expect(listEvents(records, { days: 90, nowMs })).toMatchObject([
    { at: "2026-05-30T11:00:00.000Z", hostname: null, reason: "no answer" },
    { event: "held", hostname: "a.example.no" },
    { event: "held", hostname: "b.example.no" },
    { event: "held", hostname: null, more: 7 },
  ]);
});

it("has the fields of the contract, and nothing that is only for the file", () => {
  const [event] = listEvents([record("2026-05-30T12:00:00.000Z", { keys: ["look default ipv4"] })], { days: 1, nowMs });
  expect(Object.keys(event ?? {})).toEqual([
    ...["at", "event", "hostname", "family", "old", "new", "seenAt", "source", "reason", "durationMs"],
  ]);
});

it("leaves out what is older than asked for", () => {
  const records = [record("2026-05-01T00:00:00.000Z"), record("2026-05-29T00:00:00.000Z")];
  expect(listEvents(records, { days: 90, nowMs })).toHaveLength(2);
  expect(listEvents(records, { days: 3, nowMs })).toHaveLength(1);
});
