import { setFlagsFromString } from "node:v8";
import { expect, it } from "vitest";
import { spareMemory } from "../../../src/platform/memory/spare-memory.ts";

/** V8's own word for a function that runs as optimized machine code, a bit of `%GetOptimizationStatus`. */
const optimized = 1 << 4;

/** A new function that has been called very often. */
function heat(): () => number {
  const work = new Function("let sum = 0; for (let at = 0; at < 1e4; at++) sum += at % 7; return sum;") as () => number; // it is one
  for (let call = 0; call < 2_000; call++) work();
  return work;
}

// V8 of Node 26 has other words for it.
it.skipIf(Number(process.versions.node.split(".")[0]) >= 26)(
  "has nothing compiled to machine code afterwards, however often it runs",
  () => {
    setFlagsFromString("--allow-natives-syntax");
    const statusOf = new Function("work", "return %GetOptimizationStatus(work)") as (work: () => number) => number; // V8's number
    expect(statusOf(heat()) & optimized).not.toBe(0);
    spareMemory();
    expect(statusOf(heat()) & optimized).toBe(0);
  },
);
