import { expect, it } from "vitest";
import type { InterfaceAddress } from "../../../src/platform/network/network-interfaces.ts";
import { watchOwnNetwork } from "../../../src/watch/watchers/own-network.ts";
import { createFakeClock } from "../../schedule/fake-clock.ts";

/** For a watcher that hears no router. */
const deaf = { hear: () => {}, lose: () => {} };

function addressOf(address: string): InterfaceAddress {
  const flags = { temporary: false, deprecated: false, tentative: false, permanent: false };
  return { interfaceName: "eth0", family: "ipv4", address, ...flags, flagsKnown: true, running: true };
}

/** A monitor that ends when it is told to, on a clock that moves when it is told to. */
function start({ endsAtOnce = false } = {}) {
  const clock = createFakeClock();
  const world = { addresses: [addressOf("185.0.2.1")], started: 0, looks: 0, end: () => {}, line: (_: string) => {} };
  const told: string[] = [];
  const said: string[] = [];
  const stop = new AbortController();
  const network = {
    addresses: async () => {
      world.looks += 1;
      return world.addresses;
    },
  };
  const monitor = (onLine: (line: string) => void, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      world.started += 1;
      world.line = onLine;
      world.end = resolve;
      if (endsAtOnce) resolve();
      else signal.addEventListener("abort", () => resolve(), { once: true });
    });
  const ears = { tell: (what: string) => told.push(what), say: (words: string) => said.push(words), ...deaf };
  const ended = watchOwnNetwork({ clock, network, monitor }).watch(ears, stop.signal);
  return { clock, world, told, said, stop: () => end(stop, ended) };
}

async function end(stop: AbortController, ended: Promise<void>): Promise<void> {
  stop.abort();
  await ended;
}

it("passes on what the monitor says, and looks at the interfaces once for what it missed while it started", async () => {
  const { clock, world, told, said, stop } = start();
  await clock.pass(500);
  world.addresses = [addressOf("185.0.2.2")];
  await clock.pass(1_000);
  expect(told).toEqual(["185.0.2.1 on eth0 is gone; 185.0.2.2 on eth0 is usable"]);
  world.line("2: eth0    inet 185.0.2.3/24 scope global eth0\\ valid_lft forever preferred_lft forever");
  expect(told.at(-1)).toBe("185.0.2.3 on eth0 is usable");
  const { looks } = world;
  await clock.pass(3_600_000);
  expect(world.looks).toBe(looks);
  expect(said).toEqual([]);
  await stop();
});

it("looks every second while there is none, and tries it again after growing pauses", async () => {
  const { clock, world, told, said, stop } = start({ endsAtOnce: true });
  await clock.pass(1_500);
  world.addresses = [addressOf("185.0.2.2")];
  await clock.pass(1_000);
  expect(told).toEqual(["185.0.2.1 on eth0 is gone; 185.0.2.2 on eth0 is usable"]);
  await clock.pass(7_200_000);
  expect(world.started).toBeLessThan(25);
  expect(world.looks).toBeGreaterThan(6_000);
  expect(said).toEqual(["`ip monitor` does not run here: checking the interfaces every second"]);
  await stop();
});

it("starts a monitor that ended again, and soon where it ran for long", async () => {
  const { clock, world, told, stop } = start();
  await clock.pass(3_600_000);
  world.end();
  await clock.pass(100);
  world.addresses = [addressOf("185.0.2.9")];
  await clock.pass(2_500);
  expect(world.started).toBe(2);
  expect(told).toEqual(["185.0.2.1 on eth0 is gone; 185.0.2.9 on eth0 is usable"]);
  await stop();
});
