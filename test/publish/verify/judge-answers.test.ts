import { describe, expect, it } from "vitest";
import { planRound } from "../../../src/publish/plan/plan-round.ts";
import { rememberFindings } from "../../../src/publish/remember/remember-findings.ts";
import { draftState, rememberedName } from "../../../src/publish/remember/state-draft.ts";
import type { ServerAnswer } from "../../../src/publish/verify/ask-name-server.ts";
import {
  type DriftFinding,
  describeFinding,
  judgeAnswers,
  listPublished,
} from "../../../src/publish/verify/judge-answers.ts";
import { both, minute, nowMs, planInput, published, stateOf, v4, v6 } from "../facts.ts";

const hostname = "home.example.no";
const name = { hostname, family: "ipv4", published: v4 } as const;
const has = (...addresses: string[]): ServerAnswer => ({ kind: "addresses", addresses });
const silent: ServerAnswer = { kind: "none", reason: "it does not answer", silent: true };

describe("what is worth looking at", () => {
  it("is what was confirmed, in its canonical form", () => {
    const state = stateOf({
      [hostname]: { ipv4: published(v4), ipv6: published("2A03:94E0:0::1") },
      "new.example.no": { ipv4: {} },
    });
    expect(listPublished(state, nowMs)).toEqual([name, { hostname, family: "ipv6", published: v6 }]);
  });

  it("is not what is unclear, or was published just now", () => {
    const unclear = stateOf({ [hostname]: { ipv4: published(v4, { unsettledAddress: v6 }) } });
    expect(listPublished(unclear, nowMs)).toEqual([]);
    const recent = stateOf({ [hostname]: { ipv4: published(v4, { recentUpdatesMs: [nowMs - minute, nowMs] }) } });
    expect(listPublished(recent, nowMs + 29_999)).toEqual([]);
    expect(listPublished(recent, nowMs + 30_000)).toEqual([name]);
  });
});

describe("the answers of name servers", () => {
  it.each<[string, ServerAnswer[], Partial<DriftFinding>]>([
    ["one has the address", [has(v4)], { verdict: "same", addresses: [] }],
    ["one has it among others", [has("185.0.2.9", v4)], { verdict: "same" }],
    ["one is behind and another has it", [has("185.0.2.9"), has(v4)], { verdict: "same" }],
    [
      "all have another",
      [has("185.0.2.9"), has("185.0.2.8")],
      { verdict: "different", addresses: ["185.0.2.8", "185.0.2.9"] },
    ],
    [
      "one is silent and another has another",
      [silent, has("185.0.2.9")],
      { verdict: "different", addresses: ["185.0.2.9"] },
    ],
    ["none has any", [has(), has()], { verdict: "missing", addresses: [], reason: null }],
    ["all are silent", [silent], { verdict: "unknown", reason: "it does not answer" }],
    ["there is none", [], { verdict: "unknown", reason: "no name server could be asked" }],
  ])("when %s", (_what, answers, expected) => {
    expect(judgeAnswers(name, answers)).toMatchObject({ ...name, ...expected });
  });
});

describe("a manual edit", () => {
  const state = stateOf({ [hostname]: { ipv4: published(v4), ipv6: published(v6) } });
  const finding = (change: Partial<DriftFinding>): DriftFinding => ({
    ...name,
    verdict: "different",
    addresses: ["185.0.2.9"],
    reason: null,
    ...change,
  });

  it("is put back by the next plan, which tells what was there", () => {
    const draft = draftState(state);
    expect(rememberFindings(draft, [finding({})])).toEqual([finding({})]);
    const plan = planRound(planInput({ state: draft.state, detections: both }));
    expect(plan.lines[0]).toMatchObject({ action: "update", address: v4, previous: "185.0.2.9" });
    expect(plan.lines[1]).toMatchObject({ action: "none" });
  });

  it("that deletes the address is put back as well", () => {
    const draft = draftState(state);
    rememberFindings(draft, [finding({ verdict: "missing", addresses: [] })]);
    expect(rememberedName(draft.state, hostname, "ipv4")?.published).toBeNull();
  });

  it.each(["same", "unknown"] as const)("is not seen in a finding that is %s", (verdict) => {
    const draft = draftState(state);
    expect(rememberFindings(draft, [finding({ verdict })])).toEqual([]);
    expect(draft.isChanged()).toBe(false);
  });

  it("is none when something else was published or forgotten meanwhile", () => {
    const moved = draftState(stateOf({ [hostname]: { ipv4: published("185.0.2.2") } }));
    expect(rememberFindings(moved, [finding({})])).toEqual([]);
    expect(rememberFindings(draftState(stateOf()), [finding({})])).toEqual([]);
  });

  it("is told in plain words", () => {
    expect(describeFinding(finding({}))).toBe(
      `the IPv4 address of home.example.no was changed to 185.0.2.9, but not by this program; setting it back to ${v4} if that is still wanted`,
    );
    expect(describeFinding(finding({ family: "ipv6", verdict: "missing" }))).toMatch(
      /^the IPv6 address of home\.example\.no was removed from the zone/,
    );
  });
});
