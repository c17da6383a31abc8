import { describe, expect, it } from "vitest";
import { type AnswerRules, judgeAnswer } from "../../src/detect/judge-answer.ts";
import { parseNetwork } from "../../src/model/addresses/ip-network.ts";

const asked: AnswerRules = {
  source: { uri: "https://x", operator: "x", authoritative: "never" },
  uplink: "lte",
  family: "ipv4",
  allowNonPublic: false,
  only: [],
  never: [],
  durationMs: 7,
};
const common = { source: "https://x", operator: "x", uplink: "lte", family: "ipv4", durationMs: 7 };

function judge(
  address: string,
  more: Partial<AnswerRules> = {},
  authoritative: AnswerRules["source"]["authoritative"] = "never",
) {
  return judgeAnswer({ ...asked, ...more, source: { ...asked.source, authoritative } }, { kind: "address", address });
}

function networks(...texts: string[]) {
  return texts.flatMap((text) => {
    const parsed = parseNetwork(text, "ipv4");
    return parsed.ok ? [parsed.network] : [];
  });
}

describe("the user's own rules", () => {
  const barred = { kind: "refused", address: "185.0.2.1", barred: true, authoritative: false };

  it.each([
    ["inside never", { never: networks("10.0.0.0/8", "185.0.2.0/24") }, "refused by never: 185.0.2.0/24"],
    ["that never names", { never: networks("185.0.2.1") }, "refused by never: 185.0.2.1"],
    [
      "outside only",
      { only: networks("185.0.3.0/24", "8.0.0.0/8") },
      "refused by only: not in 185.0.3.0/24, 8.0.0.0/8",
    ],
    [
      "inside both",
      { only: networks("185.0.0.0/16"), never: networks("185.0.2.0/24") },
      "refused by never: 185.0.2.0/24",
    ],
  ])("refuse an address %s, with the reason, also a source's whose word is enough", (_title, rules, reason) => {
    expect(judge("185.0.2.1", rules, "always")).toMatchObject({ ...barred, reason });
  });

  it("name the first of many networks", () => {
    const only = networks("1.0.0.0/8", "2.0.0.0/8", "3.0.0.0/8", "4.0.0.0/8", "5.0.0.0/8");
    expect(judge("185.0.2.1", { only }).reason).toBe(
      "refused by only: not in 1.0.0.0/8, 2.0.0.0/8, 3.0.0.0/8 and 2 more",
    );
  });

  it("let everything else pass", () => {
    const rules = { only: networks("185.0.2.0/25"), never: networks("185.0.2.64/26") };
    expect(judge("185.0.2.1", rules, "always")).toMatchObject({ kind: "address", authoritative: true });
  });
});

describe("the judge of answers", () => {
  it("lets a public address pass, in canonical form", () => {
    expect(judge("::ffff:185.0.2.1")).toEqual({
      ...common,
      kind: "address",
      address: "185.0.2.1",
      reason: null,
      authoritative: false,
    });
    expect(judge("2A02::0:1", { family: "ipv6" })).toMatchObject({ kind: "address", address: "2a02::1" });
  });

  it("refuses an address that is not public, naming the registry's entry", () => {
    expect(judge("100.64.0.1", {}, "always")).toEqual({
      ...common,
      kind: "refused",
      address: "100.64.0.1",
      reason: "not public: 100.64.0.0/10, shared address space of carrier-grade NAT (RFC 6598)",
      authoritative: false,
    });
    expect(judge("fd00::1", { family: "ipv6" }).kind).toBe("refused");
  });

  it("lets it pass where the user allows it", () => {
    expect(judge("10.0.0.1", { allowNonPublic: true })).toMatchObject({ kind: "address", reason: null });
  });

  it("takes nothing of the other family and nothing that is not an address", () => {
    expect(judge("2a02::1")).toMatchObject({
      kind: "none",
      address: null,
      reason: "answered with 2a02::1, which is of the other family",
    });
    expect(judge("10")).toMatchObject({
      kind: "none",
      address: null,
      reason: "answered with something that is not an address",
    });
  });

  it("passes on that there was no answer, and why", () => {
    const silent = judgeAnswer(asked, { kind: "none", reason: "silence" });
    expect(silent).toEqual({
      ...common,
      kind: "none",
      address: null,
      reason: "silence",
      authoritative: false,
      absent: false,
      unable: false,
      translated: false,
    });
    expect(judgeAnswer(asked, { kind: "none", reason: "no route", absent: true })).toMatchObject({
      absent: true,
      translated: false,
    });
    expect(judgeAnswer(asked, { kind: "none", reason: "IPv4 only", unable: true })).toMatchObject({ unable: true });
    expect(judgeAnswer(asked, { kind: "none", reason: "NAT", translated: true })).toMatchObject({
      absent: false,
      translated: true,
    });
  });

  it("knows whose word needs no second voice: an own interface's only while it is public", () => {
    expect(judge("185.0.2.1", {}, "always").authoritative).toBe(true);
    expect(judge("185.0.2.1", {}, "when-public").authoritative).toBe(true);
    expect(judge("185.0.2.1", {}, "never").authoritative).toBe(false);
    expect(judge("10.0.0.1", { allowNonPublic: true }, "always").authoritative).toBe(true);
    expect(judge("10.0.0.1", { allowNonPublic: true }, "when-public").authoritative).toBe(false);
  });
});
