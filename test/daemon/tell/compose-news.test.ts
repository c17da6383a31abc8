import { describe, expect, it } from "vitest";
import type { Round } from "../../../src/daemon/round.ts";
import { noteForChannels, type ToldTroubles } from "../../../src/daemon/tell/channel-notices.ts";
import { composeNews, type NewsInput } from "../../../src/daemon/tell/compose-news.ts";
import type { Troubles } from "../../../src/daemon/tell/troubles/trouble.ts";
import type { Detection, SourceAnswer } from "../../../src/model/detection.ts";
import type { Outcome } from "../../../src/model/report.ts";
import { emptyState, type State, unknownName } from "../../../src/model/state.ts";
import { noteLooks } from "../../../src/status/looks.ts";

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 0, 1);

const confirmed: Detection = {
  ...{ uplink: "default", family: "ipv4", verdict: "confirmed", address: "185.0.2.1", source: "x", answers: [] },
  reason: null,
};
const fine: Outcome = {
  ...{ hostname: "home.example.no", family: "ipv4", action: "none", result: null, consequence: null, reason: null },
  ...{ address: "185.0.2.1", previous: "185.0.2.1", nextAttemptAt: null },
};
const answer: SourceAnswer = {
  ...{ source: "https://liar.example/", operator: "liar", uplink: "default", family: "ipv4", kind: "address" },
  ...{ address: "185.0.2.99", reason: null, authoritative: false, durationMs: 1 },
};
const lostState: State = {
  ...emptyState(""),
  hostnames: {
    "home.example.no": { ipv4: { ...unknownName, published: "185.0.2.1", lostSinceMs: startMs, lostSeenMs: startMs } },
  },
};

interface World {
  readonly detections?: readonly Detection[];
  readonly outcomes?: readonly Outcome[];
  readonly faults?: readonly string[];
  readonly state?: State;
}

/** Every 30 s a round that finds this, for so long; what the log and the channels are told, with the minute. */
function watch(world: World, minutes = 60) {
  const { detections = [confirmed], outcomes = [fine], faults = [], state = emptyState("") } = world;
  const report = { startedAt: "", durationMs: 1, addresses: [], outcomes, answers: [], requests: [] };
  const rest = { uplink: "default", engine: null, nextAttemptMs: null } as const;
  const lines = outcomes.map((outcome) => ({ ...outcome, ...rest }));
  const round: Round = { report, detections, lines, accountHold: null, tookOver: false };
  let known: Troubles = new Map();
  let told: ToldTroubles = new Map();
  const log: string[] = [];
  const channels: string[] = [];
  for (let atMs = 0; atMs <= minutes * minuteMs; atMs += minuteMs / 2) {
    const nowMs = startMs + atMs;
    const looks = noteLooks([], detections, nowMs);
    const input: NewsInput = { round, looks, state, faults, drift: [], isEnding: false, nowMs };
    const composed = composeNews(known, input);
    known = composed.known;
    const { troubles, remarks, notices } = composed.news;
    const now = { steadyMs: nowMs, wallMs: nowMs };
    const noted = noteForChannels(told, { outcomes, addresses: [], troubles, remarks, now });
    told = noted.told;
    log.push(...notices.map(({ kind, text }) => `${atMs / minuteMs} ${kind} ${text}`));
    channels.push(...noted.notices.map(({ event, title, text }) => `${atMs / minuteMs} ${event} ${title}: ${text}`));
  }
  return { log, channels };
}

describe("what the channels are promised", () => {
  it("is nothing while all is well", () => expect(watch({})).toEqual({ log: [], channels: [] }));

  const promised: readonly (readonly [string, World, RegExp, RegExp])[] = [
    [
      "a family that has been lost for ten minutes",
      {
        detections: [
          { ...confirmed, verdict: "absent", address: null, reason: "no route" },
          { ...confirmed, family: "ipv6" },
        ],
        outcomes: [{ ...fine, address: null }],
        state: lostState,
      },
      /^10 trouble home\.example\.no \(IPv4\): no IPv4 address for 10 min; keeping what is published$/,
      /^10 trouble home\.example\.no \(IPv4\): in trouble: no IPv4 address for 10 min; keeping what is published$/,
    ],
    [
      "a source that is outvoted",
      { detections: [{ ...confirmed, answers: [answer] }] },
      /^0 trouble the IPv4 address: https:\/\/liar\.example\/ says 185\.0\.2\.99, but is outvoted$/,
      /^10 trouble the IPv4 address: in trouble: https:\/\/liar\.example\/ says 185\.0\.2\.99, but is outvoted$/,
    ],
    [
      "DNS that shows another address though the server denies it, not each hour again",
      { faults: ["DNS shows 185.0.2.9 for home.example.no (IPv4), though Gigahost says that 185.0.2.1 is there"] },
      /^0 trouble DNS shows 185\.0\.2\.9/,
      /^10 trouble gigahost-ddns has a problem: DNS shows 185\.0\.2\.9/,
    ],
    [
      "a zone that is delegated elsewhere",
      { faults: ["example.no is served by ns1.other.example, not by Gigahost"] },
      /^0 trouble example\.no is served by ns1\.other\.example/,
      /^10 trouble gigahost-ddns has a problem: example\.no is served by/,
    ],
    [
      "a clock that is wrong",
      {
        outcomes: [
          {
            ...fine,
            action: "wait",
            result: "tls",
            consequence: "wait-for-clock",
            previous: null,
            reason: "this machine's clock is wrong (it shows 1970)",
          },
        ],
      },
      /^0 trouble home\.example\.no \(IPv4\): this machine's clock is wrong/,
      /^10 trouble home\.example\.no \(IPv4\): in trouble: this machine's clock is wrong/,
    ],
    [
      "a channel that fails",
      { faults: ["Notices don't reach ntfy (ntfy.sh); `channels` says why."] },
      /^0 trouble Notices don't reach ntfy/,
      /^10 trouble gigahost-ddns has a problem: Notices don't reach ntfy/,
    ],
  ];
  it.each(promised)("is told once: %s", (_, world, log, channel) => {
    const told = watch(world, 180);
    expect(told).toEqual({ log: [expect.stringMatching(log)], channels: [expect.stringMatching(channel)] });
  });

  const remarks: readonly (readonly [string, World, RegExp])[] = [
    [
      "a family that is not here",
      {
        detections: [
          confirmed,
          { ...confirmed, family: "ipv6", verdict: "absent", address: null, reason: "no such address" },
        ],
      },
      /^10 trouble No IPv6 address here: There is no IPv6 address here \(no such address\)/,
    ],
    [
      "an address that is shared (CGNAT)",
      { detections: [{ ...confirmed, translation: "the router has 100.64.0.7" }] },
      /^10 trouble The IPv4 address is shared: the router has 100\.64\.0\.7$/,
    ],
    [
      "records that took over",
      { state: { ...emptyState(""), account: { ...emptyState("").account, dyndnsRefused: true } } },
      /^10 trouble The records API publishes instead of dyndns: dyndns refuses the API key/,
    ],
  ];
  it.each(remarks)("is told once, and is not a trouble in the log: %s", (_, world, channel) => {
    expect(watch(world, 180)).toEqual({ log: [], channels: [expect.stringMatching(channel)] });
  });

  it("is not what our own end cut off", () => {
    const report = { startedAt: "", durationMs: 1, addresses: [], outcomes: [], answers: [], requests: [] };
    const cut = { ...confirmed, verdict: "unknown", address: null, reason: "interrupted" } as const;
    const round: Round = { report, detections: [cut], lines: [], accountHold: null, tookOver: false };
    const input = { round, looks: [], state: emptyState(""), faults: [], drift: [], nowMs: 0 };
    expect(composeNews(new Map(), { ...input, isEnding: true }).news).toMatchObject({
      troubles: new Map(),
      notices: [],
    });
    expect(composeNews(new Map(), { ...input, isEnding: false }).news.notices).toHaveLength(1);
  });
});
