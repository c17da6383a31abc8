import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueMs, noteEvent, noteWoken, startPace } from "../../src/watch/pace.ts";

/** The moments of rounds that events at these moments wake, ms. */
function wokenBy(events: readonly number[]): number[] {
  const woken: number[] = [];
  let pace = startPace(0);
  const wakeUntil = (ms: number) => {
    for (let due = dueMs(pace); due !== null && due <= ms; due = dueMs(pace)) {
      woken.push(due);
      pace = noteWoken(pace, due);
    }
  };
  for (const event of events) {
    // One that is due now is woken by the event before.
    wakeUntil(event - 1);
    pace = noteEvent(pace, event);
  }
  wakeUntil(Number.POSITIVE_INFINITY);
  return woken;
}

describe("what events wake", () => {
  it("a first event acts at once, and what follows is one more round when it is quiet", () => {
    expect(wokenBy([5_000])).toEqual([5_000]);
    expect(wokenBy([5_000, 5_010, 5_020, 5_300])).toEqual([5_000, 5_120, 5_400]);
    expect(wokenBy([5_000, 5_010, 5_090, 5_150])).toEqual([5_000, 5_250]);
  });

  it("what goes on and on is gathered for a second at most", () => {
    const burst = Array.from({ length: 40 }, (_, index) => 5_000 + index * 50);
    expect(wokenBy(burst)).toEqual([5_000, 6_050, 7_050]);
  });

  it("an event after a second of quiet is a first one again", () => {
    expect(wokenBy([5_000, 6_001, 7_100])).toEqual([5_000, 6_001, 7_100]);
  });

  it("a flood wakes ten rounds and then one every 5 s; a real change among it waits no longer than that", () => {
    const flood = Array.from({ length: 36_000 }, (_, index) => 5_000 + index * 100);
    const woken = wokenBy(flood);
    expect(woken.length).toBeLessThanOrEqual(10 + 3_600 / 5 + 2);
    expect(woken.length).toBeGreaterThan(600);
    const gaps = woken.slice(1).map((ms, index) => ms - (woken[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5_000);
  });

  it("no event is lost, none wakes twice, and none waits longer than the limit allows", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(gaps, (pauses) => {
        let nowMs = 0;
        const events = pauses.map((pause) => (nowMs += pause));
        const woken = wokenBy(events);
        expect(woken.length).toBeLessThanOrEqual(events.length);
        for (const event of events) expect(woken.some((ms) => ms >= event && ms <= event + 6_000)).toBe(true);
        for (const ms of woken) expect(events.some((event) => event <= ms)).toBe(true);
        const inAnyMinute = woken.map((from) => woken.filter((ms) => ms >= from && ms < from + 60_000).length);
        expect(Math.max(...inAnyMinute)).toBeLessThanOrEqual(10 + 12 + 1);
      }),
    );
  });
});
