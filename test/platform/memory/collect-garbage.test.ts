import { expect, it } from "vitest";
import { collectGarbage } from "../../../src/platform/memory/collect-garbage.ts";

it("frees what nobody holds any more, and leaves no gc() behind", () => {
  const before = process.memoryUsage().heapUsed;
  let waste: number[][] | null = Array.from({ length: 200 }, () => new Array<number>(10_000).fill(0.5));
  expect(process.memoryUsage().heapUsed - before).toBeGreaterThan(10_000_000);
  waste = null;
  collectGarbage();
  expect([waste, process.memoryUsage().heapUsed - before < 5_000_000]).toEqual([null, true]);
  expect("gc" in globalThis).toBe(false);
});
