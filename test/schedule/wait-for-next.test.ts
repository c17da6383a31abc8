import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { decideWait, type RoundReason, readClock, waitForNext } from "../../src/schedule/wait-for-next.ts";
import { createWakeUps, type WakeUps } from "../../src/schedule/wake-ups.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let clock: FakeClock;
let wakeUps: WakeUps;
let stop: AbortController;

beforeEach(() => {
  clock = createFakeClock();
  wakeUps = createWakeUps();
  stop = new AbortController();
});

/** Starts a wait of that length; the reason shows up in the returned list when it ends. */
function startWait(lengthMs: number): RoundReason[] {
  const ends: RoundReason[] = [];
  const dueWallMs = clock.wallMs() + lengthMs;
  const wait = waitForNext({ clock, dueWallMs, since: readClock(clock), wakeUps, signal: stop.signal });
  void wait.then((reason) => ends.push(reason));
  return ends;
}

describe("waiting for the next round", () => {
  it("ends exactly when the round is due", async () => {
    const ends = startWait(30_000);
    await clock.pass(29_999);
    expect(ends).toEqual([]);
    await clock.pass(1);
    expect(ends).toEqual(["schedule"]);
  });

  it("looks at the clocks at least every 10 s", async () => {
    startWait(hourMs);
    await clock.pass(hourMs);
    expect(Math.max(...clock.sleepsMs)).toBe(10_000);
    expect(clock.sleepsMs).toHaveLength(360);
  });

  it.each([
    ["back by an hour", -hourMs],
    ["ahead by 30 days", 30 * dayMs],
    ["ahead by 6 s", 6_000],
    ["from 1970 to today", 56 * 365 * dayMs],
  ])("ends within 10 s when the clock is set %s", async (_, byMs) => {
    const ends = startWait(dayMs);
    await clock.pass(60_000);
    clock.setWall(byMs);
    await clock.pass(10_000);
    expect(ends).toEqual(["clock"]);
  });

  it("isn't troubled by a correction of a few seconds", async () => {
    const ends = startWait(60_000);
    clock.setWall(4_000);
    await clock.pass(59_999);
    expect(ends).toEqual([]);
    await clock.pass(1);
    expect(ends).toEqual(["schedule"]);
  });

  it("ends within 10 s of waking when the machine was suspended", async () => {
    const ends = startWait(dayMs);
    await clock.pass(1_000);
    clock.suspend(8 * hourMs);
    await clock.pass(9_000);
    expect(ends).toEqual(["clock"]);
  });

  it("notices a clock that was set during the round before", async () => {
    const since = readClock(clock);
    clock.setWall(-hourMs);
    const wait = waitForNext({ clock, dueWallMs: clock.wallMs() + 30_000, since, wakeUps, signal: stop.signal });
    expect(await wait).toBe("clock");
  });

  it("ends at once for a request, and forgets it with that", async () => {
    const ends = startWait(hourMs);
    await clock.pass(5_000);
    wakeUps.wake("request");
    wakeUps.wake("event");
    await clock.pass(0);
    expect(ends).toEqual(["request"]);
    const next = startWait(30_000);
    await clock.pass(29_000);
    expect(next).toEqual([]);
  });

  it("remembers what woke it during a round", async () => {
    wakeUps.wake("event");
    expect(
      await waitForNext({ clock, dueWallMs: Infinity, since: readClock(clock), wakeUps, signal: stop.signal }),
    ).toBe("event");
  });

  it("ends at once when it is to stop, before or after it began", async () => {
    const ends = startWait(hourMs);
    await clock.pass(1_000);
    stop.abort();
    await clock.pass(0);
    expect(ends).toEqual(["stop"]);
    const later = startWait(hourMs);
    await clock.pass(0);
    expect(later).toEqual(["stop"]);
  });

  it("leaves nothing behind on the signal that lives as long as the daemon", async () => {
    let listeners = 0;
    const counted = Object.assign(new EventTarget(), { aborted: false }) as unknown as AbortSignal; // only what is used of it
    const [add, remove] = [counted.addEventListener.bind(counted), counted.removeEventListener.bind(counted)];
    counted.addEventListener = (...parameters: Parameters<typeof add>) => [listeners++, add(...parameters)];
    counted.removeEventListener = (...parameters: Parameters<typeof remove>) => [listeners--, remove(...parameters)];
    wakeUps.wake("event");
    await waitForNext({ clock, dueWallMs: 0, since: readClock(clock), wakeUps, signal: counted });
    expect(listeners).toBe(0);
  });
});

describe("the decision", () => {
  const now = fc.integer({ min: 0, max: 2 ** 42 });
  it("never sleeps over 10 s, past the due time, or for nothing", () => {
    fc.assert(
      fc.property(now, now, fc.integer({ min: -hourMs, max: dayMs }), now, (wallMs, steadyMs, dueInMs, passedMs) => {
        const since = { wallMs, steadyMs };
        const decision = decideWait(
          { wallMs: wallMs + passedMs, steadyMs: steadyMs + passedMs },
          since,
          wallMs + dueInMs,
        );
        if (decision.kind === "go") expect(passedMs).toBeGreaterThanOrEqual(dueInMs);
        else {
          expect(decision.ms).toBeGreaterThan(0);
          expect(decision.ms).toBeLessThanOrEqual(Math.min(10_000, dueInMs - passedMs));
        }
      }),
    );
  });

  it("calls a difference of exactly 5 s no jump", () => {
    const since = { wallMs: 0, steadyMs: 0 };
    expect(decideWait({ wallMs: 6_000, steadyMs: 1_000 }, since, 60_000)).toEqual({ kind: "sleep", ms: 10_000 });
    expect(decideWait({ wallMs: 6_001, steadyMs: 1_000 }, since, 60_000)).toEqual({ kind: "go", reason: "clock" });
    expect(decideWait({ wallMs: -4_001, steadyMs: 1_000 }, since, 60_000)).toEqual({ kind: "go", reason: "clock" });
  });
});
