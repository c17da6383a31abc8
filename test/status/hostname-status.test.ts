import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/model/report.ts";
import { emptyState, type RememberedAccount, type RememberedName } from "../../src/model/state.ts";
import { type HostnameInput, hostnameStatus, takeAgain } from "../../src/status/hostname-status.ts";
import type { LookStatus } from "../../src/status/looks.ts";
import { accountHold, holdOf, minute, nowMs, published, v4, waitUntil } from "../publish/facts.ts";

const nextAttemptAt = "2026-05-01T12:05:00.000Z";
const account = emptyState("salt").account;

function outcome(change: Partial<Outcome>): Outcome {
  const about = { hostname: "home.example.no", family: "ipv4", address: v4, previous: null } as const;
  return { ...about, action: "none", result: null, consequence: null, reason: null, nextAttemptAt: null, ...change };
}

function look(verdict: LookStatus["verdict"]): LookStatus {
  const moments = { heardMs: nowMs, settledMs: nowMs, confirmedMs: nowMs };
  return {
    uplink: "default",
    family: "ipv4",
    verdict,
    reason: "no route",
    ...moments,
    outvoted: [],
    translation: null,
  };
}

function status(remembered: RememberedName | null, said: Partial<Outcome> | null, more: Partial<HostnameInput> = {}) {
  const facts = { hostname: "home.example.no", family: "ipv4", suffix: null, account, known: v4 } as const;
  const {
    state,
    reason,
    nextAttemptAt: next,
  } = hostnameStatus({
    ...{
      ...facts,
      remembered,
      outcome: said && outcome(said),
      look: look("confirmed"),
      nowSteadyMs: nowMs,
      nowWallMs: Date.parse("2026-05-01T12:00:00.000Z"),
    },
    ...more,
  });
  return [state, reason, next];
}

describe("the state of a hostname, the first that applies", () => {
  const failed = { action: "update", result: "http_502", consequence: "back-off", reason: "HTTP 502" } as const;
  const holding: RememberedAccount = { ...account, hold: accountHold() };

  test.each<[string, unknown[], unknown[]]>([
    ["a hold of its own", status(published(v4, { hold: holdOf() }), {}), ["held", "not in this account", null]],
    [
      "a hold that the round names, with the account's next probe",
      status(null, { action: "held", reason: "refused", nextAttemptAt }),
      ["held", "refused", nextAttemptAt],
    ],
    [
      "the user's own rule, whatever is published",
      status(published(v4), { address: null, reason: "behind NAT" }, { look: look("refused") }),
      ["refused", "behind NAT", null],
    ],
    ["what is published is what is wanted", status(published(v4), { action: "none" }), ["ok", null, null]],
    [
      "what is published is kept, since nobody knows better",
      status(published(v4), { address: null, reason: "the prefix is too short; keeping it" }, { known: null }),
      ["ok", "the prefix is too short; keeping it", null],
    ],
    [
      "the account's hold, right after the request it came from",
      status(null, { ...failed, result: "badauth", nextAttemptAt }, { account: holding }),
      ["held", "the server refuses the API key", nextAttemptAt],
    ],
    [
      "a failed request that is tried again",
      status(null, { ...failed, nextAttemptAt }),
      ["waiting", "HTTP 502", nextAttemptAt],
    ],
    [
      "a wait",
      status(null, { action: "wait", reason: "a limit", nextAttemptAt }),
      ["waiting", "a limit", nextAttemptAt],
    ],
    [
      "an invalid address",
      status(null, { ...failed, result: "badagent", consequence: "refuse-address" }),
      ["waiting", "HTTP 502", null],
    ],
    ["nothing of all that", status(null, { reason: "nobody answered" }), ["pending", "nobody answered", null]],
  ])("%s", (_what, found, expected) => expect(found).toEqual(expected));

  test("works out no next attempt of its own from what is remembered", () => {
    const waits = published("185.0.2.9", { wait: waitUntil(nowMs + minute), recentUpdatesMs: [nowMs] });
    expect(status(waits, { ...failed, nextAttemptAt })).toEqual(["waiting", "HTTP 502", nextAttemptAt]);
    expect(status(waits, null)).toEqual(["pending", "no route", null]);
  });

  test("is what the last daemon or command left, where none has done a round since", () => {
    const left = { look: null };
    const waits = published("185.0.2.9", { wait: waitUntil(nowMs + 5 * minute) });
    expect(status(waits, null, left)).toEqual(["waiting", "HTTP 500", nextAttemptAt]);
    expect(status(published("185.0.2.9", { wait: waitUntil(nowMs) }), null, left)).toEqual(["pending", null, null]);
    const pausing = { ...account, wait: waitUntil(nowMs + 5 * minute, { kind: "server" }) };
    expect(status(null, null, { ...left, account: pausing })[0]).toBe("waiting");
    expect(status({ ...published(v4), published: null, refusedAddress: v4 }, null, left)).toEqual([
      "waiting",
      expect.stringContaining("badagent"),
      null,
    ]);
  });

  test("of an absent family depends on whether it was published, and for how long it is gone", () => {
    const gone = (agoMs: number) => published(v4, { lostSinceMs: nowMs - agoMs });
    const absent = { look: look("absent") };
    expect(status(null, { address: null }, absent)[0]).toBe("absent");
    expect(status(gone(10 * minute - 1), { address: null }, absent)[0]).toBe("ok");
    expect(status(gone(10 * minute), { address: null }, absent)[0]).toBe("absent");
  });
});

test("a line is taken again only while each of its fields is the same", () => {
  const about = { hostname: "home.example.no", family: "ipv4", wanted: v4, published: v4, publishedAt: null } as const;
  const line = { ...about, state: "ok", result: "good", reason: null, nextAttemptAt: null } as const;
  expect(takeAgain(line, { ...line })).toBe(line);
  for (const field of Object.keys(line)) {
    const changed = { ...line, [field]: "changed" };
    expect(takeAgain(line, changed)).toBe(changed);
  }
});
