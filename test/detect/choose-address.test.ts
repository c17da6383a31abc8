import { describe, expect, it } from "vitest";
import { type AgreementRules, chooseAddress, countVoices } from "../../src/detect/choose-address.ts";
import type { SourceAnswer } from "../../src/model/detection.ts";

const first = "185.0.2.1";
const second = "185.0.2.2";

function answer(source: string, address: string | null, more: Partial<SourceAnswer> = {}): SourceAnswer {
  const kind = address === null ? "none" : "address";
  const reason = address === null ? "no answer within 5 s" : null;
  const common = { source, operator: source, uplink: "default", family: "ipv4", durationMs: 1 } as const;
  return { ...common, kind, address, reason, authoritative: false, ...more };
}

function choose(answers: readonly SourceAnswer[], rules: Partial<AgreementRules> = {}) {
  return chooseAddress(answers, { confirm: 2, remembered: null, behindNat: "publish", ...rules });
}

describe("agreement on an address", () => {
  it("needs as many independent sources as confirm says, the first time too", () => {
    expect(choose([answer("a", first)])).toEqual({
      verdict: "unconfirmed",
      address: null,
      source: null,
      reason: "confirmed by 1 of 2 required sources: a says 185.0.2.1",
    });
    expect(choose([answer("a", first), answer("b", first)])).toEqual({
      verdict: "confirmed",
      address: first,
      source: "a",
      reason: null,
    });
    expect(choose([answer("a", first)], { confirm: 1 }).verdict).toBe("confirmed");
    const two = [answer("a", first), answer("b", first), answer("c", null)];
    expect(choose(two, { confirm: 3 })).toMatchObject({
      verdict: "unconfirmed",
      reason: "confirmed by 2 of 3 required sources: a says 185.0.2.1; b says 185.0.2.1; c: no answer within 5 s",
    });
  });

  it("counts the sources of one operator once", () => {
    const answers = [answer("a", first, { operator: "google" }), answer("b", first, { operator: "google" })];
    expect(choose(answers).verdict).toBe("unconfirmed");
    expect(countVoices(answers)).toBe(1);
    expect(choose([...answers, answer("c", first)]).verdict).toBe("confirmed");
  });

  it("is not needed again while one source says what was confirmed before", () => {
    expect(choose([answer("a", first)], { remembered: first })).toMatchObject({
      verdict: "confirmed",
      source: "a",
      reason: null,
    });
    expect(choose([answer("a", null), answer("b", first)], { remembered: first })).toMatchObject({
      verdict: "confirmed",
      source: "b",
    });
    expect(choose([answer("a", second)], { remembered: first }).verdict).toBe("unconfirmed");
  });

  it("is none where sources contradict each other, and says who said what", () => {
    const answers = [answer("a", first), answer("b", second), answer("c", null)];
    const disagreement = {
      verdict: "disagreement",
      address: null,
      source: null,
      reason: "sources disagree: a says 185.0.2.1; b says 185.0.2.2",
    };
    expect(choose(answers)).toEqual(disagreement);
    expect(choose(answers, { remembered: first })).toEqual(disagreement);
    expect(choose(answers, { remembered: first, confirm: 1 })).toEqual(disagreement);
    const tie = [answer("a", first), answer("b", second), answer("c", second), answer("d", first)];
    expect(choose(tie).verdict).toBe("disagreement");
  });

  it("goes to the address with enough voices and more than any other, naming who was outvoted", () => {
    const answers = [answer("a", second), answer("b", first), answer("c", first)];
    const expected = { verdict: "confirmed", address: first, source: "b", reason: "outvoted: a says 185.0.2.2" };
    expect(choose(answers)).toEqual(expected);
    expect(choose(answers, { remembered: first })).toEqual(expected);
    expect(choose(answers, { remembered: second })).toEqual(expected);
    expect(choose(answers, { confirm: 3 }).verdict).toBe("disagreement");
  });
});

describe("a word that needs no second voice", () => {
  const own = (address: string) => answer("interface:", address, { operator: "this machine", authoritative: true });

  it("decides alone", () => {
    expect(choose([own(first)], { confirm: 3 })).toMatchObject({
      verdict: "confirmed",
      address: first,
      source: "interface:",
    });
  });

  it("decides against any number of others", () => {
    const others = [answer("a", second), answer("b", second)];
    expect(choose([...others, own(first)])).toMatchObject({ verdict: "confirmed", address: first, reason: null });
  });

  it("is the one that was configured first where there are two", () => {
    expect(choose([own(second), own(first)]).address).toBe(second);
  });

  it("is none while the address is refused", () => {
    const refused = { ...own("192.168.1.5"), kind: "refused" as const, reason: "not public: 192.168.0.0/16" };
    expect(choose([refused])).toMatchObject({
      verdict: "unknown",
      reason: "interface: says 192.168.1.5, not public: 192.168.0.0/16",
    });
  });
});

describe("answers that name no address", () => {
  const absent = (source: string) => answer(source, null, { absent: true, reason: "no IPv4 route" });

  it("are unknown, as long as one of them just did not answer", () => {
    expect(choose([])).toEqual({ verdict: "unknown", address: null, source: null, reason: "no source to ask" });
    expect(choose([answer("a", null), absent("b")])).toEqual({
      verdict: "unknown",
      address: null,
      source: null,
      reason: "a: no answer within 5 s; b: no IPv4 route",
    });
    expect(choose([answer("a", null)], { remembered: first }).verdict).toBe("unknown");
    expect(choose([answer("natpmp:", null)]).reason).toBe("natpmp: no answer within 5 s");
    expect(choose([answer("http://[::1]:9/", null)]).reason).toBe("http://[::1]:9/: no answer within 5 s");
  });

  it("are absent where every source says that there is no such address", () => {
    expect(choose([absent("a"), absent("b")])).toMatchObject({
      verdict: "absent",
      address: null,
      reason: "a: no IPv4 route; b: no IPv4 route",
    });
  });

  it("prove nothing where a source can't be asked for the family at all, though one never seen counts as none", () => {
    const unable = answer("natpmp:", null, { unable: true, reason: "can't be asked for IPv6" });
    expect(choose([unable, absent("a")]).verdict).toBe("absent");
    expect(choose([unable, answer("a", null)]).verdict).toBe("unknown");
    expect(choose([unable]).verdict).toBe("absent");
    expect(choose([unable], { remembered: first }).verdict).toBe("unknown");
  });

  it("are quoted as far as a line goes, the ones that failed before the ones that know of none", () => {
    const silent = [absent("a"), absent("b"), answer("c", null), absent("d")];
    expect(choose(silent).reason).toBe(
      "c: no answer within 5 s; a: no IPv4 route; 2 more give no answer (`gigahost-ddns detect` shows all)",
    );
    expect(choose(silent.slice(0, 3)).reason).toBe("c: no answer within 5 s; a: no IPv4 route; b: no IPv4 route");
  });

  it("count an own address that must not be published as none", () => {
    const own = answer("interface:", "192.168.1.5", {
      kind: "refused",
      operator: "this machine",
      reason: "not public: x",
    });
    expect(choose([own, absent("b")]).verdict).toBe("absent");
    expect(choose([{ ...own, operator: "a.example:443" }, absent("b")]).verdict).toBe("unknown");
  });

  it("do not contradict the ones that do", () => {
    const refused = answer("r", "10.0.0.1", { kind: "refused", reason: "not public: x" });
    expect(choose([refused, answer("a", first), answer("b", first)])).toMatchObject({
      verdict: "confirmed",
      reason: null,
    });
    expect(choose([refused, answer("a", first)])).toMatchObject({
      verdict: "unconfirmed",
      reason: "confirmed by 1 of 2 required sources: r says 10.0.0.1, not public: x; a says 185.0.2.1",
    });
    expect(countVoices([refused])).toBe(0);
    expect(countVoices([])).toBe(0);
  });
});

describe("behind the provider's address translation", () => {
  const agreed = [answer("a", first), answer("b", first)];
  const router = (more: Partial<SourceAnswer>) => answer("natpmp:", null, { operator: "router", ...more });
  const shared = { kind: "refused", address: "100.64.1.2", reason: "not public: CGNAT" } as const;

  it("the address is still published, unless the user refuses it", () => {
    const answers = [router(shared), ...agreed];
    expect(choose(answers)).toMatchObject({
      verdict: "confirmed",
      translation: expect.stringContaining("the router's own address is 100.64.1.2"),
    });
    expect(choose(answers, { behindNat: "refuse" })).toEqual({
      verdict: "refused",
      address: null,
      source: null,
      reason:
        "the router's own address is 100.64.1.2, but the Internet sees 185.0.2.1: the provider translates addresses (CGNAT) and shares this one among customers, so nobody can connect from outside; ask the provider for a public IPv4 address, or publish IPv6 only (ipv4: false) (behind_nat: refuse)",
    });
  });

  it.each([
    ["a router with another public address", router({ kind: "address", address: second, reason: null }), "refused"],
    ["a router without any public address", router({ translated: true }), "refused"],
    ["a router with the same address", router({ kind: "address", address: first, reason: null }), "confirmed"],
    ["a router that does not answer", router({}), "refused"],
    [
      "a shared address on this machine",
      answer("interface:", null, { ...shared, operator: "this machine" }),
      "refused",
    ],
    [
      "what 464XLAT and DS-Lite put in front of a shared address",
      answer("interface:", null, { ...shared, address: "192.0.0.2", operator: "this machine" }),
      "refused",
    ],
    ["an own interface that has the address", answer("interface:", first, { operator: "this machine" }), "confirmed"],
    ["a stranger's word, where no router is asked", answer("c", first), "refused"],
    [
      "a private address on this machine",
      answer("interface:", null, { kind: "refused", address: "192.168.1.5", reason: "x", operator: "this machine" }),
      "refused",
    ],
    ["a shared address from a stranger", answer("x", null, shared), "refused"],
  ])("is told by %s or not", (_title, evidence, verdict) => {
    expect(choose([evidence, ...agreed], { behindNat: "refuse" }).verdict).toBe(verdict);
  });

  const privateOwn = answer("interface:", null, {
    ...{ kind: "refused", address: "192.168.1.5", reason: "x", operator: "this machine" },
  });
  const absentOwn = answer("interface:", null, { operator: "this machine", absent: true });

  it.each([
    ["a shared address of the router's beside one voice", [router(shared), answer("a", first)], "refused"],
    [
      "a router without a public address, and nobody else",
      [router({ translated: true }), answer("a", null)],
      "refused",
    ],
    ["DS-Lite on this machine alone", [{ ...privateOwn, address: "192.0.0.2" }], "refused"],
    ["a private address of this machine's alone", [privateOwn], "refused"],
    ["one voice, and a router that is silent", [router({}), answer("a", first)], "unconfirmed"],
    ["no route at all", [absentOwn], "absent"],
    ["nobody's answer", [router({}), answer("a", null)], "unknown"],
  ])("makes of %s, where no address was agreed on: refused, never absent", (_title, answers, verdict) => {
    expect(choose(answers, { behindNat: "refuse" }).verdict).toBe(verdict);
  });

  it.each([
    ["100.64.1.2", /CGNAT.*ask the provider/],
    ["192.0.0.2", /DS-Lite or 464XLAT.*ask the provider/],
    ["192.168.1.2", /another router .*double NAT.*bridge mode/],
    ["10.7.0.1", /another router .*double NAT.*bridge mode/],
    [second, /the provider .* or .* through a VPN/],
  ])("says what it means that the router has %s, and what to do", (address, words) => {
    const evidence = router({ kind: address === second ? "address" : "refused", address, reason: null });
    expect(choose([evidence, ...agreed]).translation).toMatch(words);
  });

  it("is not told by a tunnel's address where the router has what the Internet sees", () => {
    const tunnel = answer("interface:tailscale0", null, { ...shared, operator: "this machine" });
    const own = router({ kind: "address", address: first, reason: null });
    expect(choose([tunnel, own, answer("a", first)], { behindNat: "refuse" })).toMatchObject({ verdict: "confirmed" });
    expect(choose([tunnel, own, answer("a", first)])).not.toHaveProperty("translation");
  });
});

describe("addresses that the user's own rules bar", () => {
  const barred = (source: string, more: Partial<SourceAnswer> = {}) =>
    answer(source, first, { kind: "refused", reason: "refused by never: 185.0.2.0/24", barred: true, ...more });

  it.each([
    ["as many voices as an address needs", [barred("a"), barred("b"), answer("c", null)], "refused"],
    ["all who can answer", [barred("a"), answer("b", null, { unable: true })], "refused"],
    ["one beside silent others, who may know better", [barred("a"), answer("b", null)], "unknown"],
    [
      "one operator twice beside a silent one",
      [barred("a"), barred("b", { operator: "a" }), answer("c", null)],
      "unknown",
    ],
    ["one beside another address, which is not enough", [barred("a"), answer("b", second)], "unconfirmed"],
    [
      "one beside another address with enough voices",
      [barred("a"), answer("b", second), answer("c", second)],
      "confirmed",
    ],
  ])("named by %s", (_title, answers, verdict) => {
    expect(choose(answers).verdict).toBe(verdict);
  });

  it("are never absent, also on an interface of this machine", () => {
    expect(choose([barred("interface:", { operator: "this machine" })])).toEqual({
      verdict: "refused",
      address: null,
      source: null,
      reason: "interface: says 185.0.2.1, refused by never: 185.0.2.0/24",
    });
  });
});
