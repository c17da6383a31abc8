import { describe, expect, it } from "vitest";
import { type AgreementRules, chooseAddress } from "../../../src/detect/choose-address.ts";
import type { Detection, SourceAnswer } from "../../../src/model/detection.ts";
import type { HostnameStatus } from "../../../src/model/status.ts";
import { recordsTookOver } from "../../../src/model/status.ts";
import { describeConnectionError } from "../../../src/platform/network/describe-connection-error.ts";
import { readReply } from "../../../src/publish/answers/read-reply.ts";
import { accountReason, specifyLift } from "../../../src/publish/answers/reasons.ts";
import { serverWords } from "../../../src/publish/answers/server-words.ts";
import { describeFailure, interrupted } from "../../../src/publish/engines/describe-failure.ts";
import { noZone, withoutEffect } from "../../../src/publish/engines/explain-api-failure.ts";
import { chooseEngine } from "../../../src/publish/plan/choose-engine.ts";
import { decideFamily, type FamilyInput } from "../../../src/publish/plan/decide-family.ts";
import { findObstacle } from "../../../src/publish/plan/find-obstacle.ts";
import { describeFinding, describeRefutedRepair } from "../../../src/publish/verify/judge-answers.ts";
import { judgeHealth } from "../../../src/status/health.ts";
import { languages } from "../../../src/status/page/words/languages.ts";
import { createTranslate } from "../../../src/status/page/words/translate.ts";
import { hour, minute, nowMs, published, seen, stateOf, v4, v6, wanted } from "../../publish/facts.ts";

const host = "home.example.no";
const { translate } = languages.nb;
const textOf = (sentence: string) =>
  translate(sentence)
    .map(({ text }) => text)
    .join("");

function expectTranslated(sentences: readonly (string | null | undefined)[]): void {
  const said = sentences.filter((sentence) => sentence !== null && sentence !== undefined);
  expect(said.length).toBeGreaterThan(0);
  const english = said.flatMap((sentence) => translate(sentence).filter(({ foreign }) => foreign));
  const same = said.filter((sentence) => textOf(sentence) === sentence);
  const missing = [...new Set([...english.map(({ text }) => text), ...same])];
  expect(missing, "src/status/page/words/norwegian/phrases/ lacks these").toEqual([]);
}

describe("the daemon's sentences are Norwegian on a Norwegian page", () => {
  const subject = { hostname: host, address: v4, credential: "the API key" };
  const lifts = [
    null,
    {
      account: "you give the container a new one and restart it, or you run `gigahost-ddns retry` in it",
      retry: "`gigahost-ddns retry` in the container",
    },
    {
      account:
        "you write a new one into its file in /etc/gigahost-ddns and run `sudo systemctl restart gigahost-ddns`, which passes it on, or you run `sudo gigahost-ddns retry`",
      retry: "`sudo gigahost-ddns retry`",
    },
  ];

  it("what the server's words mean, and what lifts a hold in each place", () => {
    const words = Object.values(serverWords).flatMap(({ reason }) => reason(subject) ?? []);
    const reasons = [
      ...words,
      ...["the API key", "the user name or password"].map((label) => accountReason(label, "badauth")),
      noZone(host, "the API key").reason ?? null,
    ];
    expectTranslated(reasons.flatMap((reason) => lifts.map((lift) => reason && specifyLift(reason, lift))));
    expect(textOf(serverWords.nohost.reason(subject) ?? "")).toBe(
      `${host} ligger ikke i noen sone på denne kontoen (nohost): sjekk skrivemåten, og at sonen finnes; ingenting mer sendes for det før innstillingene endres eller du kjører \`gigahost-ddns retry\``,
    );
  });

  it("answers that can't be read, and requests without one", () => {
    const asked = { hostnames: [host], change: ["ipv4"], ipv4: v4, ipv6: null } as const;
    const replies = [
      [500, ""],
      [404, "<html><body>no</body></html>"],
      [429, ""],
      [302, ""],
      [200, "what is this"],
      [200, "good 185.0.2.9"],
      [503, '{"meta":{"message":"x"}}'],
    ] as const;
    const said = replies.flatMap(([status, body]) =>
      readReply({ status, body, retryAfterMs: null, cut: false }, asked, "the API key").answers.map(
        ({ reason }) => reason,
      ),
    );
    const failures = (["timeout", "network", "tls"] as const).flatMap((failure) =>
      [true, false].map(
        (sent) => describeFailure({ failure, sent, message: "no complete answer in time", code: null }, nowMs).reason,
      ),
    );
    const clock = describeFailure(
      { failure: "tls", sent: false, message: "", code: "CERT_NOT_YET_VALID" },
      nowMs,
    ).reason;
    expectTranslated([...said, ...failures, clock, interrupted.reason, withoutEffect(host, "A").reason]);
  });

  it("why a connection failed", () => {
    const codes = [
      "ECONNREFUSED",
      "ECONNRESET",
      "EHOSTUNREACH",
      "ETIMEDOUT",
      "EPERM",
      "ENOTFOUND",
      "EAI_AGAIN",
      "EAI_FAIL",
    ];
    const more = [
      "RESOLVER_SILENT",
      "EPROTO",
      "CERT_NOT_YET_VALID",
      "CERT_HAS_EXPIRED",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "ERR_SSL_X",
    ];
    for (const name of ["api.gigahost.no", null]) {
      for (const family of ["ipv4", null] as const) {
        expectTranslated([...codes, ...more].map((code) => describeConnectionError(code, { host: name, family })));
      }
    }
  });

  it("what the plan says of a family", () => {
    const decide = (family: "ipv4" | "ipv6", change: Partial<FamilyInput>, known = {}) =>
      decideFamily({
        ...{ name: wanted(host), family, seen: seen(family, "confirmed", family === "ipv4" ? v4 : v6) },
        ...{
          whenLost: "keep",
          force: false,
          nowMs,
          lookWallMs: nowMs,
          state: stateOf({ [host]: { [family]: known } }),
          ...change,
        },
      }).reason;
    const absent: Detection = { ...seen("ipv6", "absent"), reason: "interface: no IPv6 route to the Internet" };
    const lost = published(v6, { lostSinceMs: nowMs - hour, deletionToldMs: nowMs });
    const behind = wanted(host, { suffix: { suffix: "::1", prefixLength: 64 } });
    const told = { ...seen("ipv6", "confirmed", v6), source: "fritzbox:" };
    expectTranslated([
      decide("ipv6", { seen: absent }),
      decide("ipv6", { seen: { ...absent, reason: null } }),
      decide("ipv6", { seen: absent }, published(v6)),
      decide("ipv6", { seen: absent, whenLost: "delete" }, lost),
      decide("ipv4", { seen: undefined }),
      decide("ipv4", { force: true }, published(v4)),
      decide("ipv4", {}, published(v4, { unsettledAddress: v4 })),
      decide("ipv4", {}, { refusedAddress: v4 }),
      decide("ipv6", { name: behind, seen: { ...told, prefix: null } }),
      decide("ipv6", { name: behind, seen: { ...told, prefix: { address: "2a03::", length: 56 } } }),
    ]);
  });

  it("what holds an update up", () => {
    const recent = { recentUpdatesMs: Array.from({ length: 4 }, (_, index) => nowMs - index * minute) };
    const input = { maxUpdatesPerHour: 4, force: false, nowMs, state: stateOf({ [host]: { ipv4: recent } }) };
    const without = chooseEngine(wanted(host, { families: ["ipv6"] }), [], {
      engine: "dyndns",
      state: stateOf(),
      zones: new Set(),
    });
    expectTranslated([
      findObstacle({ hostname: host }, input)?.reason,
      without.ok ? null : without.reason,
      recordsTookOver,
    ]);
  });

  it("what sources say, one against another too", () => {
    const answer = (source: string, address: string | null, more: Partial<SourceAnswer> = {}): SourceAnswer => ({
      ...{ source, operator: source, uplink: "default", family: "ipv4", durationMs: 1, authoritative: false },
      ...{
        kind: address === null ? "none" : "address",
        address,
        reason: address === null ? "no answer within 5 s" : null,
        ...more,
      },
    });
    const choose = (answers: readonly SourceAnswer[], rules: Partial<AgreementRules> = {}) =>
      chooseAddress(answers, { confirm: 2, remembered: null, behindNat: "publish", ...rules });
    const own = {
      kind: "refused",
      operator: "this machine",
      reason: "not public: 100.64.0.0/10, shared address space of carrier-grade NAT (RFC 6598)",
    } as const;
    const barred = { kind: "refused", barred: true, reason: "refused by never: 185.0.0.0/16" } as const;
    const strangers = [answer("dns:google", v4), answer("dns:opendns", v4)];
    const nat = choose([answer("interface:", "100.64.0.2", own), ...strangers]);
    expectTranslated([
      choose([answer("dns:google", v4)]).reason,
      choose([answer("dns:google", v4), answer("dns:opendns", "185.0.2.9")]).reason,
      choose([answer("a:", null), answer("b:", null), answer("c:", null), answer("d:", null)]).reason,
      choose([answer("a:", v4, barred)]).reason,
      choose(strangers, { behindNat: "refuse" }).reason,
      choose([]).reason,
      nat.translation,
      choose([answer("natpmp:", "192.168.0.7", { operator: "router" }), ...strangers]).translation,
      choose([answer("interface:", "100.64.0.2", own), ...strangers], { behindNat: "refuse" }).reason,
    ]);
  });

  it("what DNS shows instead", () => {
    const finding = {
      hostname: host,
      family: "ipv4",
      published: v4,
      addresses: ["203.0.113.9"],
      reason: "the API key may not",
    } as never as Parameters<typeof describeFinding>[0];
    expectTranslated([
      describeFinding({ ...finding, verdict: "disputed" }),
      describeFinding({ ...finding, verdict: "disputed", addresses: [] }),
      describeRefutedRepair(finding),
    ]);
  });

  it("how the whole is", () => {
    const look = {
      uplink: "default",
      family: "ipv4",
      verdict: "unconfirmed",
      reason: "no answer within 5 s",
      heardMs: null,
      settledMs: null,
      confirmedMs: null,
      outvoted: [],
      translation: null,
    } as const;
    const line = (state: HostnameStatus["state"], reason: string | null, name = host): HostnameStatus => ({
      ...{
        hostname: name,
        family: "ipv4",
        wanted: v4,
        published: v4,
        publishedAt: null,
        state,
        result: null,
        reason,
        nextAttemptAt: null,
      },
    });
    const judge = (change: object) =>
      judgeHealth({
        nowMs: hour,
        startedMs: 0,
        roundDone: true,
        periodMs: 30_000,
        accountHold: null,
        hostnames: [],
        looks: [],
        faults: [],
        ...change,
      }).problems;
    const held = serverWords.nohost.reason(subject);
    expectTranslated([
      ...judge({ roundDone: false }),
      ...judge({ roundDone: false, nowMs: 0 }),
      ...judge({ accountHold: accountReason("the API key", "badauth") }),
      ...judge({ hostnames: [line("held", held)] }),
      ...judge({ hostnames: [line("held", held), line("waiting", "retrying later"), line("pending", null)] }),
      ...judge({
        hostnames: ["a", "b", "c", "d", "e"].map((name) =>
          line(
            "waiting",
            "the server reports a DNS error (dnserr): retrying in 30 minutes or more",
            `${name}.example.no`,
          ),
        ),
      }),
      ...judge({
        hostnames: [line("absent", "there is no longer an IPv4 address or route here; keeping 185.0.2.1")],
      }),
      ...judge({ looks: [look], hostnames: [line("ok", null)] }),
      ...judge({ looks: [look] }),
      ...judge({ looks: [{ ...look, settledMs: 0, heardMs: hour }] }),
      ...judge({ looks: [{ ...look, uplink: "lte", settledMs: 0, heardMs: hour }] }),
    ]);
  });
});

describe("a translation", () => {
  const short = createTranslate([
    ["{who} waits: {why}", "{why}, sier {who}"],
    ["no answer", "ikke noe svar"],
  ]);

  it("puts what differs where the other language has it, and translates that, too", () => {
    expect(short("home.example.no waits: no answer.")).toEqual([
      { text: "ikke noe svar, sier home.example.no.", foreign: false },
    ]);
  });

  it("goes part by part where sentences are joined, and marks what nobody translated", () => {
    expect(short("no answer; the moon is full")).toEqual([
      { text: "ikke noe svar; ", foreign: false },
      { text: "the moon is full", foreign: true },
    ]);
    expect(short("stun://a: no answer")).toEqual([{ text: "stun://a: ikke noe svar", foreign: false }]);
  });

  it("of a long foreign text ends soon", () => {
    const long = "a waits: ".repeat(2_000);
    expect(translate(long).length).toBeGreaterThan(0);
    expect(short(long).length).toBeGreaterThan(0);
  });
});
