import { afterEach, expect, it } from "vitest";
import { createHeart, type Heart, type Pulse } from "../../../src/notify/heartbeats/heart.ts";
import { createRequestSender } from "../../../src/notify/send-request.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { createFakeClock } from "../../schedule/fake-clock.ts";
import { startService } from "../start-service.ts";

const hearts: Heart[] = [];
afterEach(() => {
  for (const heart of hearts.splice(0)) heart.close();
});

const uuid = "00000000-0000-4000-8000-000000000001";

/** Receivers on loopback, asked over real HTTP, by a clock of the test's own. */
async function start(paths: readonly string[], everyMs = 300_000) {
  const service = await startService();
  const clock = createFakeClock();
  const state: { pulse: Pulse } = { pulse: { kind: "success", reason: null, durationMs: 10 } };
  const problems: string[] = [];
  const heart = createHeart({
    targets: paths.map((path) => ({ url: `http://${service.host}${path}`, everyMs })),
    clock,
    send: createRequestSender(systemClock),
    pulse: () => state.pulse,
    makeId: () => uuid,
    onProblem: (_, problem) => problems.push(problem ?? "over"),
  });
  hearts.push(heart);
  const round = async () => {
    heart.begin();
    heart.beat();
    await heart.settle(60_000);
    return service.received.splice(0).map(({ method, path }) => `${method} ${path}`);
  };
  return { service, clock, state, problems, heart, round };
}

it("tells a success once in every so often, whatever the number of rounds", async () => {
  const { round, clock } = await start(["/plain"]);
  expect(await round()).toEqual(["GET /plain"]);
  for (let turn = 0; turn < 9; turn++) {
    await clock.pass(30_000);
    expect(await round()).toEqual([]);
  }
  await clock.pass(30_000);
  expect(await round()).toEqual(["GET /plain"]);
});

it("tells a success also between two rounds that are further apart", async () => {
  const { round, clock, service, heart } = await start(["/plain"]);
  await round();
  await clock.pass(300_000);
  await heart.settle(60_000);
  expect(service.received.map(({ path }) => path)).toEqual(["/plain"]);
});

it("tells a failure and the recovery at once", async () => {
  const { round, state } = await start([`/ping/${uuid}`]);
  expect(await round()).toEqual([`POST /ping/${uuid}/start?rid=${uuid}`, `POST /ping/${uuid}?rid=${uuid}`]);
  state.pulse = { kind: "failure", reason: "the account is held", durationMs: 10 };
  expect(await round()).toEqual([`POST /ping/${uuid}/fail`]);
  expect(await round()).toEqual([]);
  state.pulse = { kind: "success", reason: null, durationMs: 10 };
  expect(await round()).toEqual([`POST /ping/${uuid}`]);
});

it("says nothing while nobody can tell yet", async () => {
  const { round, state } = await start(["/plain"]);
  state.pulse = { kind: null, reason: null, durationMs: null };
  expect(await round()).toEqual([]);
});

it("tries again with the next round what was not heard, says so once, and holds up no other", async () => {
  const { round, service, problems } = await start(["/broken", "/plain"]);
  service.answerTo = { "/broken": 500 };
  expect((await round()).sort()).toEqual(["GET /broken", "GET /plain"]);
  expect(await round()).toEqual(["GET /broken"]);
  expect(problems).toEqual(["it answers with HTTP 500"]);
  service.answerTo = {};
  expect(await round()).toEqual(["GET /broken"]);
  expect([problems.at(-1), await round()]).toEqual(["over", []]);
});
