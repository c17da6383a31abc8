import { describe, expect, it } from "vitest";
import { accountReason } from "../../../src/publish/answers/reasons.ts";
import {
  isProbeDue,
  isProofDue,
  rememberDyndnsRefused,
  rememberProbe,
  rememberProof,
} from "../../../src/publish/remember/probe-account.ts";
import { accountHold, changeState, hour, minute, nowIso, nowMs, stateOf, waitUntil } from "../facts.ts";

const held = stateOf({}, { hold: accountHold({ nextProbeMs: nowMs }), wait: waitUntil(nowMs) });

describe("a probe of the account", () => {
  it("is due when its time has come, and only while the account is held", () => {
    expect(isProbeDue(held, nowMs - 1)).toBe(false);
    expect(isProbeDue(held, nowMs)).toBe(true);
    expect(isProbeDue(stateOf(), nowMs)).toBe(false);
  });

  it("that is accepted lifts the hold", () => {
    const { account } = changeState(held, (draft) => rememberProbe(draft, "accepted", nowMs));
    expect(account).toMatchObject({ hold: null, wait: null });
  });

  it("that is refused is repeated after a day", () => {
    const { hold } = changeState(held, (draft) => rememberProbe(draft, "refused", nowMs)).account;
    expect(hold).toEqual(accountHold({ probes: 1, nextProbeMs: nowMs + 24 * hour }));
  });

  it("that tells nothing is repeated after an hour", () => {
    const { hold } = changeState(held, (draft) => rememberProbe(draft, "unknown", nowMs)).account;
    expect(hold).toEqual(accountHold({ probes: 0, nextProbeMs: nowMs + hour }));
  });

  it("changes nothing where no account is held", () => {
    expect(changeState(stateOf(), (draft) => rememberProbe(draft, "refused", nowMs))).toEqual(stateOf());
  });
});

it("A credential that only dyndns refuses is good for records", () => {
  const { account } = changeState(held, rememberDyndnsRefused);
  expect(account).toMatchObject({ dyndnsRefused: true, hold: null });
});

describe("a new credential", () => {
  const account = (unproven: { askedMs: number } | null, more = {}) => stateOf({}, { unproven, ...more });

  it("is asked about once where nothing is published, and again after ten minutes where nobody could tell", () => {
    expect(isProofDue(account({ askedMs: 0 }), false, nowMs)).toBe(true);
    expect(isProofDue(account({ askedMs: 0 }), true, nowMs)).toBe(false);
    expect(isProofDue(account(null), false, nowMs)).toBe(false);
    expect(isProofDue(account({ askedMs: 0 }, { hold: accountHold() }), false, nowMs)).toBe(false);
    expect(isProofDue(account({ askedMs: nowMs }), false, nowMs + 9 * minute)).toBe(false);
    expect(isProofDue(account({ askedMs: nowMs }), false, nowMs + 10 * minute)).toBe(true);
  });

  it.each([
    ["accepted", { unproven: null, hold: null }],
    ["unknown", { unproven: { askedMs: nowMs }, hold: null }],
    [
      "refused",
      { unproven: null, hold: { result: "http_401", reason: expect.stringContaining("refuses the API key") } },
    ],
  ] as const)("that is %s is remembered as that", (verdict, after) => {
    const now = { reason: accountReason("the API key", "GET /dns/zones"), nowMs, nowIso };
    const state = changeState(account({ askedMs: 0 }), (draft) => rememberProof(draft, verdict, now));
    expect(state.account).toMatchObject(after);
  });
});
