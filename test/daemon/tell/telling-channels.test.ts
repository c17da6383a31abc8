import { expect, it } from "vitest";
import { startService } from "../../notify/start-service.ts";
import { startInProcess } from "../start-in-process.ts";
import { home, startWorld } from "../start-world.ts";

const minuteMs = 60_000;

/** A daemon whose channel is a real web server, on a clock that moves when told. */
async function startTelling(change: object = {}) {
  const world = await startWorld();
  const service = await startService();
  await world.configure({ notify: [{ url: `webhook+http://${service.host}/hook` }], ...change });
  const running = await startInProcess(world);
  await running.settled(1);
  const told = () => service.received.flatMap(({ body }) => JSON.parse(body).events.toReversed());
  return { world, service, told, ...running };
}

it("A channel that fails is a trouble in the status until it is reached again, and delays no round", async () => {
  const { service, world, daemon, passToRound, log } = await startTelling();
  expect(daemon.status()).toMatchObject({ health: "ok", channels: [{ state: "ok" }] });
  service.answer = { status: 500 };
  world.services.address = "185.0.2.2";
  await passToRound(30_000);
  await passToRound(30_000);
  await passToRound(30_000);
  expect(world.published()).toEqual(["185.0.2.2"]);
  const [{ channel = "" } = {}] = daemon.status().channels;
  expect(daemon.status()).toMatchObject({
    health: "degraded",
    problems: [`Notices don't reach ${channel}; \`channels\` says why.`],
    channels: [{ state: "failing", reason: expect.any(String) }],
  });
  service.answer = { status: 200 };
  for (let round = 0; round < 10; round++) await passToRound(30_000);
  expect(daemon.status()).toMatchObject({ health: "ok", problems: [], channels: [{ state: "ok" }] });
  expect(log.filter(({ msg }) => msg.includes("Notices don't reach")).map(({ level }) => level)).toEqual([
    "warn",
    "info",
  ]);
});

it("A day without the channel, then everything once and in order", { timeout: 600_000 }, async () => {
  const { service, world, told, clock, passToRound } = await startTelling({ schedule: "0 */30 * * * *" });
  await clock.pass(minuteMs);
  const before = told().length;
  service.answer = { status: 503 };
  const wanted: string[] = [];
  for (let halfHour = 0; halfHour < 48; halfHour++) {
    world.services.address = `185.0.3.${halfHour + 1}`;
    wanted.push(world.services.address);
    await passToRound(30 * minuteMs);
  }
  expect(world.published()).toEqual(wanted.slice(-1));
  const failed = service.received.length;
  service.answer = { status: 200 };
  for (let halfHour = 0; halfHour < 4; halfHour++) await passToRound(30 * minuteMs);
  service.received.splice(before, failed - before);
  const changes = told().filter(({ event }) => event === "changed");
  expect(changes.slice(before).map((each) => each.new)).toEqual(wanted);
  expect(changes.at(-1)).toMatchObject({ hostnames: [home], old: wanted.at(-2), new: wanted.at(-1) });
});

it("Many hostnames that follow one address are one message", async () => {
  const hostnames = Array.from({ length: 60 }, (_, index) => `h${index}.example.no`);
  const { service, told } = await startTelling({ hostnames });
  await expect.poll(() => service.received.length).toBe(1);
  expect(told()).toMatchObject([{ event: "changed", title: "60 hostnames point to 185.0.2.1", hostnames }]);
});
