import { describe, expect, it } from "vitest";
import { createDriftLedger } from "../../../src/publish/verify/drift-ledger.ts";
import type { DriftFinding } from "../../../src/publish/verify/judge-answers.ts";
import type { Verification } from "../../../src/publish/verify/verify-names.ts";
import { published, stateOf, v4 } from "../facts.ts";

const hostname = "home.example.no";
const other = "185.0.2.9";
const state = stateOf({ [hostname]: { ipv4: published(v4) } });
const line = { hostname, family: "ipv4" } as const;

function finding(verdict: DriftFinding["verdict"], change: Partial<DriftFinding> = {}): DriftFinding {
  const addresses = verdict === "same" || verdict === "missing" ? [] : [other];
  return { ...line, published: v4, verdict, addresses, reason: null, ...change };
}

function look(...findings: readonly DriftFinding[]): Verification {
  return { findings, foreignZones: [], ownZones: [] };
}

describe("a drift that the records API has, too", () => {
  it("is news, and is put right", () => {
    const ledger = createDriftLedger();
    const drift = finding("different");
    expect(ledger.isNews(look(drift))).toBe(true);
    expect(ledger.enter(look(drift, finding("missing", { family: "ipv6" })), state)).toHaveLength(2);
    expect(ledger.notes()).toEqual([]);
  });

  it("is left alone from the second look on once the server said that there was nothing to do", () => {
    const ledger = createDriftLedger();
    const drift = finding("different");
    ledger.expectRepairs(ledger.enter(look(drift), state));
    expect(ledger.refuteRepairs([{ ...line, result: "nochg" }])).toHaveLength(1);
    expect(ledger.notes()).toEqual([expect.stringMatching(/185\.0\.2\.9.*already has 185\.0\.2\.1 \(nochg\)/)]);
    expect(ledger.isNews(look(drift))).toBe(false);
    expect(ledger.enter(look(drift), state)).toEqual([]);
    expect(ledger.notes()).toHaveLength(1);
  });

  it("is put right again when something else is there, and is over when all is well", () => {
    const ledger = createDriftLedger();
    ledger.expectRepairs(ledger.enter(look(finding("different")), state));
    ledger.refuteRepairs([{ ...line, result: "nochg" }]);
    expect(ledger.isNews(look(finding("same")))).toBe(true);
    expect(ledger.enter(look(finding("different", { addresses: ["185.0.2.7"] })), state)).toHaveLength(1);
    expect(ledger.notes()).toEqual([]);
  });

  it("is refuted by no answer but nochg, and only in the round after the look", () => {
    const ledger = createDriftLedger();
    for (const result of ["good", "http_500", null] as const) {
      ledger.expectRepairs([finding("different")]);
      expect(ledger.refuteRepairs([{ ...line, result }])).toEqual([]);
    }
    expect(ledger.refuteRepairs([{ ...line, result: "nochg" }])).toEqual([]);
    expect(ledger.notes()).toEqual([]);
  });
});

describe("what DNS alone shows", () => {
  it.each([
    ["disputed", /DNS shows 185\.0\.2\.9 for home\.example\.no, but Gigahost has 185\.0\.2\.1/],
    ["unconfirmed", /instead of 185\.0\.2\.1, and the records API can't confirm it/],
  ] as const)("is noted once when %s, never put right, and over with a look that finds all well", (verdict, words) => {
    const ledger = createDriftLedger();
    const found = look(finding(verdict));
    expect(ledger.isNews(found)).toBe(true);
    expect(ledger.enter(found, state)).toEqual([]);
    expect(ledger.notes()).toEqual([expect.stringMatching(words)]);
    expect(ledger.isNews(found)).toBe(false);
    expect(ledger.isNews(look(finding("unknown")))).toBe(false);
    expect(ledger.enter(look(finding("unknown")), state)).toEqual([]);
    expect(ledger.notes()).toHaveLength(1);
    expect(ledger.isNews(look(finding("same")))).toBe(true);
    ledger.enter(look(finding("same")), state);
    expect(ledger.notes()).toEqual([]);
  });

  it("is not a trouble of a hostname that is no longer configured", () => {
    const ledger = createDriftLedger();
    ledger.enter(look(finding("disputed")), state);
    ledger.enter(look(), stateOf());
    expect(ledger.notes()).toEqual([]);
  });
});

it("A zone that somebody else serves is noted until Gigahost serves it", () => {
  const ledger = createDriftLedger();
  const foreignZones = [{ zoneName: "example.no", nameServers: ["ns.elsewhere.example"] }];
  const foreign = { ...look(), foreignZones };
  expect(ledger.isNews(foreign)).toBe(true);
  ledger.enter(foreign, state);
  expect(ledger.notes()).toEqual([expect.stringContaining("example.no is served by ns.elsewhere.example")]);
  expect(ledger.isNews(foreign)).toBe(false);
  ledger.enter(look(), state);
  expect(ledger.notes()).toHaveLength(1);
  const own = { ...look(), ownZones: ["example.no"] };
  expect(ledger.isNews(own)).toBe(true);
  ledger.enter(own, state);
  expect(ledger.notes()).toEqual([]);
});
