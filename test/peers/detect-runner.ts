import { askAll, detect } from "../../src/detect/detect.ts";
import { createDetectionMemory } from "../../src/detect/detection-memory.ts";
import { createSources } from "../../src/detect/sources/create-source.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { systemNetwork } from "../../src/platform/network/network.ts";

// `node detect-runner.mjs detect|askAll INTERFACE|- SOURCE…` inside a network namespace; prints the detections as JSON.
const [how, interfaceName, ...sources] = process.argv.slice(2);
const family = { enabled: true, sources, confirm: null };
const run = how === "askAll" ? askAll : detect;
const detections = await run({
  uplinks: [
    {
      name: "default",
      interfaceName: interfaceName === "-" ? null : (interfaceName ?? null),
      ipv4: family,
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
