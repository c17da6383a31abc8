import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyState, type RememberedName, type State, unknownName } from "../../src/model/state.ts";
import { parseState } from "../../src/state/parse-state.ts";

const nowMs = Date.UTC(2026, 5, 1);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const since = "2026-05-31T00:00:00.000Z";
const wait = {
  reason: "no answer",
  result: "timeout",
  untilMs: nowMs + 20_000,
  lengthMs: 30_000,
  attempts: 2,
  kind: "backoff",
} as const;
const hold = { reason: "no such name", result: "nohost", since, settings: "abc" } as const;

const full: RememberedName = {
  published: "185.0.2.1",
  publishedAt: since,
  unsettledAddress: "185.0.2.2",
  result: "good",
  hold,
  wait,
  refusedAddress: "185.0.2.3",
  recentUpdatesMs: [nowMs - 1000, nowMs],
  lostSinceMs: nowMs - 5000,
  lostSeenMs: nowMs,
  unwantedSinceMs: nowMs - 5,
  deletionToldMs: nowMs,
};
const fullState: State = {
  version: 1,
  account: {
    fingerprint: "f",
    salt: "s",
    hold: { ...hold, result: "badauth", nextProbeMs: nowMs + 1000, probes: 3 },
    wait: { ...wait, kind: "server" },
    dyndnsRefused: true,
    zones: ["example.no"],
  },
  addresses: {
    default: {
      ipv6: {
        address: "2a01::1",
        source: "interface:",
        seenAt: since,
        changedAt: since,
        looksSinceOther: 4,
        alternation: { left: [{ address: "2a01::2", leftMs: nowMs - 9 }], returns: 2, sinceMs: nowMs - 9 },
      },
    },
  },
  hostnames: { "home.example.no": { ipv4: full, ipv6: { ...unknownName, published: "2a01::1" } } },
};

function parse(value: unknown): State {
  const parsed = parseState(JSON.stringify(value), nowMs);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.state;
}

function parseName(fields: object): RememberedName | undefined {
  return parse({ version: 1, hostnames: { "a.no": { ipv4: { ...full, ...fields } } } }).hostnames["a.no"]?.ipv4;
}

describe("a state file", () => {
  it("is read back as it was written", () => {
    expect(parse(fullState)).toEqual(fullState);
    expect(parse(emptyState("s"))).toEqual(emptyState("s"));
  });

  it.each([{ unproven: null }, { unproven: { askedMs: 1_000 } }, {}])("gives the same text again with %j", (more) => {
    const empty = emptyState("s");
    const written = JSON.stringify({ ...empty, account: { ...empty.account, ...more } });
    expect(JSON.stringify(parse(JSON.parse(written)))).toBe(written);
  });

  it.each([
    ["", "it is not a JSON object"],
    ["{", "it is not a JSON object"],
    ["[]", "it is not a JSON object"],
    ["null", "it is not a JSON object"],
    ["\u0000".repeat(512), "it is not a JSON object"],
    ["{}", "it has no format version"],
    ['{"version":"1"}', "it has no format version"],
    ['{"version":"2"}', "it has no format version"],
    ['{"version":0}', "it has no format version"],
    ['{"version":1,"account":[]}', 'its part "account" is not what this program writes'],
    ['{"version":1,"account":{},"addresses":7}', 'its part "addresses" is not what this program writes'],
    ['{"version":1,"account":{},"hostnames":null}', 'its part "hostnames" is not what this program writes'],
    ['{"version":2}', "it was written by a newer version of this program (format 2)"],
  ])("of %j can't be used", (text, reason) => {
    expect(parseState(text, nowMs)).toEqual({ ok: false, reason });
  });

  it("cut off anywhere is a state or unusable, never an exception", () => {
    const text = JSON.stringify(fullState);
    for (let length = 0; length < text.length; length++) {
      expect(parseState(text.slice(0, length), nowMs).ok).toBe(false);
    }
  });

  it("with any value anywhere gives a state that is read back unchanged", () => {
    const anyState = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: "small" }, fc.jsonValue({ maxDepth: 1 }), tie("object")),
      object: fc.dictionary(fc.constantFrom(...keysOf(fullState), "__proto__", "constructor"), tie("value")),
    })).object;
    fc.assert(
      fc.property(anyState, (value) => {
        const parsed = parseState(JSON.stringify({ ...value, version: 1 }), nowMs);
        if (parsed.ok) expect(parse(parsed.state)).toEqual(parsed.state);
      }),
      { numRuns: 500 },
    );
  });

  it("loses only what makes no sense", () => {
    const broken = {
      ...fullState,
      account: { ...fullState.account, wait: "soon", hold: { ...hold, result: "maybe" }, dyndnsRefused: "yes" },
      addresses: { default: { ipv4: { address: "fe80::1" }, ipv9: {} }, lte: 5 },
      hostnames: { ...fullState.hostnames, "b.no": { ipv4: 7 }, "c.no": null },
    };
    const state = parse(broken);
    expect(state.account).toEqual({ ...fullState.account, wait: null, hold: null, dyndnsRefused: false });
    expect(state.addresses).toEqual({});
    expect(state.hostnames).toEqual(fullState.hostnames);
  });

  it.each([
    [{ published: "2a01::1" }, { published: null }],
    [{ published: "185.0.2.256" }, { published: null }],
    [{ published: ["185.0.2.1"] }, { published: null }],
    [{ publishedAt: "yesterday" }, { publishedAt: null }],
    [{ publishedAt: "May 31, 2026" }, { publishedAt: null }],
    [{ publishedAt: ` ${since}` }, { publishedAt: null }],
    [{ publishedAt: "2026-05-99T00:00:00.000Z" }, { publishedAt: null }],
    [{ publishedAt: [since] }, { publishedAt: null }],
    [{ result: "great" }, { result: null }],
    [{ result: "http_503" }, { result: "http_503" }],
    [{ result: "http_x" }, { result: null }],
    [{ hold: { ...hold, settings: "" } }, { hold: null }],
    [{ hold: { ...hold, since: 5 } }, { hold: null }],
    [{ hold: { ...hold, reason: undefined } }, { hold: null }],
    [{ wait: { ...wait, untilMs: "x" } }, { wait: null }],
    [{ wait: { ...wait, untilMs: -1 } }, { wait: null }],
    [{ wait: { ...wait, reason: "" } }, { wait: { ...wait, reason: "waiting since before the restart" } }],
    [{ wait: { ...wait, untilMs: 0, lengthMs: "30000" } }, { wait: { ...wait, untilMs: 0, lengthMs: 0 } }],
    [{ wait: { ...wait, attempts: -3, kind: "x" } }, { wait: { ...wait, attempts: 0, kind: "backoff" } }],
    [{ recentUpdatesMs: "x" }, { recentUpdatesMs: [] }],
    [{ recentUpdatesMs: [null, `${nowMs - 4}`, nowMs - hourMs, nowMs - 5] }, { recentUpdatesMs: [nowMs - 5] }],
    [{ lostSinceMs: null }, { lostSinceMs: null }],
    [{ lostSinceMs: 0 }, { lostSinceMs: 0 }],
  ])("with %j in a name keeps the rest of it", (fields, expected) => {
    expect(parseName(fields)).toEqual({ ...full, ...expected });
  });

  it("with a number beyond all bounds keeps the rest of it", () => {
    const text = JSON.stringify({ version: 1, hostnames: { "a.no": { ipv4: full } } });
    const parsed = parseState(
      text
        .replace(/("lostSeenMs"|"deletionToldMs"|"lengthMs"):\d+/g, "$1:1e999")
        .replace(/"recentUpdatesMs":\[/, "$&1e999,"),
      nowMs,
    );
    const expected = {
      ...full,
      lostSeenMs: null,
      deletionToldMs: null,
      wait: { ...wait, untilMs: nowMs, lengthMs: 0 },
    };
    expect(parsed).toMatchObject({ state: { hostnames: { "a.no": { ipv4: expected } } } });
  });

  const address = { address: "185.0.2.1", source: "natpmp:", seenAt: since, changedAt: since, looksSinceOther: 1 };

  it.each([
    [{ changedAt: "soon" }, address],
    [{ changedAt: "2026-05-01T00:00:00.000Z" }, { ...address, changedAt: "2026-05-01T00:00:00.000Z" }],
    [{ looksSinceOther: 1.5 }, { ...address, looksSinceOther: 0 }],
    [{ address: "2a01::1" }, undefined],
    [{ source: "" }, undefined],
    [{ seenAt: "soon" }, undefined],
    [{ seenAt: "soon", changedAt: null }, undefined],
  ])("with %j in an address keeps it where it is still one", (fields, expected) => {
    const state = parse({ version: 1, addresses: { default: { ipv4: { ...address, ...fields } } } });
    expect(state.addresses.default?.ipv4).toEqual(expected);
  });
});

describe("a moment left by a clock in the future", () => {
  it("makes no wait longer than it was", () => {
    const far = nowMs + 50 * 365 * dayMs;
    expect(parseName({ wait: { ...wait, untilMs: far } })?.wait?.untilMs).toBe(nowMs + 30_000);
    expect(parseName({ wait: { ...wait, untilMs: far, lengthMs: far } })?.wait?.untilMs).toBe(nowMs + 7 * dayMs);
    expect(parseName({ wait: { ...wait, untilMs: far, lengthMs: -5 } })?.wait?.untilMs).toBe(nowMs);
    expect(parseName({ wait: { ...wait, untilMs: nowMs - 5 } })?.wait?.untilMs).toBe(nowMs - 5);
  });

  it("counts updates of the future as of now, and no more than an hour may have", () => {
    expect(parseName({ recentUpdatesMs: [nowMs + dayMs] })?.recentUpdatesMs).toEqual([nowMs]);
    expect(parseName({ recentUpdatesMs: Array(9000).fill(nowMs) })?.recentUpdatesMs).toHaveLength(3600);
  });

  it("lets nothing be lost since tomorrow", () => {
    expect(parseName({ lostSinceMs: nowMs + 1, lostSeenMs: nowMs + 1 })).toMatchObject({
      lostSinceMs: nowMs,
      lostSeenMs: nowMs,
    });
  });

  it("puts off the probe of a held account by an hour at first, then by a day", () => {
    const probeAt = (probes: number, nextProbeMs: unknown) => {
      const account = { ...fullState.account, hold: { ...hold, nextProbeMs, probes } };
      return (parse({ ...fullState, account }).account.hold?.nextProbeMs ?? 0) - nowMs;
    };
    expect(probeAt(0, nowMs * 2)).toBe(hourMs);
    expect(probeAt(1, nowMs * 2)).toBe(dayMs);
    expect(probeAt(1, nowMs - 5)).toBe(-5);
    expect(probeAt(1, "soon")).toBe(0);
  });
});

function keysOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}
