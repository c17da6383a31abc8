import { describe, expect, it } from "vitest";
import { isProbeDue, rememberDyndnsRefused, rememberProbe } from "../../../src/publish/remember/probe-account.ts";
import { accountHold, changeState, hour, nowMs, stateOf, waitUntil } from "../facts.ts";

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
