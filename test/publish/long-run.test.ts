import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "../../src/model/result.ts";
import type { State } from "../../src/model/state.ts";
import { consequenceOf } from "../../src/publish/answers/consequence.ts";
import type { Engine, UpdateGroup } from "../../src/publish/engine.ts";
import { planRound } from "../../src/publish/plan/plan-round.ts";
import { publishPlan } from "../../src/publish/publish-plan.ts";
import { rememberLosses } from "../../src/publish/remember/remember-losses.ts";
import { settleState } from "../../src/publish/remember/settle-state.ts";
import { draftState } from "../../src/publish/remember/state-draft.ts";
import { hour, minute, nowIso, planInput, seen, stateOf, wanted } from "./facts.ts";

const names = ["a", "b", "c"].map((label) => wanted(`${label}.example.no`));
const failures: Result[] = [
  "timeout",
  "network",
  "tls",
  "http_500",
  "http_503",
  "http_429",
  "unparseable",
  "dnserr",
  "911",
];

/** What happens before one round: time passes, addresses move, and the server is in one mood or another. */
interface Event {
  readonly passesMs: number;
  readonly ipv4: string | null;
  readonly ipv6: string | null;
  readonly mood: Result;
  /** Whether a failing server does the work all the same. */
  readonly takesEffect: boolean;
  readonly retryAfterMs: number | null;
  readonly restarts: boolean;
}

const event: fc.Arbitrary<Event> = fc.record({
  passesMs: fc.constantFrom(1_000, 30_000, 5 * minute, hour),
  ipv4: fc.constantFrom("185.0.2.1", "185.0.2.2", null),
  ipv6: fc.constantFrom("2a03:94e0::1", "2a03:94e0::2", null),
  mood: fc.oneof(fc.constant<Result>("good"), fc.constantFrom(...failures)),
  takesEffect: fc.boolean(),
  retryAfterMs: fc.option(fc.constantFrom(1_000, 10 * minute), { nil: null, freq: 3 }),
  restarts: fc.boolean(),
});

/** A server with its records, and everything that was sent to it. */
function createWorld() {
  const records = new Map<string, string>();
  const sentAtMs = new Map<string, number[]>();
  let nowMs = Date.parse(nowIso);
  let state: State = stateOf();
  let silentUntilMs = 0;

  const engineFor = async (happening: Event): Promise<Engine> => ({
    name: "dyndns",
    async publish(group: UpdateGroup) {
      expect(nowMs).toBeGreaterThanOrEqual(silentUntilMs);
      const failed = consequenceOf(happening.mood) !== "done";
      for (const hostname of group.hostnames) {
        sentAtMs.set(hostname, [...(sentAtMs.get(hostname) ?? []), ...(failed ? [] : [nowMs])]);
        if (
          failed &&
          !(happening.takesEffect && /^(timeout|network|http_5|dnserr|911|unparseable)/.test(happening.mood))
        )
          continue;
        for (const family of group.change) records.set(`${hostname} ${family}`, group[family] ?? "");
      }
      const retryAfterMs = failed && /^http_/.test(happening.mood) ? happening.retryAfterMs : null;
      if (retryAfterMs !== null) silentUntilMs = nowMs + retryAfterMs;
      return group.hostnames.flatMap((hostname) =>
        group.change.map((family) => ({
          hostname,
          family,
          result: happening.mood,
          consequence: consequenceOf(happening.mood),
          reason: failed ? happening.mood : null,
          retryAfterMs,
        })),
      );
    },
  });

  return {
    records,
    sentAtMs,
    state: () => state,
    async round(happening: Event) {
      nowMs += happening.passesMs;
      const detections = [
        seen("ipv4", happening.ipv4 ? "confirmed" : "unknown", happening.ipv4),
        seen("ipv6", happening.ipv6 ? "confirmed" : "absent", happening.ipv6),
      ];
      const draft = draftState(happening.restarts ? structuredClone(state) : state);
      const settle = { names, fingerprint: null, settingsOf: () => "settings", nowMs };
      if (happening.restarts) settleState(draft, settle);
      rememberLosses(draft, detections, { names, whenLost: "keep", nowMs });
      await publishPlan(planRound(planInput({ names, detections, state: draft.state, nowMs, maxUpdatesPerHour: 4 })), {
        maxUpdatesPerHour: 4,
        listZones: async () => ({ kind: "zones", zones: [] }),
        draft,
        clock: { steadyMs: () => nowMs, wallMs: () => nowMs, sleep: async () => {} },
        random: () => 0.5,
        engine: "dyndns",
        engineFor: () => engineFor(happening),
        probe: null,
        settingsOf: () => "settings",
        force: false,
        onRemembered: () => {},
        signal: new AbortController().signal,
        onRequest: () => {},
      });
      state = draft.state;
    },
  };
}

describe("whatever a server and a line go through", () => {
  it("everything wanted is published a few hours after they have calmed down, and is what the server has", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
        const world = createWorld();
        for (const happening of events) await world.round(happening);
        const calm: Event = {
          passesMs: 30 * minute,
          ipv4: "185.0.2.1",
          ipv6: "2a03:94e0::1",
          mood: "good",
          takesEffect: true,
          retryAfterMs: null,
          restarts: false,
        };
        for (let round = 0; round < 20; round++) await world.round(calm);
        for (const { hostname } of names) {
          expect(world.records.get(`${hostname} ipv4`)).toBe(calm.ipv4);
          expect(world.records.get(`${hostname} ipv6`)).toBe(calm.ipv6);
          expect(world.state().hostnames[hostname]?.ipv4).toMatchObject({
            published: calm.ipv4,
            unsettledAddress: null,
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  it("no name is updated more often than the limit per hour", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 20, maxLength: 60 }), async (events) => {
        const world = createWorld();
        for (const happening of events) await world.round({ ...happening, mood: "good" });
        for (const moments of world.sentAtMs.values()) {
          for (const [index, moment] of moments.entries()) {
            expect(moments.slice(index).filter((later) => later < moment + hour).length).toBeLessThanOrEqual(4);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
