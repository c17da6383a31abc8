import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxHostnamesPerRequest } from "../../../src/api/values/max-hostnames.ts";
import type { Detection } from "../../../src/model/detection.ts";
import type { Family } from "../../../src/model/family.ts";
import { changesFor } from "../../../src/publish/engine.ts";
import { type PlanInput, planRound } from "../../../src/publish/plan/plan-round.ts";
import {
  accountHold,
  holdOf,
  hour,
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

const v4s = ["185.0.2.1", "185.0.2.2"];
const v6s = ["2a03:94e0::1", "2a03:94e0::2"];
const hostnames = ["example.no", "*.example.no", "a.example.no", "b.example.no", "c.deep.example.no"];
const verdicts = ["confirmed", "unconfirmed", "disagreement", "unknown", "absent"] as const;

const addressOf = (family: Family) => fc.constantFrom(...(family === "ipv4" ? v4s : v6s));
const detection = (family: Family): fc.Arbitrary<Detection> =>
  fc
    .record({ verdict: fc.constantFrom(...verdicts), address: addressOf(family) })
    .map(({ verdict, address }) => seen(family, verdict, verdict === "confirmed" ? address : null));
const aroundNow = fc.integer({ min: -2 * hour, max: 2 * hour }).map((ms) => nowMs + ms);
const wait = fc
  .record({ untilMs: aroundNow, kind: fc.constantFrom("backoff" as const, "server" as const) })
  .map(({ untilMs, kind }) => waitUntil(untilMs, { kind }));
const seldom = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 4 });
const known = (family: Family) =>
  fc.record({
    published: fc.option(addressOf(family), { nil: null }),
    unsettledAddress: seldom(addressOf(family)),
    hold: seldom(fc.constant(holdOf())),
    wait: seldom(wait),
    refusedAddress: seldom(addressOf(family)),
    recentUpdatesMs: fc.array(
      aroundNow.filter((ms) => ms <= nowMs),
      { maxLength: 3 },
    ),
    lostSinceMs: seldom(fc.constantFrom(nowMs - hour, nowMs - 30 * hour)),
  });

const input: fc.Arbitrary<PlanInput> = fc
  .record({
    names: fc.uniqueArray(
      fc
        .record({
          hostname: fc.constantFrom(...hostnames),
          families: fc.constantFrom<readonly Family[]>(["ipv4", "ipv6"], ["ipv4"], ["ipv6"]),
        })
        .map(({ hostname, families }) => wanted(hostname, { families })),
      { selector: ({ hostname }) => hostname },
    ),
    detections: fc.tuple(detection("ipv4"), detection("ipv6")),
    remembered: fc.dictionary(fc.constantFrom(...hostnames), fc.record({ ipv4: known("ipv4"), ipv6: known("ipv6") })),
    hold: seldom(fc.constant(accountHold())),
    accountWait: seldom(wait),
    dyndnsRefused: fc.boolean(),
    engine: fc.constantFrom("auto" as const, "dyndns" as const, "records" as const),
    whenLost: fc.constantFrom("keep" as const, "delete" as const),
    force: fc.boolean(),
    maxUpdatesPerHour: fc.constantFrom(1, 2, 20),
  })
  .map(({ remembered, hold, accountWait, dyndnsRefused, ...rest }) =>
    planInput({ ...rest, state: stateOf(remembered, { hold, wait: accountWait, dyndnsRefused }) }),
  );

describe("every plan", () => {
  const check = (property: (input: PlanInput) => void) => fc.assert(fc.property(input, property), { numRuns: 500 });

  it("has one line for each hostname and family that is wanted", () => {
    check((facts) => {
      const expected = facts.names.flatMap(({ hostname, families }) =>
        families.map((family) => `${hostname} ${family}`),
      );
      expect(planRound(facts).lines.map(({ hostname, family }) => `${hostname} ${family}`)).toEqual(expected);
    });
  });

  it("is the same whatever was planned for these names before", () => {
    const afresh = (facts: PlanInput) => planRound({ ...facts, names: facts.names.map((name) => ({ ...name })) });
    fc.assert(
      fc.property(input, input, fc.boolean(), (before, facts, isRemembered) => {
        const state = isRemembered ? { ...facts.state, hostnames: before.state.hostnames } : facts.state;
        const after = { ...facts, names: before.names, state };
        planRound(before);
        expect(planRound(after)).toEqual(afresh(after));
        expect(planRound(after)).toEqual(afresh(after));
      }),
      { numRuns: 1000 },
    );
  });

  it("has the very same lines again for what is settled, so that thousands of names cost nothing", () => {
    const state = stateOf({ "a.example.no": { ipv4: published(v4), ipv6: published(v6) } });
    const facts = planInput({ names: [wanted("a.example.no")], state });
    const [before, again] = [
      planRound(facts),
      planRound({ ...facts, detections: facts.detections.map((each) => ({ ...each })) }),
    ];
    expect(before.lines.map(({ action }) => action)).toEqual(["none", "none"]);
    expect(again.lines[0]).toBe(before.lines[0]);
  });

  it("has requests for exactly the lines that are updates, each once", () => {
    check((facts) => {
      const { lines, groups } = planRound(facts);
      const updates = lines.filter(({ action }) => action === "update");
      const sent = groups.flatMap(({ engine, group }) =>
        group.hostnames.flatMap((hostname) =>
          [...changesFor(group, hostname), ...group.remove].map((family) => `${hostname} ${family} ${engine}`),
        ),
      );
      expect(sent.sort()).toEqual(
        updates.map(({ hostname, family, engine }) => `${hostname} ${family} ${engine}`).sort(),
      );
    });
  });

  it("publishes nothing but confirmed addresses", () => {
    check((facts) => {
      for (const { group } of planRound(facts).groups) {
        for (const family of group.change) {
          const confirmed = facts.detections.find((each) => each.family === family && each.verdict === "confirmed");
          expect(group[family]).toBe(confirmed?.address);
        }
      }
    });
  });

  it("deletes nothing unless the user wants that and the family is proven gone", () => {
    check((facts) => {
      for (const { group, engine } of planRound(facts).groups) {
        for (const family of group.remove) {
          expect(facts.whenLost).toBe("delete");
          expect(engine).toBe("records");
          expect(facts.detections.find((each) => each.family === family)?.verdict).toBe("absent");
        }
      }
    });
  });

  it("repeats a known IPv4 address in every dyndns request, and only of names that manage it", () => {
    check((facts) => {
      for (const { group } of planRound(facts).groups.filter(({ engine }) => engine === "dyndns")) {
        expect(group.ipv4).not.toBeNull();
        for (const hostname of group.hostnames) {
          expect(facts.names.find((name) => name.hostname === hostname)?.families).toContain("ipv4");
          if (changesFor(group, hostname).includes("ipv4")) continue;
          expect(facts.state.hostnames[hostname]?.ipv4?.published).toBe(group.ipv4);
        }
      }
    });
  });

  it("sends nothing over a hold, a time the server named, or the limit per hour", () => {
    check((facts) => {
      const { groups } = planRound(facts);
      if (facts.state.account.hold) expect(groups).toEqual([]);
      const { wait: accountWait } = facts.state.account;
      if (accountWait?.kind === "server" && accountWait.untilMs > nowMs) expect(groups).toEqual([]);
      for (const hostname of groups.flatMap(({ group }) => group.hostnames)) {
        const entries = Object.values(facts.state.hostnames[hostname] ?? {});
        for (const { hold, wait: own } of entries) {
          expect(hold).toBeNull();
          if (own && own.untilMs > nowMs) expect([facts.force, own.kind]).toEqual([true, "backoff"]);
        }
        const moments = entries.flatMap(({ recentUpdatesMs }) => recentUpdatesMs.filter((ms) => ms > nowMs - hour));
        expect(new Set(moments).size).toBeLessThan(facts.maxUpdatesPerHour);
      }
    });
  });

  it("sends an unchanged address only with --force or after an unclear answer", () => {
    check((facts) => {
      for (const line of planRound(facts).lines.filter(
        ({ action, address }) => action === "update" && address !== null,
      )) {
        const entry = facts.state.hostnames[line.hostname]?.[line.family];
        if (line.address === line.previous) expect(facts.force || entry?.unsettledAddress !== null).toBe(true);
        expect(entry?.refusedAddress).not.toBe(line.address);
      }
    });
  });

  it("gives a reason wherever something that is wanted is not published", () => {
    check((facts) => {
      for (const { action, reason, address, previous } of planRound(facts).lines) {
        if (action === "wait" || action === "held") expect(reason).toBeTruthy();
        if (action === "none" && (address === null || address !== previous)) expect(reason).toBeTruthy();
      }
    });
  });

  it("keeps requests small, and shares them where it can", () => {
    check((facts) => {
      const { groups } = planRound(facts);
      for (const { group } of groups) expect(group.hostnames.length).toBeLessThanOrEqual(maxHostnamesPerRequest);
      const kinds = groups.map(({ engine, group: { change, remove, ipv4, ipv6 } }) =>
        JSON.stringify([engine, engine === "records" ? change : null, remove, ipv4, ipv6]),
      );
      expect(new Set(kinds).size).toBe(kinds.length);
    });
  });

  it("changes nothing of what it is given", () => {
    check((facts) => {
      const before = JSON.stringify(facts);
      planRound(facts);
      expect(JSON.stringify(facts)).toBe(before);
    });
  });
});
