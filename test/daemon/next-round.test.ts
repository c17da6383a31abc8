import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueTime, lookAgainAfter, outlookOf } from "../../src/daemon/next-round.ts";
import type { Round } from "../../src/daemon/round.ts";
import type { Verdict } from "../../src/model/detection.ts";
import type { Action } from "../../src/model/report.ts";
import type { Result } from "../../src/model/result.ts";
import { consequenceOf } from "../../src/publish/answers/consequence.ts";
import { accountHold } from "../publish/facts.ts";

/** The wall clock may be wrong: what is steady and what is shown lie years apart. */
const since = { wallMs: 1_000_000, steadyMs: 900_000_000 };
const never = Number.MAX_SAFE_INTEGER;
const lookAgainMs = 30_000;

interface Facts {
  readonly nextAttemptsMs?: readonly (number | null)[];
  readonly nextProbeMs?: number | null;
  readonly verdict?: Verdict;
  readonly action?: Action;
  readonly result?: Result | null;
}

function round({
  nextAttemptsMs = [null],
  nextProbeMs = null,
  verdict = "confirmed",
  action = "none",
  result = null,
}: Facts = {}): Round {
  const about = { hostname: "home.example.no", family: "ipv4", address: null, previous: null, reason: null } as const;
  const detection = {
    uplink: "default",
    family: "ipv4",
    verdict,
    address: null,
    source: null,
    reason: null,
    answers: [],
  };
  const consequence = action === "update" && result !== null ? consequenceOf(result) : null;
  return {
    detections: [{ ...detection, family: "ipv4" }],
    accountHold: nextProbeMs === null ? null : accountHold({ nextProbeMs }),
    tookOver: false,
    lines: nextAttemptsMs.map((nextAttemptMs) => ({
      ...about,
      uplink: "default",
      action,
      result,
      consequence,
      engine: null,
      nextAttemptMs,
    })),
    report: {
      startedAt: "2026-01-01T00:00:00.000Z",
      durationMs: 1,
      addresses: [],
      answers: [],
      requests: [],
      outcomes: [],
    },
  };
}

/** Milliseconds from now to the next round. */
function wait(facts: Facts, scheduledInMs: number): number {
  return (
    dueTime({ outlook: outlookOf(round(facts)), scheduledWallMs: since.wallMs + scheduledInMs, since, lookAgainMs }) -
    since.wallMs
  );
}

describe("the next round", () => {
  it("comes by the schedule when all is well", () => {
    expect(wait({}, 3_600_000)).toBe(3_600_000);
    expect(wait({ nextAttemptsMs: [null] }, 3_600_000)).toBe(3_600_000);
  });

  it("comes when the first attempt is due, told in wall time though it is remembered in steady time", () => {
    const nextAttemptsMs = [since.steadyMs + 90_000, null, since.steadyMs + 45_000];
    expect(wait({ nextAttemptsMs }, 3_600_000)).toBe(45_000);
  });

  it("comes when a held account is probed", () => {
    expect(wait({ nextProbeMs: since.steadyMs + 45_000 }, 3_600_000)).toBe(45_000);
  });

  it("comes by the schedule where that is sooner than the attempt", () => {
    expect(wait({ nextAttemptsMs: [since.steadyMs + 90_000] }, 30_000)).toBe(30_000);
  });

  it("comes a second later at the soonest for an attempt that is overdue", () => {
    expect(wait({ nextAttemptsMs: [since.steadyMs - 90_000] }, 3_600_000)).toBe(1_000);
  });

  it.each([{ verdict: "unknown" }, { verdict: "disagreement" }, { verdict: "unconfirmed" }] as const)(
    "comes soon after a look that came to $verdict",
    (facts) => expect(wait(facts, 3_600_000)).toBe(lookAgainMs),
  );

  it("comes by the schedule where there is no such address, which is not a failure", () => {
    expect(wait({ verdict: "absent" }, 3_600_000)).toBe(3_600_000);
  });

  it("after a round that failed comes soon, or by the schedule", () => {
    const facts = { outlook: null, since, lookAgainMs };
    expect(dueTime({ ...facts, scheduledWallMs: never })).toBe(since.wallMs + lookAgainMs);
    expect(dueTime({ ...facts, scheduledWallMs: since.wallMs + 5 })).toBe(since.wallMs + 5);
  });

  it("is never later than the schedule, and never overdue where the schedule isn't", () => {
    const moments = fc.array(fc.option(fc.integer({ min: -1e9, max: 1e9 }).map((ms) => since.steadyMs + ms)));
    const verdicts = fc.constantFrom<Verdict>("confirmed", "unknown", "absent");
    fc.assert(
      fc.property(moments, verdicts, fc.integer({ min: 0, max: 1e9 }), (nextAttemptsMs, verdict, scheduledInMs) => {
        const waitMs = wait({ nextAttemptsMs, verdict }, scheduledInMs);
        expect(waitMs).toBeLessThanOrEqual(scheduledInMs);
        expect(waitMs).toBeGreaterThanOrEqual(Math.min(scheduledInMs, 1_000));
      }),
    );
  });
});

const failed = { action: "update", result: "http_502" } as const;

describe("a round is unsettled", () => {
  it.each([
    ["while the address is not known", { verdict: "unknown" }, true],
    ["when a request was cut off", { action: "update", result: "network" }, true],
    [
      "not when a request failed that is tried again in time",
      { ...failed, nextAttemptsMs: [since.steadyMs + 1] },
      false,
    ],
    ["not when it was published", { action: "update", result: "good" }, false],
    ["not when it was published before", { action: "update", result: "nochg" }, false],
    ["not when nothing was to be done", {}, false],
    ["not when it waits", { action: "wait" }, false],
    ["not when the family isn't here", { verdict: "absent" }, false],
  ] as const)("%s", (_, facts, expected) => expect(outlookOf(round(facts)).isUnsettled).toBe(expected));
});

describe("after a round that settled nothing", () => {
  const lookAgain = (rounds: number, settling: boolean, verdict: Verdict = "unknown") => {
    const [detection] = round({ verdict }).detections;
    if (detection === undefined) throw new Error("no detection");
    const answer = { source: "interface:", operator: "this machine", uplink: "default", family: "ipv6" } as const;
    const none = { kind: "none", address: null, reason: "tentative", authoritative: false, durationMs: 1 } as const;
    const answers = [{ ...answer, ...none, settling }];
    return lookAgainAfter(outlookOf({ ...round(), detections: [{ ...detection, answers }] }), rounds, () => 0);
  };

  it("the next comes in a second where an address is usable in a moment, ten times", () => {
    expect([1, 2, 10].map((rounds) => lookAgain(rounds, true))).toEqual([1_000, 1_000, 1_000]);
    expect(lookAgain(11, true)).toBeGreaterThanOrEqual(30_000);
  });

  it("else after 30 s, then later", () => {
    expect([1, 2, 3].map((rounds) => lookAgain(rounds, false))).toEqual([30_000, 60_000, 120_000]);
    expect(lookAgain(1, true, "confirmed")).toBe(30_000);
  });
});
