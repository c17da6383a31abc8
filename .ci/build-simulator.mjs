#!/usr/bin/env node
// Bundles the simulator's process into one file that any Node runs: .ci/build-simulator.mjs FILE
import { build } from "esbuild";

const banner = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;
await build({
  entryPoints: ["test/peers/simulator-process.ts"],
  outfile: process.argv[2],
  define: { __VERSION__: '"ci"', __HOMEPAGE__: '"ci"' },
  banner: { js: banner },
  bundle: true,
  platform: "node",
  target: "node20.18",
  format: "esm",
  logLevel: "warning",
});
