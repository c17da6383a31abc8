// The product's own code and the simulator in one module, so that both can be given another clock.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

const contents = `
export { loadConfig } from "./src/config/load-config.ts";
export { startDaemon } from "./src/daemon/daemon.ts";
export { createLogger } from "./src/platform/logger.ts";
export { createMasker } from "./src/platform/mask.ts";
export { systemNetwork } from "./src/platform/network/network.ts";
export { defaultApiKey } from "./src/simulator/simulator-options.ts";
export { startSimulator } from "./src/simulator/start-simulator.ts";
export { claimStateDir } from "./src/state/claim.ts";
export { openState } from "./src/state/store.ts";
export { answerRequest } from "./src/status/answer-request.ts";
export { startStatusServer } from "./src/status/server.ts";
`;

/** Builds it into that directory and loads it. */
export async function loadProduct(dir) {
  const outfile = join(dir, "product.mjs");
  await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    define: { __VERSION__: '"soak"', __HOMEPAGE__: '"https://example.invalid"' },
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire(${JSON.stringify(import.meta.url)});`,
    },
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "warning",
    outfile,
  });
  const product = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  return product;
}
