import { describe, expect, it } from "vitest";
import { type Plan, planRound } from "../../../src/publish/plan/plan-round.ts";
import {
  accountHold,
  both,
  holdOf,
  hour,
  minute,
  nowMs,
  planInput,
  published,
  seen,
  stateOf,
  v4,
  v6,
  waitUntil,
  wanted,
} from "../facts.ts";

const name = "home.example.no";

function actions(plan: Plan): string[] {
  return plan.lines.map(({ hostname, family, action }) => `${hostname} ${family} ${action}`);
}

function groups(plan: Plan): unknown[] {
  return plan.groups.map(({ engine, group }) => ({ engine, ...group }));
}

describe("a name that was never published", () => {
  it("is published with both addresses in one dyndns request", () => {
    const plan = planRound(planInput());
    expect(groups(plan)).toEqual([
      { engine: "dyndns", hostnames: [name], change: ["ipv4", "ipv6"], remove: [], ipv4: v4, ipv6: v6 },
    ]);
    expect(plan.lines).toEqual([
      {
        hostname: name,
        family: "ipv4",
        action: "update",
        address: v4,
        previous: null,
        uplink: "default",
        engine: "dyndns",
        reason: null,
        nextAttemptMs: null,
      },
      expect.objectContaining({ family: "ipv6", action: "update", address: v6, previous: null, engine: "dyndns" }),
    ]);
  });

  it("is published for the family that is known, and left alone for the other", () => {
    const plan = planRound(planInput({ detections: [seen("ipv4", "confirmed", v4), seen("ipv6", "unknown")] }));
    expect(actions(plan)).toEqual([`${name} ipv4 update`, `${name} ipv6 none`]);
    expect(groups(plan)).toEqual([
      { engine: "dyndns", hostnames: [name], change: ["ipv4"], remove: [], ipv4: v4, ipv6: null },
    ]);
  });
});

describe("a name that is published", () => {
  const settled = stateOf({ [name]: { ipv4: published(v4), ipv6: published(v6) } });

  it("is left alone while nothing differs", () => {
    const plan = planRound(planInput({ state: settled }));
    expect(actions(plan)).toEqual([`${name} ipv4 none`, `${name} ipv6 none`]);
    expect(plan.lines.map(({ reason }) => reason)).toEqual([null, null]);
    expect(plan.groups).toEqual([]);
  });

  it("is left alone when only the writing of the address differs", () => {
    const state = stateOf({ [name]: { ipv4: published(v4), ipv6: published("2A03:94E0:0::0001") } });
    expect(planRound(planInput({ state })).groups).toEqual([]);
  });

  it("changes IPv4 alone without a word about IPv6", () => {
    const state = stateOf({ [name]: { ipv4: published("185.0.2.9"), ipv6: published(v6) } });
    const plan = planRound(planInput({ state }));
    expect(groups(plan)).toEqual([
      { engine: "dyndns", hostnames: [name], change: ["ipv4"], remove: [], ipv4: v4, ipv6: null },
    ]);
    expect(plan.lines[0]).toMatchObject({ action: "update", address: v4, previous: "185.0.2.9" });
  });

  it("changes IPv6 alone and repeats the IPv4 address", () => {
    const state = stateOf({ [name]: { ipv4: published(v4), ipv6: published("2a03:94e0::9") } });
    expect(groups(planRound(planInput({ state })))).toEqual([
      { engine: "dyndns", hostnames: [name], change: ["ipv6"], remove: [], ipv4: v4, ipv6: v6 },
    ]);
  });

  it("changes IPv6 with the last confirmed IPv4 address when that one is not known now", () => {
    const state = stateOf({ [name]: { ipv4: published("185.0.2.9"), ipv6: published("2a03:94e0::9") } });
    const detections = [seen("ipv4", "unknown"), seen("ipv6", "confirmed", v6)];
    expect(groups(planRound(planInput({ state, detections })))).toEqual([
      { engine: "dyndns", hostnames: [name], change: ["ipv6"], remove: [], ipv4: "185.0.2.9", ipv6: v6 },
    ]);
  });

  it.each(["unknown", "unconfirmed", "disagreement"] as const)(
    "stays when the address is %s, and says why",
    (verdict) => {
      const plan = planRound(planInput({ state: settled, detections: [seen("ipv4", verdict), seen("ipv6", verdict)] }));
      expect(plan.groups).toEqual([]);
      expect(plan.lines[0]).toMatchObject({ action: "none", address: null, previous: v4 });
      expect(plan.lines[0]?.reason).toBe(`ipv4 is ${verdict}; keeping ${v4}`);
    },
  );

  it("stays when the address is not known and nobody says why", () => {
    const plan = planRound(planInput({ state: settled, detections: [{ ...seen("ipv4", "unknown"), reason: null }] }));
    expect(plan.lines[0]?.reason).toBe(`the ipv4 address is not known; keeping ${v4}`);
  });

  it("stays when nobody was asked", () => {
    const plan = planRound(planInput({ state: settled, detections: [] }));
    expect(plan.groups).toEqual([]);
    expect(plan.lines[0]?.reason).toBe(`no source is asked for the ipv4 address of uplink default; keeping ${v4}`);
  });

  it("is published again with --force, and the plan says so", () => {
    const plan = planRound(planInput({ state: settled, force: true }));
    expect(actions(plan)).toEqual([`${name} ipv4 update`, `${name} ipv6 update`]);
    expect(plan.lines[0]?.reason).toBe("published again because of --force");
  });

  it("is sent again when another address may have been published in between", () => {
    const state = stateOf({ [name]: { ipv4: published(v4, { unsettledAddress: "185.0.2.9" }), ipv6: published(v6) } });
    const plan = planRound(planInput({ state }));
    expect(actions(plan)).toEqual([`${name} ipv4 update`, `${name} ipv6 none`]);
    expect(plan.lines[0]?.reason).toBe("it is unknown whether 185.0.2.9 was published");
  });
});

describe("an address of another uplink", () => {
  it("does not reach the name", () => {
    const names = [wanted("backup.example.no", { uplink: "lte", families: ["ipv4"] })];
    const detections = [...both, seen("ipv4", "confirmed", "185.0.2.77", "lte")];
    expect(groups(planRound(planInput({ names, detections })))).toEqual([
      expect.objectContaining({ hostnames: ["backup.example.no"], ipv4: "185.0.2.77" }),
    ]);
  });
});

describe("a LAN host behind a prefix", () => {
  const suffix = { suffix: "::1:2:3:4", prefixLength: 64 };

  it("gets the uplink's prefix with its own suffix, through records", () => {
    const names = [wanted("nas.example.no", { families: ["ipv6"], suffix })];
    expect(groups(planRound(planInput({ names })))).toEqual([
      {
        engine: "records",
        hostnames: ["nas.example.no"],
        change: ["ipv6"],
        remove: [],
        ipv4: null,
        ipv6: "2a03:94e0::1:2:3:4",
      },
    ]);
  });

  it("keeps its IPv4 address as it is seen", () => {
    const names = [wanted("nas.example.no", { suffix })];
    expect(groups(planRound(planInput({ names })))).toEqual([
      expect.objectContaining({ ipv4: v4, ipv6: "2a03:94e0::1:2:3:4" }),
    ]);
  });

  it("is left alone when the suffix does not fit", () => {
    const names = [wanted("nas.example.no", { families: ["ipv6"], suffix: { suffix: "2a00::1", prefixLength: 64 } })];
    const plan = planRound(planInput({ names }));
    expect(plan.groups).toEqual([]);
    expect(plan.lines[0]?.reason).toBe(`the suffix does not fit the address ${v6}; nothing is published`);
  });
});

describe("the engine", () => {
  const ipv6Only = wanted("nas.example.no", { families: ["ipv6"] });

  it.each([
    ["a name that wants only IPv6", ipv6Only],
    ["a wildcard", wanted("*.home.example.no")],
    ["a name with two labels", wanted("example.no")],
    ["the name of a zone", wanted("example.priv.no")],
  ])("is records for %s with auto", (_what, one) => {
    const plan = planRound(planInput({ names: [one], zones: ["example.priv.no"] }));
    expect(plan.groups.map(({ engine }) => engine)).toEqual(["records"]);
  });

  it("is dyndns for a wildcard and an apex when it is set to dyndns", () => {
    const plan = planRound(planInput({ names: [wanted("*.example.no"), wanted("example.no")], engine: "dyndns" }));
    expect(plan.groups.map(({ engine }) => engine)).toEqual(["dyndns"]);
  });

  it("is records for everything when it is set to records, without an address that stays", () => {
    const state = stateOf({ [name]: { ipv4: published(v4) } });
    expect(groups(planRound(planInput({ engine: "records", state })))).toEqual([
      { engine: "records", hostnames: [name], change: ["ipv6"], remove: [], ipv4: null, ipv6: v6 },
    ]);
  });

  it("is records for everything once dyndns has refused the key, but only with auto", () => {
    const state = stateOf({}, { dyndnsRefused: true });
    expect(planRound(planInput({ state })).groups.map(({ engine }) => engine)).toEqual(["records"]);
    expect(planRound(planInput({ state, engine: "dyndns" })).groups.map(({ engine }) => engine)).toEqual(["dyndns"]);
  });

  it("is records with auto while no IPv4 address is known at all", () => {
    const detections = [seen("ipv4", "unknown"), seen("ipv6", "confirmed", v6)];
    expect(groups(planRound(planInput({ detections })))).toEqual([
      { engine: "records", hostnames: [name], change: ["ipv6"], remove: [], ipv4: null, ipv6: v6 },
    ]);
  });

  it("waits with dyndns while no IPv4 address is known at all, and says so", () => {
    const detections = [seen("ipv4", "unknown"), seen("ipv6", "confirmed", v6)];
    const plan = planRound(planInput({ detections, engine: "dyndns" }));
    expect(actions(plan)).toEqual([`${name} ipv4 none`, `${name} ipv6 wait`]);
    expect(plan.groups).toEqual([]);
    expect(plan.lines[1]?.reason).toBe(
      "the IPv4 address is not known yet, and dyndns could overwrite the A record without it; set engine to auto or records to publish it",
    );
  });

  it("makes a name that wants only IPv6 wait with dyndns, even if an A record of it is remembered", () => {
    const state = stateOf({ "nas.example.no": { ipv4: published(v4) } });
    const plan = planRound(planInput({ names: [ipv6Only], engine: "dyndns", state }));
    expect(actions(plan)).toEqual(["nas.example.no ipv6 wait"]);
    expect(plan.lines[0]?.reason).toMatch(/^the hostname wants only IPv6, and dyndns could overwrite/);
  });
});

describe("a refused address", () => {
  const refused = { [name]: { ipv4: published("185.0.2.9", { refusedAddress: v4 }), ipv6: published(v6) } };

  it("is not sent again, not even with --force", () => {
    for (const force of [false, true]) {
      const plan = planRound(
        planInput({ state: stateOf(refused), names: [wanted(name, { families: ["ipv4"] })], force }),
      );
      expect(actions(plan)).toEqual([`${name} ipv4 wait`]);
      expect(plan.lines[0]?.reason).toMatch(/^the server calls 185\.0\.2\.1 invalid \(badagent\)/);
      expect(plan.lines[0]?.nextAttemptMs).toBeNull();
      expect(plan.groups).toEqual([]);
    }
  });

  it("gives way to another one", () => {
    const detections = [seen("ipv4", "confirmed", "185.0.2.2"), seen("ipv6", "confirmed", v6)];
    const plan = planRound(planInput({ state: stateOf(refused), detections }));
    expect(actions(plan)).toEqual([`${name} ipv4 update`, `${name} ipv6 none`]);
  });

  it("does not travel along with a change of the other family", () => {
    const detections = [seen("ipv4", "confirmed", v4), seen("ipv6", "confirmed", "2a03:94e0::2")];
    expect(groups(planRound(planInput({ state: stateOf(refused), detections })))).toEqual([
      expect.objectContaining({ change: ["ipv6"], ipv4: "185.0.2.9", ipv6: "2a03:94e0::2" }),
    ]);
  });

  it("is recognised however it is written", () => {
    const state = stateOf({ [name]: { ipv6: published("2a03::9", { refusedAddress: "2A03:94E0:0:0::1" }) } });
    const names = [wanted(name, { families: ["ipv6"] })];
    expect(actions(planRound(planInput({ state, names })))).toEqual([`${name} ipv6 wait`]);
  });
});

describe("a hold", () => {
  it("of the hostname keeps every family of it back, whichever it happened to", () => {
    const state = stateOf({ [name]: { ipv6: published(v6, { hold: holdOf() }) } });
    for (const force of [false, true]) {
      const plan = planRound(planInput({ state, force }));
      expect(actions(plan)).toEqual([`${name} ipv4 held`, `${name} ipv6 held`]);
      expect(plan.lines[0]).toMatchObject({ reason: "not in this account", nextAttemptMs: null, engine: null });
      expect(plan.groups).toEqual([]);
    }
  });

  it("of the hostname does not hide that a family is not there", () => {
    const state = stateOf({ [name]: { ipv4: { hold: holdOf() } } });
    const plan = planRound(planInput({ state, detections: [seen("ipv4", "confirmed", v4), seen("ipv6", "absent")] }));
    expect(actions(plan)).toEqual([`${name} ipv4 held`, `${name} ipv6 none`]);
  });

  it("of another hostname is none of its business", () => {
    const state = stateOf({ "other.example.no": { ipv4: { hold: holdOf() } } });
    expect(planRound(planInput({ state })).groups).toHaveLength(1);
  });

  it("of the account keeps back what would be sent, and leaves what is published", () => {
    const state = stateOf({ [name]: { ipv6: published(v6) } }, { hold: accountHold() });
    const plan = planRound(planInput({ state }));
    expect(actions(plan)).toEqual([`${name} ipv4 held`, `${name} ipv6 none`]);
    expect(plan.lines[0]).toMatchObject({ reason: "the server refuses the API key", nextAttemptMs: nowMs + hour });
    expect(plan.groups).toEqual([]);
  });

  it("of the account is not passed over by --force", () => {
    const plan = planRound(planInput({ state: stateOf({}, { hold: accountHold() }), force: true }));
    expect(actions(plan)).toEqual([`${name} ipv4 held`, `${name} ipv6 held`]);
  });
});

describe("a wait", () => {
  const waiting = (change = {}) =>
    stateOf({ [name]: { ipv4: { wait: waitUntil(nowMs + minute, change) }, ipv6: published(v6) } });

  it("keeps the hostname back until it is over, with the time and the reason", () => {
    const plan = planRound(planInput({ state: waiting() }));
    expect(actions(plan)).toEqual([`${name} ipv4 wait`, `${name} ipv6 none`]);
    expect(plan.lines[0]).toMatchObject({ reason: "HTTP 500", nextAttemptMs: nowMs + minute });
  });

  it("is over at its end", () => {
    expect(actions(planRound(planInput({ state: waiting(), nowMs: nowMs + minute })))[0]).toBe(`${name} ipv4 update`);
    expect(actions(planRound(planInput({ state: waiting(), nowMs: nowMs + minute - 1 })))[0]).toBe(`${name} ipv4 wait`);
  });

  it("of one family is the other's too, the longer of two counting", () => {
    const state = stateOf({
      [name]: { ipv4: { wait: waitUntil(nowMs + minute) }, ipv6: { wait: waitUntil(nowMs + hour) } },
    });
    expect(planRound(planInput({ state })).lines.map(({ nextAttemptMs }) => nextAttemptMs)).toEqual([
      nowMs + hour,
      nowMs + hour,
    ]);
  });

  it("is passed over by --force when it is our own back-off", () => {
    expect(actions(planRound(planInput({ state: waiting(), force: true })))[0]).toBe(`${name} ipv4 update`);
  });

  it("is not passed over by --force when the server named the time", () => {
    const plan = planRound(planInput({ state: waiting({ kind: "server" }), force: true }));
    expect(actions(plan)).toEqual([`${name} ipv4 wait`, `${name} ipv6 wait`]);
  });

  it("of the account keeps every hostname back", () => {
    const names = [wanted(name), wanted("other.example.no")];
    const state = stateOf({}, { wait: waitUntil(nowMs + minute) });
    expect(planRound(planInput({ names, state })).groups).toEqual([]);
    expect(planRound(planInput({ names, state, force: true })).groups).toHaveLength(1);
    const byServer = stateOf({}, { wait: waitUntil(nowMs + minute, { kind: "server" }) });
    expect(planRound(planInput({ names, state: byServer, force: true })).groups).toEqual([]);
  });
});

describe("the limit per hour", () => {
  const updatedAt = (...agoMs: number[]) => ({ recentUpdatesMs: agoMs.map((ms) => nowMs - ms) });
  const state = stateOf({
    [name]: {
      ipv4: published("185.0.2.9", updatedAt(50 * minute, 40 * minute)),
      ipv6: published(v6, updatedAt(40 * minute)),
    },
  });

  it("makes the name wait until the oldest of the updates is an hour old", () => {
    const plan = planRound(planInput({ state, maxUpdatesPerHour: 2 }));
    expect(actions(plan)).toEqual([`${name} ipv4 wait`, `${name} ipv6 none`]);
    expect(plan.lines[0]).toMatchObject({
      reason: "updated 2 times in the last hour (max_updates_per_hour: 2)",
      nextAttemptMs: nowMs + 10 * minute,
    });
  });

  it("counts an update of both families once", () => {
    expect(planRound(planInput({ state, maxUpdatesPerHour: 3 })).groups).toHaveLength(1);
  });

  it("forgets what is an hour old", () => {
    expect(planRound(planInput({ state, maxUpdatesPerHour: 2, nowMs: nowMs + 10 * minute })).groups).toHaveLength(1);
  });

  it("waits for as many as are over the limit", () => {
    const plan = planRound(planInput({ state, maxUpdatesPerHour: 1 }));
    expect(plan.lines[0]?.nextAttemptMs).toBe(nowMs + 20 * minute);
  });

  it("is not passed over by --force", () => {
    expect(planRound(planInput({ state, maxUpdatesPerHour: 2, force: true })).groups).toEqual([]);
  });

  it("counts the moments of both families in their order", () => {
    const mixed = stateOf({
      [name]: {
        ipv4: published("185.0.2.9", updatedAt(10 * minute)),
        ipv6: published(v6, updatedAt(50 * minute, 30 * minute)),
      },
    });
    const plan = planRound(planInput({ state: mixed, maxUpdatesPerHour: 3 }));
    expect(plan.lines[0]?.nextAttemptMs).toBe(nowMs + 10 * minute);
  });
});

describe("a family that is not there", () => {
  const detections = [seen("ipv4", "confirmed", v4), seen("ipv6", "absent")];
  const lost = (lostSinceMs: number | null, deletionToldMs: number | null = nowMs - hour) =>
    stateOf({ [name]: { ipv4: published(v4), ipv6: published(v6, { lostSinceMs, deletionToldMs }) } });

  it("was never published: that is not a trouble", () => {
    const plan = planRound(planInput({ detections }));
    expect(plan.lines[1]).toMatchObject({
      action: "none",
      address: null,
      reason: "there is no IPv6 address or route here (ipv6 is absent)",
    });
  });

  it("was published: its records stay", () => {
    const plan = planRound(planInput({ detections, state: lost(nowMs - 48 * hour) }));
    expect(plan.groups).toEqual([]);
    expect(plan.lines[1]).toMatchObject({
      action: "none",
      previous: v6,
      reason: `there is no longer an IPv6 address or route here (ipv6 is absent); keeping ${v6}`,
    });
  });

  it("goes no earlier than an hour after that was said, and the plan names the time", () => {
    const input = { detections, whenLost: "delete" as const };
    const untold = planRound(planInput({ ...input, state: lost(nowMs - 48 * hour, null) }));
    expect(untold.lines[1]?.reason).toMatch(new RegExp(`keeping ${v6}$`));
    const told = planRound(planInput({ ...input, state: lost(nowMs - 48 * hour, nowMs - hour + 60_000) }));
    expect(told.groups).toEqual([]);
    expect(told.lines[1]?.reason).toMatch(/keeping 2a03:94e0::1 until it is deleted in 60 s \(when_lost: delete\)$/);
  });

  it("goes after 24 hours where the user wants that, through records", () => {
    const input = { detections, whenLost: "delete" as const };
    expect(planRound(planInput({ ...input, state: lost(nowMs - 24 * hour + 1) })).groups).toEqual([]);
    expect(planRound(planInput({ ...input, state: lost(null) })).groups).toEqual([]);
    const plan = planRound(planInput({ ...input, state: lost(nowMs - 24 * hour) }));
    expect(groups(plan)).toEqual([
      { engine: "records", hostnames: [name], change: [], remove: ["ipv6"], ipv4: null, ipv6: null },
    ]);
    expect(plan.lines[1]).toMatchObject({ action: "update", address: null, previous: v6, engine: "records" });
    expect(plan.lines[1]?.reason).toMatch(/24 hours.*when_lost: delete/);
  });

  it("goes beside an update of the other family", () => {
    const state = stateOf({
      [name]: {
        ipv4: published("185.0.2.9"),
        ipv6: published(v6, { lostSinceMs: nowMs - 25 * hour, deletionToldMs: nowMs - hour }),
      },
    });
    expect(groups(planRound(planInput({ detections, whenLost: "delete", state })))).toEqual([
      { engine: "dyndns", hostnames: [name], change: ["ipv4"], remove: [], ipv4: v4, ipv6: null },
      { engine: "records", hostnames: [name], change: [], remove: ["ipv6"], ipv4: null, ipv6: null },
    ]);
  });

  it("says it of IPv4 as well, and does without the source's words where there are none", () => {
    const plan = planRound(planInput({ detections: [{ ...seen("ipv4", "absent"), reason: null }] }));
    expect(plan.lines[0]?.reason).toBe("there is no IPv4 address or route here");
  });

  it("is held back by a hold like everything else", () => {
    const state = stateOf({
      [name]: { ipv6: published(v6, { lostSinceMs: nowMs - 25 * hour, deletionToldMs: nowMs - hour, hold: holdOf() }) },
    });
    expect(planRound(planInput({ detections, whenLost: "delete", state })).groups).toEqual([]);
  });
});
