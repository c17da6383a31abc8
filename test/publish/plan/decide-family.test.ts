import { describe, expect, it } from "vitest";
import { deleteAfterMs, tellBeforeMs } from "../../../src/model/loss.ts";
import type { RememberedName } from "../../../src/model/state.ts";
import { decideFamily, type FamilyInput, isRefused } from "../../../src/publish/plan/decide-family.ts";
import { nowMs, published, seen, stateOf, v4, v6, wanted } from "../facts.ts";

const hostname = "home.example.no";
const confirmed = seen("ipv4", "confirmed", v4);

function decide(known: Partial<RememberedName> | null, change: Partial<FamilyInput> = {}) {
  const state = stateOf(known === null ? {} : { [hostname]: { ipv4: known } });
  const usual = { name: wanted(hostname), family: "ipv4", seen: confirmed, whenLost: "keep", force: false } as const;
  return decideFamily({ ...usual, state, nowMs, lookWallMs: nowMs, ...change });
}

describe("the cause of a change that is not the address", () => {
  const changedMs = nowMs - 3_600_000;
  const at = (ms: number) => new Date(ms).toISOString();
  const address = { address: v4, source: "x", seenAt: at(changedMs), changedAt: at(changedMs), looksSinceOther: 0 };
  const causeOf = (known: Partial<RememberedName> | null, lookWallMs = nowMs) => {
    const state = stateOf(known === null ? {} : { [hostname]: { ipv4: known } });
    const seenBefore = { ...state, addresses: { default: { ipv4: address } } };
    return decide(null, { state: seenBefore, lookWallMs }).cause;
  };
  const later = { result: "good", publishedAt: at(changedMs + 1_000) } as const;
  const before = { result: "good", publishedAt: at(changedMs - 1_000) } as const;

  it.each<[string, Partial<RememberedName> | null, string | undefined]>([
    ["of a hostname that nobody has tried to publish", null, "new"],
    ["of one that could not be published yet", { result: "timeout" }, undefined],
    ["of one that was published before the address changed", published("185.0.2.9", before), undefined],
    ["of a record that was changed by another hand", published("185.0.2.9", later), "again"],
    ["of a record that is missing", { ...later, published: null }, "again"],
    [
      "of what another replica had published",
      published("185.0.2.9", { publishedAt: at(nowMs - 1), result: null }),
      undefined,
    ],
    ["of a record that was deleted because the address was lost", { result: "good" }, undefined],
  ])("%s", (_, known, cause) => {
    expect(causeOf(known)).toBe(cause);
  });

  it("of a hostname and an address that are both new", () => {
    expect(causeOf(null, changedMs)).toBeUndefined();
  });
});

describe("a confirmed address", () => {
  it.each<[string, Partial<RememberedName> | null, string]>([
    ["never published", null, "change"],
    ["another one is published", published("185.0.2.9"), "change"],
    ["it is published", published(v4), "settled"],
    ["it was sent without a clear answer", published(v4, { unsettledAddress: v4 }), "change"],
    ["another one was sent without a clear answer", published(v4, { unsettledAddress: "185.0.2.9" }), "change"],
    ["the server calls it invalid", { refusedAddress: v4 }, "refused"],
    ["the server calls another one invalid", { refusedAddress: "185.0.2.9" }, "change"],
  ])("when %s", (_what, known, kind) => {
    expect(decide(known)).toMatchObject({ kind, address: v4, previous: known?.published ?? null });
  });

  it("that is published is sent again with --force, which says so; an invalid one isn't", () => {
    expect(decide(published(v4), { force: true })).toMatchObject({
      kind: "change",
      reason: expect.stringContaining("--force"),
    });
    expect(decide({ refusedAddress: v4 }, { force: true }).kind).toBe("refused");
  });

  it("of another writing is the same one", () => {
    const ipv6 = seen("ipv6", "confirmed", v6);
    const state = stateOf({ [hostname]: { ipv6: published("2A03:94E0:0:0::1") } });
    expect(decide(null, { family: "ipv6", seen: ipv6, state }).kind).toBe("settled");
    expect(isRefused(published(v4, { refusedAddress: "2A03:94E0:0:0::1" }), v6)).toBe(true);
  });

  it("is the prefix of a host behind it", () => {
    const name = wanted(hostname, { suffix: { suffix: "::1:2:3:4", prefixLength: 64 } });
    const ipv6 = seen("ipv6", "confirmed", "2a03:94e0:1:2::99");
    expect(decide(null, { name, family: "ipv6", seen: ipv6 })).toMatchObject({
      kind: "change",
      address: "2a03:94e0:1:2:1:2:3:4",
    });
  });
});

describe("a host behind a router that tells the prefix of its network", () => {
  const name = (prefixLength: number, suffix = "::1:2:3:4") => wanted(hostname, { suffix: { suffix, prefixLength } });
  const told = (prefix: { address: string; length: number } | null) => ({
    ...seen("ipv6", "confirmed", "2a02:fe0:0:1::5"),
    source: "fritzbox:",
    prefix,
  });
  const delegated = { address: "2a02:fe0:77:100::", length: 56 };

  it.each([
    [56, "::3:0:0:0:9", "2a02:fe0:77:103::9"],
    [48, "::3:0:0:0:9", "2a02:fe0:77:3::9"],
  ])("gets an address behind that prefix of /%i", (prefixLength, suffix, address) => {
    const decision = decide(null, { name: name(prefixLength, suffix), family: "ipv6", seen: told(delegated) });
    expect(decision).toMatchObject({ kind: "change", address });
  });

  it.each([
    [
      "shorter than prefix_length",
      delegated,
      "gives the prefix 2a02:fe0:77:100::/56, which is shorter than prefix_length (64)",
    ],
    ["not told", null, "gives the router's own address, but not the prefix"],
  ])("is left alone where it is %s", (_title, prefix, reason) => {
    expect(decide(null, { name: name(64), family: "ipv6", seen: told(prefix) })).toMatchObject({
      kind: "unknown",
      address: null,
      reason: expect.stringContaining(`fritzbox: ${reason}`),
    });
  });
});

describe("no address", () => {
  it.each(["unknown", "unconfirmed", "disagreement"] as const)(
    "because a look is %s calls for nothing, and says what stays",
    (verdict) => {
      const look = seen("ipv4", verdict);
      expect(decide(null, { seen: look })).toMatchObject({
        kind: "unknown",
        reason: `ipv4 is ${verdict}; nothing is published`,
      });
      expect(decide(published(v4), { seen: look }).reason).toContain(`keeping ${v4}`);
    },
  );

  it("because nobody looked says so", () => {
    expect(decide(null, { seen: undefined })).toMatchObject({
      kind: "unknown",
      reason: expect.stringContaining("no source is asked"),
    });
  });
});

describe("an address that isn't there", () => {
  const absent = { seen: seen("ipv4", "absent") };
  const lost = (agoMs: number) => published(v4, { lostSinceMs: nowMs - agoMs, deletionToldMs: nowMs - tellBeforeMs });

  it("and never was published is absent", () => expect(decide(null, absent).kind).toBe("absent"));

  it("and was published stays, however long, unless the user wants it deleted", () => {
    expect(decide(lost(30 * deleteAfterMs), absent)).toMatchObject({ kind: "lost", address: null, previous: v4 });
    expect(decide(published(v4), { ...absent, whenLost: "delete" }).kind).toBe("lost");
  });

  it("is removed after 24 hours, not a moment sooner, where the user wants that", () => {
    expect(decide(lost(deleteAfterMs - 1), { ...absent, whenLost: "delete" }).kind).toBe("lost");
    expect(decide(lost(deleteAfterMs), { ...absent, whenLost: "delete" })).toMatchObject({
      kind: "remove",
      reason: expect.stringContaining("when_lost: delete"),
    });
  });

  it("is not removed before an hour has passed since that was said", () => {
    const told = (agoMs: number) =>
      published(v4, { lostSinceMs: nowMs - 2 * deleteAfterMs, deletionToldMs: nowMs - agoMs });
    expect(decide(told(tellBeforeMs - 1), { ...absent, whenLost: "delete" }).kind).toBe("lost");
    expect(decide(told(tellBeforeMs), { ...absent, whenLost: "delete" }).kind).toBe("remove");
  });

  it("is left as it is where the user's own rule refuses it, with what is published", () => {
    const decision = decide(published(v4), { seen: { ...seen("ipv4", "refused"), reason: "behind NAT" } });
    expect(decision).toMatchObject({ kind: "barred", address: null, reason: `behind NAT; keeping ${v4}` });
  });
});
