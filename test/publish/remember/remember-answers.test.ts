import { describe, expect, it } from "vitest";
import type { Result } from "../../../src/model/result.ts";
import { type RememberedName, type State, unknownName } from "../../../src/model/state.ts";
import { consequenceOf, mayHaveHappened } from "../../../src/publish/answers/consequence.ts";
import type { UpdateAnswer, UpdateGroup } from "../../../src/publish/engine.ts";
import {
  type RememberContext,
  rememberAnswers,
  rememberInterrupted,
} from "../../../src/publish/remember/remember-answers.ts";
import { rememberedName } from "../../../src/publish/remember/state-draft.ts";
import {
  accountHold,
  changeState,
  holdOf,
  hour,
  minute,
  nowIso,
  nowMs,
  published,
  stateOf,
  v4,
  v6,
  waitUntil,
} from "../facts.ts";

const name = "home.example.no";
const other = "vpn.example.no";
const both: UpdateGroup = { hostnames: [name], change: ["ipv4", "ipv6"], remove: [], ipv4: v4, ipv6: v6 };
const context: RememberContext = {
  nowMs,
  nowIso,
  random: () => 0,
  settingsOf: (hostname) => `settings of ${hostname}`,
};

function answer(result: Result, change: Partial<UpdateAnswer> = {}): UpdateAnswer {
  return {
    hostname: name,
    family: "ipv4",
    result,
    consequence: consequenceOf(result),
    reason: consequenceOf(result) === "done" ? null : `because of ${result}`,
    retryAfterMs: null,
    ...change,
  };
}

function remember(state: State, ...answers: UpdateAnswer[]): State {
  return changeState(state, (draft) => rememberAnswers(draft, both, answers, context));
}

function entry(state: State, hostname = name, family: "ipv4" | "ipv6" = "ipv4"): RememberedName | null {
  return rememberedName(state, hostname, family);
}

describe("a success", () => {
  it("is published now, and ends everything that was in the way", () => {
    const before = stateOf({
      [name]: {
        ipv4: published("185.0.2.9", {
          unsettledAddress: v4,
          wait: waitUntil(nowMs - 1),
          refusedAddress: "185.0.2.8",
          lostSinceMs: 1,
          lostSeenMs: 2,
        }),
      },
    });
    expect(entry(remember(before, answer("good")))).toEqual({
      ...unknownName,
      published: v4,
      publishedAt: nowIso,
      result: "good",
      recentUpdatesMs: [nowMs],
    });
  });

  it("without a change keeps the time it was published", () => {
    const before = stateOf({ [name]: { ipv4: published(v4, { publishedAt: "2026-01-01T00:00:00.000Z" }) } });
    expect(entry(remember(before, answer("nochg")))?.publishedAt).toBe("2026-01-01T00:00:00.000Z");
    expect(entry(remember(before, answer("good")))?.publishedAt).toBe(nowIso);
    expect(entry(remember(stateOf(), answer("nochg")))?.publishedAt).toBe(nowIso);
  });

  it("counts for the limit per hour, and forgets what is older", () => {
    const recentUpdatesMs = [nowMs - hour - 1, nowMs - hour, nowMs - hour + 1, nowMs - minute];
    const before = stateOf({ [name]: { ipv4: published(v4, { recentUpdatesMs }) } });
    expect(entry(remember(before, answer("good")))?.recentUpdatesMs).toEqual([nowMs - hour + 1, nowMs - minute, nowMs]);
  });

  it("is taken over for each family with its own address", () => {
    const after = remember(stateOf(), answer("good"), answer("good", { family: "ipv6" }));
    expect([entry(after)?.published, entry(after, name, "ipv6")?.published]).toEqual([v4, v6]);
  });

  it("of a removal leaves nothing published", () => {
    const before = stateOf({ [name]: { ipv6: published(v6, { lostSinceMs: 1, lostSeenMs: 1 }) } });
    const group: UpdateGroup = { hostnames: [name], change: [], remove: ["ipv6"], ipv4: null, ipv6: null };
    const after = changeState(before, (draft) =>
      rememberAnswers(draft, group, [answer("good", { family: "ipv6" })], context),
    );
    expect(entry(after, name, "ipv6")).toMatchObject({
      published: null,
      publishedAt: null,
      result: "good",
      lostSinceMs: null,
    });
  });
});

describe("a refusal", () => {
  it("of the hostname holds every family of it that is remembered", () => {
    const before = stateOf({ [name]: { ipv4: { wait: waitUntil(nowMs) }, ipv6: published(v6) } });
    const after = remember(before, answer("nohost"));
    const hold = { reason: "because of nohost", result: "nohost", since: nowIso, settings: `settings of ${name}` };
    expect(entry(after)).toMatchObject({ hold, result: "nohost", wait: null });
    expect(entry(after, name, "ipv6")).toEqual({ ...published(v6), hold });
    expect(after.account.hold).toBeNull();
  });

  it("of the hostname from its IPv6 side holds IPv4 as well", () => {
    const after = remember(stateOf({ [name]: { ipv4: published(v4) } }), answer("abuse", { family: "ipv6" }));
    expect(entry(after)?.hold?.result).toBe("abuse");
  });

  it("of the hostname invents no entry for a family that nobody knows", () => {
    expect(entry(remember(stateOf(), answer("nohost")), name, "ipv6")).toBeNull();
  });

  it("without a reason is held for its word", () => {
    expect(entry(remember(stateOf(), answer("nohost", { reason: null })))?.hold?.reason).toBe("nohost");
    expect(remember(stateOf(), answer("badauth", { reason: null })).account.hold?.reason).toBe("badauth");
  });

  it("of the credential holds the account for an hour's time, and no hostname", () => {
    const before = stateOf(
      { [name]: { ipv4: published("185.0.2.9") } },
      { fingerprint: "abc", wait: waitUntil(nowMs) },
    );
    const after = remember(before, answer("badauth"));
    expect(after.account).toMatchObject({
      wait: null,
      hold: {
        reason: "because of badauth",
        result: "badauth",
        since: nowIso,
        settings: "abc",
        nextProbeMs: nowMs + hour,
        probes: 0,
      },
    });
    expect(entry(after)).toEqual(published("185.0.2.9", { result: "badauth" }));
  });

  it("of a credential that is held already changes nothing about that", () => {
    const hold = accountHold({ probes: 3 });
    expect(remember(stateOf({}, { hold }), answer("badauth")).account.hold).toEqual(hold);
  });

  it("of an address remembers which", () => {
    const before = stateOf({ [name]: { ipv4: published("185.0.2.9", { wait: waitUntil(nowMs) }) } });
    const after = remember(before, answer("badagent"), answer("badagent", { family: "ipv6" }));
    expect(entry(after)).toMatchObject({ refusedAddress: v4, published: "185.0.2.9", result: "badagent", wait: null });
    expect(entry(after, name, "ipv6")?.refusedAddress).toBe(v6);
  });
});

describe("a failure", () => {
  it("makes the name wait, at first for 30 s or a little more", () => {
    expect(entry(remember(stateOf(), answer("http_500")))?.wait).toEqual({
      reason: "because of http_500",
      result: "http_500",
      untilMs: nowMs + 30_000,
      lengthMs: 30_000,
      attempts: 1,
      kind: "backoff",
    });
  });

  it("after another makes it wait longer, with jitter, for an hour at most", () => {
    const waitAfter = (attempts: number, random: number) => {
      const before = stateOf({ [name]: { ipv4: { wait: waitUntil(nowMs, { attempts }) } } });
      const next = changeState(before, (draft) =>
        rememberAnswers(draft, both, [answer("http_500")], { ...context, random: () => random }),
      );
      return entry(next)?.wait;
    };
    expect(waitAfter(1, 0)?.attempts).toBe(2);
    expect(waitAfter(1, 0.99)?.lengthMs).toBeGreaterThan(waitAfter(1, 0)?.lengthMs ?? 0);
    expect(waitAfter(3, 0)?.lengthMs).toBeGreaterThan(waitAfter(2, 0.99)?.lengthMs ?? 0);
    expect(waitAfter(40, 0.999)?.lengthMs).toBeLessThanOrEqual(hour);
    expect(waitAfter(40, 0)?.lengthMs).toBeGreaterThanOrEqual(hour / 2);
  });

  it("of one request makes all of it wait equally long, so that one request is enough again", () => {
    let drawn = 0;
    const random = () => (drawn++ % 10) / 10;
    const answers = [
      answer("http_500"),
      answer("http_500", { family: "ipv6" }),
      answer("http_500", { hostname: other }),
    ];
    const next = changeState(stateOf(), (draft) => rememberAnswers(draft, both, answers, { ...context, random }));
    const ends = [entry(next), entry(next, name, "ipv6"), entry(next, other)].map((each) => each?.wait?.untilMs);
    expect(new Set(ends).size).toBe(1);
  });

  it.each(["dnserr", "911"] as const)("of the server's own (%s) makes it wait for 30 min, growing", (result) => {
    const once = remember(stateOf(), answer(result));
    expect(entry(once)?.wait).toMatchObject({ lengthMs: 30 * minute, attempts: 1, kind: "backoff" });
    const twice = entry(remember(once, answer(result)))?.wait;
    expect(twice).toMatchObject({ attempts: 2 });
    expect(twice?.lengthMs).toBeGreaterThan(30 * minute - 1);
    const fifth = [1, 2, 3].reduce((state) => remember(state, answer(result)), remember(once, answer(result)));
    expect(entry(fifth)?.wait?.lengthMs).toBeGreaterThan(hour);
    const late = Array.from({ length: 20 }).reduce<State>((state) => remember(state, answer(result)), once);
    expect(entry(late)?.wait?.lengthMs).toBeLessThanOrEqual(6 * hour);
  });

  it("of another kind begins to count anew", () => {
    const before = stateOf({ [name]: { ipv4: { wait: waitUntil(nowMs, { attempts: 7 }) } } });
    expect(entry(remember(before, answer("dnserr")))?.wait).toMatchObject({ attempts: 1, lengthMs: 30 * minute });
    const long = stateOf({ [name]: { ipv4: { wait: waitUntil(nowMs, { attempts: 7, result: "911" }) } } });
    expect(entry(remember(long, answer("http_500")))?.wait).toMatchObject({ attempts: 1, lengthMs: 30_000 });
    expect(entry(remember(long, answer("dnserr")))?.wait).toMatchObject({ attempts: 8 });
  });

  it("a day after the last wait was over is a first one again", () => {
    const attempts = (agoMs: number) => {
      const before = stateOf({ [name]: { ipv4: { wait: waitUntil(nowMs - agoMs, { attempts: 7 }) } } });
      return entry(remember(before, answer("http_500")))?.wait?.attempts;
    };
    expect([attempts(24 * hour), attempts(24 * hour + 1)]).toEqual([8, 1]);
  });

  it("with Retry-After makes the name and the account wait that long where it is longer than our own patience", () => {
    const after = remember(stateOf(), answer("http_503", { retryAfterMs: 70_000 }));
    const wait = { untilMs: nowMs + 70_000, lengthMs: 70_000, kind: "server" };
    expect(entry(after)?.wait).toMatchObject(wait);
    expect(after.account.wait).toMatchObject(wait);
  });

  it("of the server's own with Retry-After waits for the longer of the two", () => {
    const wait = (retryAfterMs: number) => entry(remember(stateOf(), answer("911", { retryAfterMs })))?.wait;
    expect(wait(1000)).toMatchObject({ lengthMs: 30 * minute, kind: "server" });
    expect(wait(hour)).toMatchObject({ lengthMs: hour, kind: "server" });
  });

  it("for a wrong clock is over soon, however often it happens", () => {
    const cause = answer("tls", { consequence: "wait-for-clock" });
    const after = Array.from({ length: 9 }).reduce<State>((state) => remember(state, cause), stateOf());
    expect(after.account.wait).toMatchObject({ lengthMs: 20_000, attempts: 9 });
    expect(entry(after)?.wait?.lengthMs).toBe(20_000);
  });

  it("without a reason waits for its word", () => {
    expect(entry(remember(stateOf(), answer("http_500", { reason: null })))?.wait?.reason).toBe("http_500");
  });

  it("keeps what is published, and notes what may be there instead", () => {
    const before = stateOf({ [name]: { ipv4: published("185.0.2.9") } });
    expect(entry(remember(before, answer("timeout")))).toMatchObject({
      published: "185.0.2.9",
      unsettledAddress: v4,
      result: "timeout",
    });
    expect(entry(remember(before, answer("http_429")))).toMatchObject({
      published: "185.0.2.9",
      unsettledAddress: null,
    });
  });

  it("of sending the same address again leaves nothing unclear", () => {
    const before = stateOf({ [name]: { ipv4: published(v4) } });
    expect(entry(remember(before, answer("timeout")))?.unsettledAddress).toBeNull();
  });

  it("of a removal leaves it unclear whether the address is still there", () => {
    const before = stateOf({ [name]: { ipv6: published(v6) } });
    const group: UpdateGroup = { hostnames: [name], change: [], remove: ["ipv6"], ipv4: null, ipv6: null };
    const after = changeState(before, (draft) =>
      rememberAnswers(draft, group, [answer("timeout", { family: "ipv6" })], context),
    );
    expect(entry(after, name, "ipv6")).toMatchObject({ published: v6, unsettledAddress: v6 });
  });
});

describe("the account's wait", () => {
  const waiting = stateOf({}, { wait: waitUntil(nowMs - 1, { attempts: 3 }) });

  it.each(["timeout", "network", "tls", "http_429"] as const)("grows with %s", (result) => {
    expect(remember(waiting, answer(result)).account.wait).toMatchObject({ attempts: 4, result });
  });

  it.each(["good", "nochg", "nohost", "badagent", "dnserr"] as const)("ends with %s", (result) => {
    expect(remember(waiting, answer(result)).account.wait).toBeNull();
  });

  it("stays as it is with a failure of one hostname, or no answer", () => {
    expect(remember(waiting, answer("http_500")).account.wait).toEqual(waiting.account.wait);
    expect(remember(waiting).account.wait).toEqual(waiting.account.wait);
    expect(remember(waiting, answer("good"), answer("http_500", { hostname: other })).account.wait).toEqual(
      waiting.account.wait,
    );
  });

  it("does not come from a failure of one hostname", () => {
    expect(remember(stateOf(), answer("http_500")).account.wait).toBeNull();
  });
});

describe("an interruption", () => {
  it("leaves it unclear what was published, and blames nobody", () => {
    const before = stateOf({ [name]: { ipv4: published("185.0.2.9"), ipv6: published(v6) } });
    const after = changeState(before, (draft) => rememberInterrupted(draft, both));
    expect(entry(after)).toEqual(published("185.0.2.9", { unsettledAddress: v4 }));
    expect(entry(after, name, "ipv6")).toEqual(published(v6));
    expect(after.account).toEqual(before.account);
  });

  it("of a removal leaves it unclear whether the address is still there", () => {
    const before = stateOf({ [name]: { ipv6: published(v6) } });
    const group: UpdateGroup = { hostnames: [name], change: [], remove: ["ipv6"], ipv4: null, ipv6: null };
    expect(
      entry(
        changeState(before, (draft) => rememberInterrupted(draft, group)),
        name,
        "ipv6",
      )?.unsettledAddress,
    ).toBe(v6);
  });
});

describe("whether a failed update may have happened", () => {
  it.each([
    "timeout",
    "network",
    "unparseable",
    "dnserr",
    "911",
    "http_500",
    "http_503",
    "http_302",
    "http_204",
  ] as const)("is open after %s", (result) => expect(mayHaveHappened(result)).toBe(true));
  it.each(["tls", "http_429", "http_404", "badauth", "nohost", "badagent", "badsys"] as const)(
    "is not after %s",
    (result) => expect(mayHaveHappened(result)).toBe(false),
  );
});

describe("what was remembered before", () => {
  it("is untouched", () => {
    const before = stateOf({ [name]: { ipv4: published(v4), ipv6: { hold: holdOf() } } });
    const copy = structuredClone(before);
    remember(before, answer("good"), answer("nohost", { family: "ipv6" }), answer("badauth"));
    expect(before).toEqual(copy);
  });
});
