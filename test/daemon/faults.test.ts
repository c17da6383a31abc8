import { expect, it } from "vitest";
import { startInProcess } from "./start-in-process.ts";
import { startWorld } from "./start-world.ts";

const taken = "another program uses that port";

it("tells what is wrong besides addresses at once, not with the next round, and when it is over; each of them once", async () => {
  const world = await startWorld();
  const { daemon, log, settled, passToRound } = await startInProcess(world);
  await settled(1);
  const told = () => log.map(({ msg }) => msg).filter((message) => message.includes(taken));
  daemon.setFaults("http", [taken]);
  expect(told()).toEqual([taken]);
  await passToRound(30_000);
  expect(told()).toHaveLength(1);
  daemon.setFaults("http", []);
  expect(told()).toEqual([taken, `resolved: ${taken}`]);
});
