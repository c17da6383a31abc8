import { describe, expect, it } from "vitest";
import type { Result } from "../../src/model/result.ts";
import type { EngineName } from "../../src/model/settings/engine.ts";
import type { State } from "../../src/model/state.ts";
import type { Clock } from "../../src/platform/clock.ts";
import { consequenceOf } from "../../src/publish/answers/consequence.ts";
import type { Engine, UpdateAnswer, UpdateGroup } from "../../src/publish/engine.ts";
import { interrupted } from "../../src/publish/engines/describe-failure.ts";
import { type PlanInput, planRound } from "../../src/publish/plan/plan-round.ts";
import type { PublishContext } from "../../src/publish/publish-context.ts";
import { publishPlan } from "../../src/publish/publish-plan.ts";
import type { PublishedLine } from "../../src/publish/published-line.ts";
import type { ProbeVerdict } from "../../src/publish/remember/probe-account.ts";
import type { ZonesVerdict } from "../../src/publish/remember/remember-zones.ts";
import { draftState, rememberedName, type StateDraft } from "../../src/publish/remember/state-draft.ts";
import {
  accountHold,
  hour,
  nowIso,
  nowMs,
  planInput,
  published,
  seen,
  stateOf,
  v4,
  v6,
  waitUntil,
  wanted,
} from "./facts.ts";

const home = "home.example.no";
const clock: Clock = { steadyMs: () => nowMs, wallMs: () => Date.parse(nowIso), sleep: async () => {} };

interface Setting extends Partial<PlanInput> {
  /** What an engine says to a group, or does meanwhile. */
  readonly say?: (engine: EngineName, group: UpdateGroup) => Result | Partial<UpdateAnswer>[];
  readonly probe?: ProbeVerdict | null;
  /** What the list of zones says when it is asked for. */
  readonly listed?: ZonesVerdict;
  readonly signal?: AbortSignal;
}

interface Done {
  readonly outcomes: readonly PublishedLine[];
  readonly draft: StateDraft;
  /** `dyndns a.example.no b.example.no` for each request. */
  readonly sent: string[];
  readonly probes: number;
  readonly lists: number;
  readonly remembered: number;
}

/** One round of planning and publishing with engines that say what the test wants. */
const noZones: ZonesVerdict = { kind: "zones", zones: [] };

async function round({
  say = () => "good",
  probe = null,
  listed = noZones,
  signal,
  ...change
}: Setting = {}): Promise<Done> {
  const input = planInput(change);
  const draft = draftState(input.state);
  const sent: string[] = [];
  const count = { probes: 0, lists: 0, remembered: 0 };
  const engineFor = async (name: EngineName): Promise<Engine> => ({
    name,
    async publish(group) {
      sent.push([name, ...group.hostnames].join(" "));
      const said = say(name, group);
      if (typeof said !== "string") return said.map((each) => answer("good", each));
      const families = [...group.change, ...group.remove];
      return group.hostnames.flatMap((hostname) => families.map((family) => answer(said, { hostname, family })));
    },
  });
  const context: PublishContext = {
    draft,
    clock,
    random: () => 0,
    engine: input.engine,
    engineFor,
    probe:
      probe &&
      (async () => {
        count.probes += 1;
        return probe;
      }),
    listZones: async () => {
      count.lists += 1;
      return listed;
    },
    settingsOf: () => "settings",
    force: input.force,
    maxUpdatesPerHour: input.maxUpdatesPerHour,
    onRemembered: () => {
      count.remembered += 1;
    },
    signal: signal ?? new AbortController().signal,
    onRequest: () => {},
  };
  return { outcomes: await publishPlan(planRound(input), context), draft, sent, ...count };
}

function answer(result: Result, change: Partial<UpdateAnswer>): UpdateAnswer {
  const consequence = consequenceOf(result);
  const reason = consequence === "done" ? null : `because of ${result}`;
  return { hostname: home, family: "ipv4", result, consequence, reason, retryAfterMs: null, ...change };
}

function many(count: number) {
  return Array.from({ length: count }, (_, index) => wanted(`h${index}.example.no`, { families: ["ipv4"] }));
}

function publishedOf(state: State, hostname = home) {
  return [rememberedName(state, hostname, "ipv4")?.published, rememberedName(state, hostname, "ipv6")?.published];
}

describe("a round", () => {
  it("publishes what is planned, remembers it and tells", async () => {
    const { outcomes, draft, sent, remembered } = await round({
      state: stateOf({ [home]: { ipv4: published("185.0.2.9") } }),
    });
    expect(sent).toEqual([`dyndns ${home}`]);
    expect(outcomes).toEqual([
      {
        hostname: home,
        family: "ipv4",
        action: "update",
        result: "good",
        consequence: "done",
        address: v4,
        previous: "185.0.2.9",
        reason: null,
        uplink: "default",
        engine: "dyndns",
        nextAttemptMs: null,
      },
      {
        hostname: home,
        family: "ipv6",
        action: "update",
        result: "good",
        consequence: "done",
        address: v6,
        previous: null,
        reason: null,
        uplink: "default",
        engine: "dyndns",
        nextAttemptMs: null,
      },
    ]);
    expect(publishedOf(draft.state)).toEqual([v4, v6]);
    expect(remembered).toBe(1);
  });

  it("sends nothing where nothing is planned, and passes the plan's lines on", async () => {
    const { outcomes, sent } = await round({ detections: [seen("ipv4", "unknown"), seen("ipv6", "absent")] });
    expect(sent).toEqual([]);
    expect(outcomes).toMatchObject([
      { action: "none", result: null, reason: "ipv4 is unknown; nothing is published" },
      { action: "none", result: null },
    ]);
  });

  it("tells why records are gone", async () => {
    const { outcomes } = await round({
      detections: [seen("ipv4", "confirmed", v4), seen("ipv6", "absent")],
      state: stateOf({
        [home]: {
          ipv4: published(v4),
          ipv6: published(v6, { lostSinceMs: nowMs - 25 * hour, deletionToldMs: nowMs - hour }),
        },
      }),
      whenLost: "delete",
    });
    expect(outcomes[1]).toMatchObject({ action: "update", result: "good", address: null, previous: v6 });
    expect(outcomes[1]?.reason).toContain("when_lost: delete");
  });

  it("remembers each answer before the next request", async () => {
    const names = many(41);
    const { sent, remembered } = await round({ names });
    expect(sent.map((each) => each.split(" ").length - 1)).toEqual([20, 20, 1]);
    expect(remembered).toBe(3);
  });

  it("goes on with other hostnames after a failure of one", async () => {
    const say = (_engine: EngineName, group: UpdateGroup) =>
      group.hostnames.includes("h0.example.no") ? "http_500" : "good";
    const { outcomes, sent } = await round({ names: many(21), say });
    expect(sent).toHaveLength(2);
    expect(outcomes[0]).toMatchObject({ action: "update", result: "http_500", reason: "because of http_500" });
    expect(outcomes[20]).toMatchObject({ result: "good" });
  });

  it.each(["network", "http_429", "badauth"] as const)(
    "sends nothing more after %s, and says so for each",
    async (result) => {
      const { outcomes, sent } = await round({ names: many(41), say: () => result });
      expect(sent).toHaveLength(1);
      const action = result === "badauth" ? "held" : "wait";
      expect(outcomes[19]).toMatchObject({ action: "update", result });
      expect(outcomes[20]).toMatchObject({ action, result: null, reason: `because of ${result}` });
      expect(outcomes[40]).toMatchObject({ action });
    },
  );

  it("passes over the back-off from before with --force, and over none that begins meanwhile", async () => {
    const state = stateOf({}, { wait: waitUntil(nowMs + hour) });
    const { sent } = await round({ names: many(41), state, force: true, say: () => "timeout" });
    expect(sent).toHaveLength(1);
    expect((await round({ names: many(41), state, force: true })).sent).toHaveLength(3);
  });

  it("says when each failed update is tried again, as the next plan will", async () => {
    const limit = { names: [wanted(home)], maxUpdatesPerHour: 1 };
    const say = (_engine: EngineName, { hostnames }: UpdateGroup): Partial<UpdateAnswer>[] =>
      hostnames.flatMap((hostname) => [
        { hostname, family: "ipv4" },
        { hostname, family: "ipv6", result: "http_500", consequence: "back-off", reason: "because of http_500" },
      ]);
    for (const setting of [limit, { ...limit, maxUpdatesPerHour: 20 }]) {
      const { outcomes, draft } = await round({ ...setting, say });
      const next = planRound(planInput({ ...setting, state: draft.state }));
      expect(outcomes[0]?.nextAttemptMs).toBeNull();
      expect(outcomes[1]?.nextAttemptMs).toBeGreaterThan(nowMs);
      expect(outcomes[1]?.nextAttemptMs).toBe(next.lines[1]?.nextAttemptMs);
    }
  });

  it("says of an address that is called invalid, and of a hostname on hold, no next attempt; of the account the probe", async () => {
    const nextOf = async (result: Result) => (await round({ say: () => result })).outcomes[0]?.nextAttemptMs;
    expect(await nextOf("badagent")).toBeNull();
    expect(await nextOf("nohost")).toBeNull();
    expect(await nextOf("badauth")).toBe(nowMs + hour);
  });

  it("tells of a hostname that the engine forgot", async () => {
    const { outcomes } = await round({ say: () => [] });
    expect(outcomes[0]).toMatchObject({ action: "wait", result: null, reason: "the engine gave no answer for it" });
  });
});

describe("the end of a round before its end", () => {
  it("sends nothing more, and blames nobody for what was cut off", async () => {
    const controller = new AbortController();
    const { outcomes, sent, draft } = await round({
      names: many(41),
      signal: controller.signal,
      say: () => {
        controller.abort();
        return many(20).map(({ hostname }) => ({ hostname, ...interrupted }));
      },
    });
    expect(sent).toHaveLength(1);
    expect(rememberedName(draft.state, "h0.example.no", "ipv4")).toMatchObject({ wait: null, unsettledAddress: v4 });
    expect(draft.state.account.wait).toBeNull();
    expect(outcomes[0]).toMatchObject({ action: "update", result: "network" });
    expect(outcomes[40]).toMatchObject({ action: "wait", reason: "the round ended before its turn came" });
  });

  it("blames nobody for an engine that fails because of it", async () => {
    const controller = new AbortController();
    const { draft } = await round({
      signal: controller.signal,
      say: () => {
        controller.abort();
        throw new Error("aborted");
      },
    });
    expect(rememberedName(draft.state, home, "ipv4")).toMatchObject({ wait: null, unsettledAddress: v4 });
  });

  it("still takes over what was answered", async () => {
    const controller = new AbortController();
    const { draft } = await round({
      signal: controller.signal,
      say: () => {
        controller.abort();
        return "good";
      },
    });
    expect(publishedOf(draft.state)).toEqual([v4, v6]);
  });
});

describe("an engine that fails", () => {
  it("keeps no other hostname from being sent, and is told without a stack", async () => {
    const { outcomes, draft } = await round({
      names: many(21),
      say: (_engine, { hostnames }) => {
        if (hostnames.includes("h0.example.no")) throw new TypeError("Cannot read properties of null");
        return "good";
      },
    });
    expect(outcomes[0]).toMatchObject({
      result: "unparseable",
      consequence: "back-off",
      reason: "internal error (TypeError: Cannot read properties of null); please report it; retrying later",
    });
    expect(outcomes[20]).toMatchObject({ result: "good" });
    expect(rememberedName(draft.state, "h0.example.no", "ipv4")?.wait).toMatchObject({ lengthMs: 30_000 });
    expect(draft.state.account).toMatchObject({ hold: null, wait: null });
  });
});

describe("a credential that dyndns refuses", () => {
  const refuse = (engine: EngineName) => (engine === "dyndns" ? "badauth" : "good");

  it("goes through records from now on, if that accepts it", async () => {
    const { sent, probes, outcomes, draft } = await round({ names: many(21), say: refuse, probe: "accepted" });
    expect(sent.map((each) => each.split(" ")[0])).toEqual(["dyndns", "records", "records"]);
    expect(probes).toBe(1);
    expect(outcomes.every(({ result }) => result === "good")).toBe(true);
    expect(draft.state.account).toMatchObject({ dyndnsRefused: true, hold: null });
  });

  it("keeps the IPv4 address out of records when only IPv6 changes", async () => {
    const groups: UpdateGroup[] = [];
    await round({
      state: stateOf({ [home]: { ipv4: published(v4) } }),
      probe: "accepted",
      say: (engine, group) => {
        groups.push(group);
        return refuse(engine);
      },
    });
    expect(groups).toMatchObject([
      { ipv4: v4, ipv6: v6, change: ["ipv6"] },
      { ipv4: null, ipv6: v6, change: ["ipv6"] },
    ]);
  });

  it("keeps what dyndns did before it refused", async () => {
    const names = many(2);
    const say = (engine: EngineName): Result | Partial<UpdateAnswer>[] =>
      engine === "records"
        ? "nochg"
        : [
            { hostname: "h0.example.no" },
            { hostname: "h1.example.no", result: "badauth", consequence: "hold-account" },
          ];
    const { sent, outcomes } = await round({ names, say, probe: "accepted" });
    expect(sent).toEqual(["dyndns h0.example.no h1.example.no", "records h1.example.no"]);
    expect(outcomes.map(({ result }) => result)).toEqual(["good", "nochg"]);
  });

  it.each([
    ["records refuses it as well", { probe: "refused" as const }],
    ["nobody can tell", { probe: "unknown" as const }],
    ["records can't take over", { probe: null }],
    ["the user wants dyndns alone", { probe: "accepted" as const, engine: "dyndns" as const }],
  ])("is held when %s", async (_what, setting) => {
    const { sent, outcomes, draft } = await round({ say: refuse, ...setting });
    expect(sent).toEqual([`dyndns ${home}`]);
    expect(outcomes[0]).toMatchObject({ action: "update", result: "badauth" });
    expect(draft.state.account.hold).toMatchObject({ result: "badauth", nextProbeMs: nowMs + hour });
    expect(draft.state.account.dyndnsRefused).toBe(false);
  });

  it("is tried with dyndns all the same once the user wants that alone", async () => {
    const { sent } = await round({ state: stateOf({}, { dyndnsRefused: true }), engine: "dyndns" });
    expect(sent).toEqual([`dyndns ${home}`]);
  });

  it("is not probed when records refuses it", async () => {
    const { probes } = await round({ engine: "records", say: () => "http_401", probe: "accepted" });
    expect(probes).toBe(0);
  });

  it("sends nothing once it is held", async () => {
    expect((await round({ state: stateOf({}, { hold: accountHold() }) })).sent).toEqual([]);
  });
});

describe("a hostname that dyndns does not know", () => {
  const ola = wanted("ola.priv.no");
  const say = (engine: EngineName, { hostnames, change }: UpdateGroup): Partial<UpdateAnswer>[] =>
    hostnames.flatMap((hostname) =>
      change.map((family) =>
        engine === "dyndns" && hostname === "ola.priv.no"
          ? { hostname, family, result: "nohost" as const, consequence: "hold-hostname" as const, reason: "unknown" }
          : { hostname, family },
      ),
    );

  it("and that is a zone itself goes through records at once, and is held for nothing", async () => {
    const listed: ZonesVerdict = { kind: "zones", zones: ["ola.priv.no"] };
    const { sent, outcomes, draft, lists } = await round({ names: [ola, wanted(home)], say, listed });
    expect(sent).toEqual(["dyndns ola.priv.no home.example.no", "records ola.priv.no"]);
    expect(outcomes.every(({ result }) => result === "good")).toBe(true);
    expect(rememberedName(draft.state, "ola.priv.no", "ipv4")?.hold).toBeNull();
    expect(draft.state.account.zones).toEqual(["ola.priv.no"]);
    expect(lists).toBe(1);
    const next = planRound(planInput({ names: [ola], state: draft.state, force: true, zones: ["ola.priv.no"] }));
    expect(next.groups.map(({ engine }) => engine)).toEqual(["records"]);
  });

  it.each([
    ["it is not a zone", { kind: "zones", zones: ["priv.no"] }],
    ["records can't do it either", { kind: "refused" }],
  ] as const)("is held when %s", async (_what, listed) => {
    const { sent, draft } = await round({ names: [ola], say, listed });
    expect(sent).toEqual(["dyndns ola.priv.no"]);
    expect(rememberedName(draft.state, "ola.priv.no", "ipv4")?.hold).toMatchObject({ result: "nohost" });
  });

  it("is retrying later, not held, while nobody can tell whether it is a zone", async () => {
    const { sent, draft, outcomes } = await round({ names: [ola], say, listed: { kind: "unknown" } });
    expect(sent).toEqual(["dyndns ola.priv.no"]);
    expect(rememberedName(draft.state, "ola.priv.no", "ipv4")).toMatchObject({ hold: null, wait: { kind: "backoff" } });
    expect(outcomes[0]?.nextAttemptMs).toBeGreaterThan(nowMs);
    expect(draft.state.account.zones).toBeNull();
  });

  it("is held without a question where the user wants dyndns alone", async () => {
    const { draft, lists } = await round({ names: [ola], say, engine: "dyndns" });
    expect(rememberedName(draft.state, "ola.priv.no", "ipv4")?.hold).toMatchObject({ result: "nohost" });
    expect(lists).toBe(0);
  });
});
