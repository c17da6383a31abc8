import { describe, expect, it } from "vitest";
import type { State } from "../../../src/model/state.ts";
import { findAccountObstacle, findNameHold, findObstacle } from "../../../src/publish/plan/find-obstacle.ts";
import { accountHold, holdOf, hour, minute, nowMs, published, stateOf, v4, v6, waitUntil } from "../facts.ts";

const hostname = "home.example.no";
const find = (state: State, { force = false, maxUpdatesPerHour = 2 } = {}) =>
  findObstacle({ hostname }, { state, force, maxUpdatesPerHour, nowMs });
const known = (ipv4: object, ipv6: object = {}, account = {}) => stateOf({ [hostname]: { ipv4, ipv6 } }, account);

it("The way is free where nothing is known", () => {
  expect(find(stateOf())).toBeNull();
  expect(find(known(published(v4), published(v6)))).toBeNull();
});

describe("the first that applies counts", () => {
  const wait = waitUntil(nowMs + minute);
  const limit = { recentUpdatesMs: [nowMs - 2, nowMs - 1] };
  const everything = { hold: holdOf(), wait, ...limit };

  it.each<[string, State, string, number | null]>([
    [
      "the account's hold, until it is probed",
      known(everything, {}, { hold: accountHold(), wait }),
      "held",
      nowMs + hour,
    ],
    ["the account's wait", known(everything, {}, { wait: waitUntil(nowMs + 5) }), "wait", nowMs + 5],
    ["the hostname's hold, of either family", known({}, { hold: holdOf(), wait, ...limit }), "held", null],
    ["the hostname's wait", known({ wait, ...limit }), "wait", nowMs + minute],
    ["the limit per hour", known(limit), "wait", nowMs - 2 + hour],
  ])("%s", (_what, state, action, nextAttemptMs) => {
    expect(find(state)).toMatchObject({ action, nextAttemptMs });
  });
});

describe("a wait", () => {
  it("is the longer one of both families, and over at its end", () => {
    const state = known({ wait: waitUntil(nowMs + minute) }, { wait: waitUntil(nowMs + hour) });
    expect(find(state)?.nextAttemptMs).toBe(nowMs + hour);
    expect(find(known({ wait: waitUntil(nowMs) }))).toBeNull();
  });

  it("of ours gives way to --force, one that the server named doesn't", () => {
    const server = waitUntil(nowMs + hour, { kind: "server" });
    expect(find(known({ wait: waitUntil(nowMs + hour) }), { force: true })).toBeNull();
    expect(find(known({ wait: server }), { force: true })).not.toBeNull();
    expect(findAccountObstacle({ state: stateOf({}, { wait: server }), force: true, nowMs })).not.toBeNull();
  });
});

describe("the limit per hour", () => {
  it("counts both families, and one request for both once", () => {
    const apart = known({ recentUpdatesMs: [nowMs - 3] }, { recentUpdatesMs: [nowMs - 1] });
    expect(find(apart)?.nextAttemptMs).toBe(nowMs - 3 + hour);
    const together = known({ recentUpdatesMs: [nowMs - 3] }, { recentUpdatesMs: [nowMs - 3] });
    expect(find(together)).toBeNull();
  });

  it("counts the last hour, and holds against --force", () => {
    const recentUpdatesMs = [nowMs - hour, nowMs - minute];
    expect(find(known({ recentUpdatesMs }))).toBeNull();
    expect(find(known({ recentUpdatesMs }), { maxUpdatesPerHour: 1, force: true })?.nextAttemptMs).toBe(
      nowMs - minute + hour,
    );
  });
});

it("A hold of the hostname also shows on a family with nothing to publish, a wait doesn't", () => {
  expect(findNameHold({ hostname }, known({ hold: holdOf() }))?.concernsIdle).toBe(true);
  expect(find(known({ wait: waitUntil(nowMs + hour) }))?.concernsIdle).toBe(false);
  expect(findNameHold({ hostname }, stateOf())).toBeNull();
});
