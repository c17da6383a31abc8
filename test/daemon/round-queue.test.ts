import { expect, it } from "vitest";
import { createRoundQueue } from "../../src/daemon/round-queue.ts";
import type { RoundReport } from "../../src/model/report.ts";

const report: RoundReport = {
  startedAt: "2026-01-01T00:00:00.000Z",
  durationMs: 1,
  addresses: [],
  outcomes: [],
  answers: [],
  requests: [],
};

it("answers everybody who asked before the round began with its one report", async () => {
  let woken = 0;
  const queue = createRoundQueue(() => woken++);
  const asked = [queue.ask({ force: false }), queue.ask({ force: false })];
  const batch = queue.take();
  const late = queue.ask({ force: false });
  batch.answer(report);
  expect(await Promise.all(asked)).toEqual([report, report]);
  expect(woken).toBe(3);
  queue.take().refuse(new Error("the daemon is stopping"));
  await expect(late).rejects.toThrow("the daemon is stopping");
});

it("forces the round when one of them asks for that, and not the one after", () => {
  const queue = createRoundQueue(() => undefined);
  for (const force of [false, true, false]) void queue.ask({ force });
  expect(queue.take().force).toBe(true);
  void queue.ask({ force: false });
  expect(queue.take().force).toBe(false);
});

it("collects whose holds to lift: a hostname's, all, or nobody's", () => {
  const queue = createRoundQueue(() => undefined);
  void queue.ask({ force: false, lift: "home.example.no" });
  void queue.ask({ force: false, lift: null });
  void queue.ask({ force: false });
  expect(queue.take().lifts).toEqual(["home.example.no", null]);
  expect(queue.take().lifts).toEqual([]);
});
