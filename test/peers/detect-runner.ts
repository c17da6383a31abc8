import { askAll, detect } from "../../src/detect/detect.ts";
import { createDetectionMemory } from "../../src/detect/detection-memory.ts";
import { createSources } from "../../src/detect/sources/create-source.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { systemNetwork } from "../../src/platform/network/network.ts";

// `node detect-runner.mjs detect|askAll|refuse INTERFACE|- SOURCE…` inside a network namespace; prints the detections as JSON.
const [how, interfaceName, ...sources] = process.argv.slice(2);
const family = { enabled: true, sources, confirm: null };
const ipv4 = { ...family, behindNat: how === "refuse" ? ("refuse" as const) : ("publish" as const) };
const run = how === "detect" ? detect : askAll;
const detections = await run({
  uplinks: [
    {
      name: "default",
      interfaceName: interfaceName === "-" ? null : (interfaceName ?? null),
      ipv4,
      ipv6: family,
    },
  ],
  allowNonPublic: false,
  remembered: {},
  memory: createDetectionMemory(),
  sourceFor: createSources({ clock: systemClock, network: systemNetwork }),
  clock: systemClock,
  random: Math.random,
  signal: new AbortController().signal,
});
console.log(JSON.stringify(detections));
