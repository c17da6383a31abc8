import { describe, expect, it } from "vitest";
import type { RememberedName, State } from "../../../src/model/state.ts";
import { liftHolds, type SettleContext, settleState } from "../../../src/publish/remember/settle-state.ts";
import { draftState, rememberedName } from "../../../src/publish/remember/state-draft.ts";
import {
  accountHold,
  changeState,
  holdOf,
  hour,
  minute,
  nowMs,
  published,
  stateOf,
  v4,
  v6,
  waitUntil,
  wanted,
} from "../facts.ts";

const name = "home.example.no";
const other = "vpn.example.no";
const context: SettleContext = {
  names: [wanted(name), wanted(other)],
  fingerprint: "fingerprint",
  settingsOf: () => "settings",
  nowMs,
};

function settle(state: State, change: Partial<SettleContext> = {}): State {
  return changeState(state, (draft) => settleState(draft, { ...context, ...change }));
}

function entry(state: State, hostname = name, family: "ipv4" | "ipv6" = "ipv4"): RememberedName | null {
  return rememberedName(state, hostname, family);
}

const held = stateOf(
  { [name]: { ipv4: published(v4, { hold: holdOf(), refusedAddress: v4 }), ipv6: published(v6) } },
  { fingerprint: "fingerprint", hold: accountHold(), dyndnsRefused: true, wait: waitUntil(nowMs + minute) },
);

describe("a state that is taken over", () => {
  it("stays as it is under the same settings, and needs no write", () => {
    const draft = draftState(held);
    settleState(draft, context);
    expect(draft.state).toEqual(held);
    expect(draft.isChanged()).toBe(false);
  });

  it("loses what the account suffered under another credential", () => {
    const { account } = settle(held, { fingerprint: "another" });
    expect(account).toMatchObject({ fingerprint: "another", hold: null, dyndnsRefused: false, wait: null });
  });

  it("keeps a wait that the server asked for under another credential", () => {
    const wait = waitUntil(nowMs + minute, { kind: "server" });
    expect(settle(stateOf({}, { wait }), { fingerprint: "another" }).account.wait).toEqual(wait);
  });

  it("loses a hostname's hold, and the address refused with it, under other settings", () => {
    expect(entry(settle(held, { settingsOf: () => "others" }))).toMatchObject({ hold: null, refusedAddress: null });
    expect(
      entry(settle(held, { settingsOf: (hostname) => (hostname === other ? "others" : "settings") }))?.hold,
    ).toEqual(holdOf());
  });

  it("keeps what is no longer configured for a day, holds included, as it was if it comes back", () => {
    const gone = settle(held, { names: [wanted(other)] });
    expect(entry(gone)).toEqual({ ...entry(held), unwantedSinceMs: nowMs });
    const still = settle(gone, { names: [wanted(other)], nowMs: nowMs + 24 * hour - 1 });
    expect(still).toEqual(gone);
    expect(settle(still, { nowMs: nowMs + 24 * hour - 1 })).toEqual(held);
    expect(settle(still, { names: [wanted(other)], nowMs: nowMs + 24 * hour }).hostnames).toEqual({});
  });

  it("forgets a family alone likewise", () => {
    const onlyIpv6 = { names: [wanted(name, { families: ["ipv6"] })] };
    const after = settle(settle(held, onlyIpv6), { ...onlyIpv6, nowMs: nowMs + 24 * hour });
    expect(entry(after)).toBeNull();
    expect(entry(after, name, "ipv6")).toEqual(published(v6));
  });
});

describe("lifting holds", () => {
  const stopped = stateOf(
    {
      [name]: { ipv4: published(v4, { hold: holdOf(), wait: waitUntil(nowMs + hour) }), ipv6: { refusedAddress: v6 } },
      [other]: { ipv4: published(v4, { wait: waitUntil(nowMs + hour, { kind: "server" }), hold: holdOf() }) },
    },
    { hold: accountHold(), dyndnsRefused: true, wait: waitUntil(nowMs + hour) },
  );

  it("of all lifts everything, but what the server asked for", () => {
    const after = changeState(stopped, (draft) => liftHolds(draft, null));
    expect(entry(after)).toEqual(published(v4));
    expect(entry(after, name, "ipv6")?.refusedAddress).toBeNull();
    expect(entry(after, other)).toEqual(published(v4, { wait: waitUntil(nowMs + hour, { kind: "server" }) }));
    expect(after.account).toMatchObject({ hold: null, dyndnsRefused: false, wait: null });
  });

  it("ends a hostname's back-off where that is all there is", () => {
    const state = stateOf({ [name]: { ipv4: published(v4, { wait: waitUntil(nowMs + hour) }) } });
    expect(entry(changeState(state, (draft) => liftHolds(draft, name)))?.wait).toBeNull();
  });

  it("of one hostname lifts its own, and not the account's", () => {
    const after = changeState(stopped, (draft) => liftHolds(draft, name));
    expect(entry(after)?.hold).toBeNull();
    expect(entry(after, other)?.hold).toEqual(holdOf());
    expect(after.account).toMatchObject({ hold: accountHold(), dyndnsRefused: true, wait: null });
  });

  it("keeps the account's wait when the server asked for it", () => {
    const wait = waitUntil(nowMs + hour, { kind: "server" });
    expect(
      changeState(stateOf({}, { hold: accountHold(), wait }), (draft) => liftHolds(draft, null)).account.wait,
    ).toEqual(wait);
  });

  it.each([
    ["a hold", { hold: accountHold() }],
    ["a back-off", { wait: waitUntil(nowMs) }],
    ["a refusal of dyndns", { dyndnsRefused: true }],
  ])("ends %s of the account alone", (_what, account) => {
    const after = changeState(stateOf({}, account), (draft) => liftHolds(draft, null));
    expect(after.account).toMatchObject({ hold: null, wait: null, dyndnsRefused: false });
  });

  it("of what is not held changes nothing", () => {
    const draft = draftState(
      stateOf({ [name]: { ipv4: published(v4, { wait: waitUntil(nowMs, { kind: "server" }) }) } }),
    );
    liftHolds(draft, null);
    liftHolds(draft, "unknown.example.no");
    expect(draft.isChanged()).toBe(false);
  });
});
