import { expect, it } from "vitest";
import { watchResume } from "../../../src/watch/watchers/resume.ts";
import { createFakeClock } from "../../schedule/fake-clock.ts";

it("tells of a machine that slept and of a clock that was set, and not of one that drifts", async () => {
  const clock = createFakeClock();
  const told: string[] = [];
  const stop = new AbortController();
  const ears = { tell: (what: string) => told.push(what), say: () => {}, hear: () => {}, lose: () => {} };
  const watching = watchResume(clock).watch(ears, stop.signal);
  await clock.pass(10_000);
  clock.setWall(4_000);
  await clock.pass(10_000);
  expect(told).toEqual([]);
  clock.suspend(3_600_000);
  await clock.pass(1_000);
  expect(told).toEqual(["the clock jumped by 3600 s: this machine slept, or the clock was set"]);
  clock.setWall(-60_000);
  await clock.pass(5_000);
  expect(told).toHaveLength(2);
  stop.abort();
  await watching;
});
