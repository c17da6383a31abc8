import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HostnameStatus } from "../../src/model/status.ts";
import { freshForMs, type HealthInput, judgeHealth } from "../../src/status/health.ts";
import type { LookStatus } from "../../src/status/looks.ts";

const minuteMs = 60_000;
const name = (state: HostnameStatus["state"], more: Partial<HostnameStatus> = {}): HostnameStatus => ({
  hostname: "home.example.no",
  family: "ipv4",
  wanted: "185.0.2.1",
  published: state === "ok" ? "185.0.2.1" : null,
  publishedAt: null,
  state,
  result: null,
  reason: null,
  nextAttemptAt: null,
  ...more,
});
const look = (more: Partial<LookStatus> = {}): LookStatus => ({
  uplink: "default",
  family: "ipv4",
  verdict: "confirmed",
  reason: null,
  heardMs: 100 * minuteMs,
  settledMs: 100 * minuteMs,
  confirmedMs: 100 * minuteMs,
  outvoted: [],
  translation: null,
  ...more,
});
const facts = (more: Partial<HealthInput> = {}): HealthInput => ({
  nowMs: 100 * minuteMs,
  startedMs: 0,
  roundDone: true,
  periodMs: 30_000,
  accountHold: null,
  hostnames: [name("ok")],
  looks: [look()],
  faults: [],
  ...more,
});

describe("health before the first round", () => {
  const before = { roundDone: false, looks: [], hostnames: [name("pending")] };

  test("is starting for five minutes, whatever is wrong already", () => {
    const { health, problems } = judgeHealth(
      facts({ ...before, nowMs: 5 * minuteMs - 1, faults: ["The port is taken."] }),
    );
    expect(health).toBe("starting");
    expect(problems).toEqual(["The first round is not done yet.", "The port is taken."]);
  });

  test("is failing from then on", () => {
    expect(judgeHealth(facts({ ...before, nowMs: 5 * minuteMs })).health).toBe("failing");
  });
});

describe("health", () => {
  test("is ok, without any problem to tell, when looks are fresh and everything is published", () => {
    expect(judgeHealth(facts())).toEqual({ health: "ok", problems: [] });
  });

  test("stays ok with a family that is absent and was never published", () => {
    expect(judgeHealth(facts({ hostnames: [name("ok"), name("absent", { family: "ipv6" })] })).health).toBe("ok");
    expect(judgeHealth(facts({ hostnames: [name("absent")], looks: [look({ verdict: "absent" })] })).health).toBe("ok");
  });

  test("stays ok with an address that the user's own rule refuses, published or not", () => {
    for (const published of [null, "185.0.2.9"]) {
      const refused = { hostnames: [name("refused", { published })], looks: [look({ verdict: "refused" })] };
      expect(judgeHealth(facts(refused))).toEqual({ health: "ok", problems: [] });
    }
  });

  test("is degraded with a family that is gone though it is published", () => {
    const gone = name("absent", { family: "ipv6", published: "2a00::1", reason: "no IPv6 route" });
    expect(judgeHealth(facts({ hostnames: [name("ok"), gone] }))).toEqual({
      health: "degraded",
      problems: ["home.example.no (IPv6) is published, but no longer has such an address here: no IPv6 route."],
    });
  });

  test.each(["pending", "waiting", "held"] as const)("is degraded with one hostname %s beside a good one", (state) => {
    const { health, problems } = judgeHealth(
      facts({ hostnames: [name("ok"), name(state, { hostname: "b.example.no" })] }),
    );
    expect(health).toBe("degraded");
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("b.example.no (IPv4)");
  });

  test("says once what several parts have trouble with", () => {
    const faults = ["State can't be written.", "The port is taken.", "State can't be written."];
    expect(judgeHealth(facts({ faults })).problems).toEqual(["State can't be written.", "The port is taken."]);
    expect(judgeHealth(facts({ faults, roundDone: false })).problems).toHaveLength(3);
  });

  test("is degraded by a fault elsewhere, which it repeats", () => {
    expect(judgeHealth(facts({ faults: ["State can't be written."] }))).toEqual({
      health: "degraded",
      problems: ["State can't be written."],
    });
  });

  test("is failing when the account is held", () => {
    const { health, problems } = judgeHealth(facts({ accountHold: "the server refused the credential" }));
    expect(health).toBe("failing");
    expect(problems).toEqual(["The account is on hold: the server refused the credential."]);
  });

  test("says one fault once, whatever it stops", () => {
    const reason = "the server refuses the API key";
    const held = [name("held", { reason }), name("held", { family: "ipv6", reason })];
    expect(judgeHealth(facts({ hostnames: held, accountHold: reason })).problems).toEqual([
      "The account is on hold: the server refuses the API key.",
    ]);
    const five = ["a", "b", "c", "d", "e"].map((label) =>
      name("waiting", { hostname: `${label}.example.no`, reason: "HTTP 502" }),
    );
    expect(judgeHealth(facts({ hostnames: [name("ok"), ...five] })).problems).toEqual([
      "a.example.no (IPv4), b.example.no (IPv4), c.example.no (IPv4) and 2 more are waiting: HTTP 502.",
    ]);
    expect(judgeHealth(facts({ hostnames: [name("ok"), ...five.slice(0, 2)] })).problems).toEqual([
      "a.example.no (IPv4) and b.example.no (IPv4) are waiting: HTTP 502.",
    ]);
  });

  test("is failing when every hostname is held, absent families aside", () => {
    expect(judgeHealth(facts({ hostnames: [name("held"), name("absent", { family: "ipv6" })] })).health).toBe(
      "failing",
    );
    expect(judgeHealth(facts({ hostnames: [name("held"), name("ok")] })).health).toBe("degraded");
    expect(judgeHealth(facts({ hostnames: [] })).health).toBe("ok");
  });
});

describe("the freshness of looks", () => {
  test("lasts three schedule periods, and five minutes at least", () => {
    expect(freshForMs(30_000)).toBe(5 * minuteMs);
    expect(freshForMs(60 * minuteMs)).toBe(180 * minuteMs);
  });

  const aged = (ageMs: number, more: Partial<LookStatus> = {}) =>
    look({ heardMs: 100 * minuteMs - ageMs, settledMs: 100 * minuteMs - ageMs, ...more });

  test("changes nothing while it lasts, so that a missed look does not flap", () => {
    const missed = aged(5 * minuteMs - 1, { verdict: "unknown", reason: "no answer" });
    expect(judgeHealth(facts({ looks: [missed] }))).toEqual({ health: "ok", problems: [] });
  });

  test("ends in failing when nobody has answered anywhere", () => {
    const { health, problems } = judgeHealth(facts({ looks: [aged(5 * minuteMs, { reason: "no answer" })] }));
    expect(health).toBe("failing");
    expect(problems[0]).toBe("No source has answered for 5 minutes.");
  });

  test("ends in degraded when only one family or uplink is silent", () => {
    const looks = [look(), aged(9 * minuteMs, { family: "ipv6", uplink: "lte", reason: "no answer" })];
    expect(judgeHealth(facts({ looks }))).toEqual({
      health: "degraded",
      problems: ["The IPv6 address of uplink lte has not been confirmed for 5 minutes: no answer."],
    });
  });

  test("ends in degraded when sources answer but never agree", () => {
    const looks = [look({ settledMs: 80 * minuteMs, verdict: "disagreement", reason: "a says 1, b says 2" })];
    expect(judgeHealth(facts({ looks })).health).toBe("degraded");
  });

  test("of a family never heard of counts from the start", () => {
    const never = look({ heardMs: null, settledMs: null, confirmedMs: null, verdict: "unknown", reason: "no answer" });
    expect(judgeHealth(facts({ looks: [never], startedMs: 96 * minuteMs }))).toEqual({
      health: "starting",
      problems: ["No address has been confirmed since the start: no answer."],
    });
    expect(judgeHealth(facts({ looks: [never], startedMs: 95 * minuteMs })).health).toBe("failing");
    const slow = { looks: [never], startedMs: 95 * minuteMs, periodMs: 60 * minuteMs };
    expect(judgeHealth(facts(slow)).health).toBe("degraded");
  });

  test("of one family that waits for its first answer beside another is a start, then degraded", () => {
    const never = look({ family: "ipv6", heardMs: null, settledMs: null, confirmedMs: null, reason: "no answer" });
    const problems = ["The IPv6 address has not been confirmed since the start: no answer."];
    expect(judgeHealth(facts({ looks: [look(), never], startedMs: 96 * minuteMs }))).toEqual({
      health: "starting",
      problems,
    });
    expect(judgeHealth(facts({ looks: [look(), never] }))).toEqual({ health: "degraded", problems });
  });

  test("of a machine that starts without a network is not a success, though both families are surely absent", () => {
    const absent = look({ verdict: "absent", confirmedMs: null, reason: "no route" });
    const looks = [absent, { ...absent, family: "ipv6" as const }];
    expect(judgeHealth(facts({ looks, startedMs: 99 * minuteMs }))).toEqual({
      health: "starting",
      problems: ["No address has been confirmed since the start: no route."],
    });
    expect(judgeHealth(facts({ looks })).health).toBe("degraded");
    expect(judgeHealth(facts({ looks, hostnames: [name("absent")] })).health).toBe("ok");
  });
});

describe("for any facts", () => {
  const state = fc.constantFrom<HostnameStatus["state"]>("ok", "pending", "waiting", "held", "absent");
  const moment = fc.option(fc.integer({ min: 0, max: 100 * minuteMs }));
  const anyFacts = fc
    .record({
      roundDone: fc.boolean(),
      startedMs: fc.integer({ min: 0, max: 100 * minuteMs }),
      accountHold: fc.option(fc.constant("held.")),
      hostnames: fc.array(
        state.map((s) => name(s)),
        { maxLength: 5 },
      ),
      looks: fc.array(fc.record({ heardMs: moment, settledMs: moment }).map(look), { maxLength: 3 }),
      faults: fc.array(fc.constant("A fault."), { maxLength: 2 }),
    })
    .map((some) => facts(some));

  test("there are problems exactly when health is not ok", () => {
    fc.assert(
      fc.property(anyFacts, (some) => {
        const { health, problems } = judgeHealth(some);
        expect(problems.length === 0).toBe(health === "ok");
        for (const problem of problems) expect(problem).toMatch(/^[A-Za-z].*[^.]\.$/);
      }),
    );
  });
});
