import { expect, it } from "vitest";
import { gatherPushes } from "../../../src/daemon/gateway/gather-pushes.ts";
import type { RoundReport } from "../../../src/model/report.ts";
import { createFakeClock } from "../../schedule/fake-clock.ts";

const report = { outcomes: [] } as unknown as RoundReport; // nobody looks into it here

function start() {
  const clock = createFakeClock();
  let rounds = 0;
  const push = gatherPushes(clock, async () => {
    rounds++;
    return report;
  });
  return { clock, push: () => void push(), rounds: () => rounds };
}

it("gives a device that comes alone a round at once", async () => {
  const { clock, push, rounds } = start();
  push();
  expect(rounds()).toBe(1);
  await clock.pass(1_000);
  push();
  expect(rounds()).toBe(2);
});

it("lets all that come with another share one round, once no more come", async () => {
  const { clock, push, rounds } = start();
  for (let device = 0; device < 300; device++) {
    push();
    await clock.pass(10);
  }
  expect(rounds()).toBe(1);
  await clock.pass(1_000);
  expect(rounds()).toBe(2);
});

it("lets nobody wait for longer than a device does, however many come", async () => {
  const { clock, push, rounds } = start();
  for (let device = 0; device < 700; device++) {
    push();
    await clock.pass(10);
  }
  expect(rounds()).toBe(2);
});
