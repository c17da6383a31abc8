import { expect, it } from "vitest";
import { gatherPushes } from "../../../src/daemon/gateway/gather-pushes.ts";
import type { RoundReport } from "../../../src/model/report.ts";
import { createFakeClock } from "../../schedule/fake-clock.ts";

const report = { outcomes: [] } as unknown as RoundReport; // nobody looks into it here

/** `slowness`: how much longer than asked for the machine takes to wake up. */
function start(slowness = 1) {
  const clock = createFakeClock();
  let rounds = 0;
  const pushes = gatherPushes({ ...clock, sleep: (ms, signal) => clock.sleep(ms * slowness, signal) }, async () => {
    rounds++;
    return report;
  });
  return { clock, pushes, push: () => void pushes.round(), beginSave: pushes.beginSave, rounds: () => rounds };
}

it("gives a device that comes alone a round at once", async () => {
  const { clock, push, rounds } = start();
  push();
  await clock.pass(25);
  expect(rounds()).toBe(1);
  await clock.pass(1_000);
  push();
  await clock.pass(25);
  expect(rounds()).toBe(2);
});

it("gives the first of many no round of its own", async () => {
  const { clock, push, rounds } = start();
  push();
  await clock.pass(10);
  push();
  await clock.pass(90);
  expect(rounds()).toBe(0);
  await clock.pass(500);
  expect(rounds()).toBe(1);
});

it("lets who asks wait until those who gather have asked for their round, and no longer", async () => {
  const { clock, push, pushes, rounds } = start();
  const { signal } = new AbortController();
  expect(await pushes.gathered(signal)).toBe(false);
  push();
  push();
  let roundsThen: number | null = null;
  const waited = pushes.gathered(signal).then((hasWaited) => {
    roundsThen = rounds();
    return hasWaited;
  });
  await clock.pass(50);
  expect(roundsThen).toBeNull();
  await clock.pass(1_000);
  expect(await waited).toBe(true);
  expect(roundsThen).toBe(1);
});

it("lets nobody wait for a gathering once the daemon ends", async () => {
  const { clock, push, pushes } = start();
  const stop = new AbortController();
  push();
  push();
  const waited = pushes.gathered(stop.signal);
  stop.abort();
  await clock.pass(0);
  expect(await waited).toBe(true);
});

it("lets all that come with another share one round, once no more come", async () => {
  const { clock, push, rounds } = start();
  for (let device = 0; device < 300; device++) {
    push();
    await clock.pass(10);
  }
  expect(rounds()).toBe(0);
  await clock.pass(1_000);
  expect(rounds()).toBe(1);
});

it("lets nobody wait for longer than a device does", async () => {
  const { clock, push, rounds } = start();
  for (let device = 0; device < 70; device++) {
    push();
    await clock.pass(100);
  }
  expect(rounds()).toBe(2);
});

it("lets thousands share one, though it takes longer than a device waits: those are answered when they are remembered", async () => {
  const { clock, push, rounds } = start();
  for (let device = 0; device < 2000; device++) {
    push();
    await clock.pass(10);
  }
  expect(rounds()).toBe(0);
  await clock.pass(1_100);
  expect(rounds()).toBe(1);
});

it("takes no busy machine for quiet", async () => {
  const { clock, push, rounds } = start(20);
  for (let device = 0; device < 50; device++) {
    push();
    await clock.pass(250);
  }
  expect(rounds()).toBe(0);
  await clock.pass(30_000);
  expect(rounds()).toBe(1);
});

it("takes it for no quiet that devices wait for the disk", async () => {
  const { clock, push, beginSave, rounds } = start();
  push();
  push();
  const endSave = beginSave();
  await clock.pass(3_000);
  expect(rounds()).toBe(0);
  endSave();
  await clock.pass(300);
  expect(rounds()).toBe(1);
});
