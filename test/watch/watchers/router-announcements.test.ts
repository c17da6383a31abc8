import { createSocket } from "node:dgram";
import { once } from "node:events";
import { expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../../src/platform/clock.ts";
import { watchRouterAnnouncements } from "../../../src/watch/watchers/router-announcements.ts";
import { recordEars } from "./record-ears.ts";

/** The watcher on loopback, and a router that speaks to it from 127.0.0.1. */
async function start(routers: readonly string[]) {
  const probe = createSocket("udp4").bind(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  const stop = new AbortController();
  const { told, said, heard, ears } = recordEars();
  const options = { clock: systemClock, routers: async () => routers, port, group: "127.0.0.1" };
  const ended = watchRouterAnnouncements(options).watch(ears, stop.signal);
  const router = createSocket("udp4").bind(0, "127.0.0.1");
  await once(router, "listening");
  onTestFinished(async () => {
    stop.abort();
    await ended;
    router.close();
  });
  const send = (...bytes: number[]) =>
    new Promise((resolve) => router.send(Buffer.from(bytes), port, "127.0.0.1", resolve));
  return { send, told, said, heard, stop, ended };
}

const natPmp = (...address: number[]) => [0, 128, 0, 0, 0, 0, 0, 9, ...address];

it("tells once what a router repeats, and anew what is new", async () => {
  const { send, told, heard } = await start(["127.0.0.1"]);
  await expect
    .poll(async () => {
      await send(...natPmp(185, 0, 2, 1));
      return told.length;
    })
    .toBe(1);
  for (let index = 0; index < 5; index++) await send(...natPmp(185, 0, 2, 1));
  await send(1, 2, 3);
  await send(...natPmp(185, 0, 2, 2));
  await expect.poll(() => told.length).toBe(2);
  expect([...heard]).toEqual(["127.0.0.1"]);
  expect(told).toEqual([
    "the router 127.0.0.1 announces 185.0.2.1 as its address (NAT-PMP)",
    "the router 127.0.0.1 announces 185.0.2.2 as its address (NAT-PMP)",
  ]);
});

it("passes over those that are no router of this machine, and ends with the signal", async () => {
  const { send, told, heard, stop, ended } = await start(["192.168.1.1"]);
  for (let index = 0; index < 50; index++) await send(...natPmp(185, 0, 2, index));
  stop.abort();
  await ended;
  expect([...heard, ...told]).toEqual([]);
});

it("says why where the port can't be had, and ends", async () => {
  const options = { clock: systemClock, routers: async () => [], port: 5350, group: "203.0.113.1" };
  const said: string[] = [];
  const ears = { tell: () => {}, say: (words: string) => said.push(words), hear: () => {}, lose: () => {} };
  await watchRouterAnnouncements(options).watch(ears, new AbortController().signal);
  expect(said).toEqual([expect.stringMatching(/^can't listen for router announcements: .*EADDRNOTAVAIL/)]);
});
