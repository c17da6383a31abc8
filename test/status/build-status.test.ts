import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/model/report.ts";
import { emptyState, type RememberedName, type State, unknownName, type Wait } from "../../src/model/state.ts";
import { buildStatus, type StatusInput } from "../../src/status/build-status.ts";

const wallMs = Date.parse("2026-05-01T12:00:00.000Z");
const steadyMs = 1_000_000_000;
const inMinutes = (minutes: number) => steadyMs + minutes * 60_000;

const remembered = (more: Partial<RememberedName> = {}): RememberedName => ({ ...unknownName, ...more });
const published = { published: "185.0.2.1", publishedAt: "2026-05-01T10:00:00.000Z", result: "good" } as const;
const outcome = (more: Partial<Outcome> = {}): Outcome => ({
  hostname: "home.example.no",
  family: "ipv4",
  action: "none",
  result: null,
  consequence: null,
  address: "185.0.2.1",
  previous: null,
  reason: null,
  nextAttemptAt: null,
  ...more,
});
const wait = (more: Partial<Wait> = {}): Wait => ({
  reason: "the server answered 500",
  result: "http_500",
  untilMs: inMinutes(2),
  lengthMs: 120_000,
  attempts: 1,
  kind: "backoff",
  ...more,
});
const stateWith = (name: RememberedName | null, account: Partial<State["account"]> = {}): State => {
  const empty = emptyState("salt");
  return {
    ...empty,
    account: { ...empty.account, ...account },
    addresses: {
      default: {
        ipv4: {
          address: "185.0.2.1",
          source: "static:185.0.2.1",
          seenAt: "2026-05-01T11:59:30.000Z",
          changedAt: "2026-05-01T10:00:00.000Z",
          looksSinceOther: 0,
        },
      },
    },
    hostnames: name ? { "home.example.no": { ipv4: name } } : {},
  };
};
const look = {
  uplink: "default",
  family: "ipv4",
  reason: null,
  heardMs: steadyMs,
  settledMs: steadyMs,
  confirmedMs: steadyMs,
  outvoted: [],
  translation: null,
} as const;
const facts = (more: Partial<StatusInput> = {}): StatusInput => ({
  version: "1.0.0",
  now: { steadyMs, wallMs },
  started: { steadyMs: inMinutes(-60), wallMs: wallMs - 3_600_000 },
  engine: "auto",
  names: [{ hostname: "home.example.no", uplink: "default", families: ["ipv4"], suffix: null }],
  state: stateWith(remembered(published)),
  outcomes: [outcome()],
  looks: [{ ...look, verdict: "confirmed" }],
  lastRoundWallMs: wallMs - 10_000,
  nextRoundWallMs: wallMs + 20_000,
  periodMs: 30_000,
  faults: [],
  notes: [],
  ...more,
});
const line = (some: StatusInput) => buildStatus(some).hostnames[0];

describe("the status", () => {
  test("has the fields and values of the contract", () => {
    expect(buildStatus(facts())).toEqual({
      running: true,
      version: "1.0.0",
      startedAt: "2026-05-01T11:00:00.000Z",
      health: "ok",
      problems: [],
      notes: [],
      engine: "auto",
      configuration: null,
      account: { state: "ok", reason: null, nextProbeAt: null },
      addresses: [
        {
          uplink: "default",
          family: "ipv4",
          address: "185.0.2.1",
          source: "static:185.0.2.1",
          seenAt: "2026-05-01T11:59:30.000Z",
          changedAt: "2026-05-01T10:00:00.000Z",
        },
      ],
      hostnames: [
        {
          hostname: "home.example.no",
          family: "ipv4",
          wanted: "185.0.2.1",
          published: "185.0.2.1",
          publishedAt: "2026-05-01T10:00:00.000Z",
          state: "ok",
          result: "good",
          reason: null,
          nextAttemptAt: null,
        },
      ],
      channels: [],
      leadership: null,
      lastRoundAt: "2026-05-01T11:59:50.000Z",
      nextRoundAt: "2026-05-01T12:00:20.000Z",
    });
  });

  test("takes the lines of an earlier one again, as far as they say the same", () => {
    const before = buildStatus(facts()).hostnames;
    expect(buildStatus(facts({ before })).hostnames[0]).toBe(before[0]);
    const waiting = facts({
      outcomes: [outcome({ action: "wait", reason: "the server answered 500", address: null })],
    });
    expect(buildStatus({ ...waiting, before })).toEqual(buildStatus(waiting));
    const { names } = facts();
    const two = facts({ names: [...names.map((name) => ({ ...name, hostname: "another.example.no" })), ...names] });
    expect(buildStatus({ ...two, before })).toEqual(buildStatus(two));
  });

  test("before the first round of a fresh install shows everything as pending", () => {
    const fresh = facts({
      state: emptyState("salt"),
      outcomes: [],
      looks: [],
      lastRoundWallMs: null,
      nextRoundWallMs: null,
      now: { steadyMs: inMinutes(-59), wallMs },
    });
    const status = buildStatus(fresh);
    expect(status).toMatchObject({ health: "starting", lastRoundAt: null, nextRoundAt: null });
    expect(status.hostnames).toMatchObject([{ state: "pending", wanted: null, published: null, result: null }]);
    expect(status.addresses).toEqual([
      { uplink: "default", family: "ipv4", address: null, source: null, seenAt: null, changedAt: null },
    ]);
  });

  test("before the first round after a restart shows what is remembered", () => {
    expect(line(facts({ outcomes: [], looks: [], lastRoundWallMs: null }))).toMatchObject({
      state: "ok",
      wanted: "185.0.2.1",
      published: "185.0.2.1",
    });
  });

  test("names a family of an uplink once, however many hostnames want it", () => {
    const name = { uplink: "default", families: ["ipv4", "ipv6"], suffix: null } as const;
    const names = [
      { hostname: "a.example.no", ...name },
      { hostname: "b.example.no", ...name, uplink: "lte" },
      { hostname: "c.example.no", ...name },
    ];
    const { addresses } = buildStatus(facts({ names }));
    expect(addresses.map(({ uplink, family }) => `${uplink} ${family}`)).toEqual([
      "default ipv4",
      "default ipv6",
      "lte ipv4",
      "lte ipv6",
    ]);
  });

  test("of a held account says so, and holds what it would have to publish only", () => {
    const hold = { reason: "badauth", result: "badauth", since: "", settings: "", nextProbeMs: 0, probes: 0 } as const;
    const state = stateWith(remembered(published), { hold });
    const calm = buildStatus(facts({ state }));
    expect(calm).toMatchObject({ health: "failing", account: { state: "held", reason: "badauth" } });
    expect(calm.hostnames).toMatchObject([{ state: "ok" }]);
    const changed = [outcome({ action: "held", address: "185.0.2.9", reason: "the account is held" })];
    expect(line(facts({ state, outcomes: changed }))).toMatchObject({ state: "held", reason: "the account is held" });
  });
});

describe("what is worth knowing", () => {
  const notes = (more: Partial<StatusInput>) => buildStatus(facts(more)).notes;

  test("is a source that was outvoted, and no matter of health", () => {
    const outvoted = [{ source: "stun://a", address: "185.0.2.8" }];
    const looks = [{ ...look, verdict: "confirmed", outvoted } as const];
    expect(notes({ looks })).toEqual(["About the IPv4 address: outvoted: stun://a says 185.0.2.8"]);
    expect(buildStatus(facts({ looks })).health).toBe("ok");
  });

  test("is that the address is shared with others", () => {
    const looks = [{ ...look, verdict: "confirmed", translation: "the provider translates addresses" } as const];
    expect(notes({ looks })).toEqual(["About the IPv4 address: the provider translates addresses"]);
  });

  test("is that records took over from dyndns, as long as it lasts and counts", () => {
    const state = stateWith(remembered(published), { dyndnsRefused: true });
    expect(notes({ state })).toEqual([expect.stringContaining("the records API publishes instead")]);
    expect(notes({ state, engine: "dyndns" })).toEqual([]);
    expect(notes({})).toEqual([]);
  });

  test("is what the daemon knows of the world outside", () => {
    expect(notes({ notes: ["DNS shows something else"] })).toEqual(["DNS shows something else"]);
  });
});

describe("a hostname", () => {
  const failed = outcome({ action: "update", address: "185.0.2.9", result: "http_500", reason: "server trouble" });

  test("whose update was answered with the account's hold is held, not pending", () => {
    const hold = { reason: "refused", result: "badauth", since: "", settings: "", nextProbeMs: 0, probes: 0 } as const;
    const outcomes = [outcome({ action: "update", result: "badauth", reason: "refused" })];
    const [line] = buildStatus(facts({ state: stateWith(null, { hold }), outcomes })).hostnames;
    expect(line).toMatchObject({ state: "held", reason: "refused" });
  });

  test("on hold is held, even where the address is the published one", () => {
    const hold = { reason: "no such hostname", result: "nohost", since: "", settings: "" } as const;
    const state = stateWith(remembered({ ...published, result: "nohost", hold }));
    expect(line(facts({ state }))).toMatchObject({ state: "held", reason: "no such hostname", result: "nohost" });
  });

  test("whose other family is on hold is held with it, as the round says", () => {
    const outcomes = [outcome({ action: "held", reason: "no such hostname" })];
    expect(line(facts({ outcomes }))).toMatchObject({ state: "held", reason: "no such hostname" });
  });

  test("that was sent without a clear answer is pending until that is settled", () => {
    const state = stateWith(remembered({ ...published, unsettledAddress: "185.0.2.9" }));
    expect(line(facts({ state }))).toMatchObject({ state: "pending", published: "185.0.2.1" });
  });

  test("shows the next attempt that the round tells, whatever is remembered besides", () => {
    const nextAttemptAt = "2026-05-01T12:05:00.000Z";
    const state = stateWith(remembered({ ...published, result: "http_500", wait: wait() }));
    const outcomes = [{ ...failed, nextAttemptAt }];
    expect(line(facts({ state, outcomes }))).toMatchObject({
      state: "waiting",
      wanted: "185.0.2.9",
      published: "185.0.2.1",
      reason: "server trouble",
      nextAttemptAt,
    });
  });

  test("does not wait for anything when its address is published", () => {
    const state = stateWith(remembered({ ...published, wait: wait() }), { wait: wait() });
    expect(line(facts({ state }))).toMatchObject({ state: "ok", nextAttemptAt: null });
  });

  test("whose address the server calls invalid waits without a time", () => {
    const state = stateWith(remembered({ refusedAddress: "185.0.2.9", result: "badagent" }));
    const refused = { state: "waiting", result: "badagent", nextAttemptAt: null };
    const outcome = { ...failed, result: "badagent", consequence: "refuse-address" } as const;
    expect(line(facts({ state, outcomes: [outcome] }))).toMatchObject(refused);
    expect(line(facts({ state, outcomes: [{ ...failed, action: "wait", result: null }] }))).toMatchObject(refused);
  });

  test("of a family that is not there and never was is absent", () => {
    const looks = [{ ...look, verdict: "absent", reason: "no IPv4 route" } as const];
    const some = facts({ state: emptyState("salt"), outcomes: [outcome({ address: null })], looks });
    expect(line(some)).toMatchObject({ state: "absent", wanted: null, reason: "no IPv4 route" });
    expect(buildStatus(some).health).toBe("ok");
  });

  test("of a family that was lost is kept ok for ten minutes, then absent", () => {
    const looks = [{ ...look, verdict: "absent", reason: "no IPv4 route" } as const];
    const lost = (minutes: number) =>
      facts({ looks, state: stateWith(remembered({ ...published, lostSinceMs: inMinutes(-minutes) })) });
    expect(line(lost(9.99))).toMatchObject({ state: "ok", published: "185.0.2.1" });
    expect(buildStatus(lost(9.99)).health).toBe("ok");
    expect(line(lost(10))).toMatchObject({ state: "absent", published: "185.0.2.1" });
    expect(buildStatus(lost(10)).health).toBe("degraded");
  });

  test("that is wanted but neither published nor waiting is pending, with the reason", () => {
    const looks = [{ ...look, verdict: "unconfirmed", reason: "one source of two" } as const];
    const some = facts({ state: emptyState("salt"), outcomes: [outcome({ address: null })], looks });
    expect(line(some)).toMatchObject({ state: "pending", reason: "one source of two" });
  });

  test("with a suffix is not compared with the uplink's bare address", () => {
    const names = [
      {
        hostname: "home.example.no",
        uplink: "default",
        families: ["ipv4"],
        suffix: { suffix: "::5", prefixLength: 64 },
      },
    ] as const;
    const state = stateWith(remembered({ ...published, published: "2a00:1::5" }));
    expect(line(facts({ names, state, outcomes: [] }))).toMatchObject({ state: "ok", wanted: null });
  });
});
