// A million requests to the gateway, each with something wrong with it: no name of another's may be touched, and no secret
// may stand in an answer or in the log. The same seed asks the same.
//
//   node bench/gateway-fuzz.mjs [--requests 1000000] [--seed 1] [--minutes 15]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    minutes: { type: "string", default: "15" },
  },
});
const dir = mkdtempSync(join(tmpdir(), "gateway-fuzz-"));
try {
  const outfile = join(dir, "fuzz.mjs");
  const entry = fileURLToPath(new URL("../test/gateway/fuzz/fuzz-gateway.ts", import.meta.url));
  await build({ entryPoints: [entry], bundle: true, platform: "node", format: "esm", outfile, logLevel: "warning" });
  const { fuzzGateway } = await import(outfile);
  const asked = {
    requests: Number(values.requests),
    seed: Number(values.seed),
    maxMs: Number(values.minutes) * 60_000,
  };
  const beganMs = performance.now();
  const { requests, touched, statuses, faults } = await fuzzGateway(asked);
  const seconds = (performance.now() - beganMs) / 1000;
  console.log(`${requests} requests in ${seconds.toFixed(0)} s, ${touched} of them for their own client's names`);
  console.log(JSON.stringify(statuses));
  for (const fault of faults.slice(0, 20)) console.log(`FAULT: ${fault}`);
  console.log(faults.length === 0 ? "nothing foreign was touched, and no secret was shown" : `${faults.length} faults`);
  process.exitCode = faults.length === 0 && requests === asked.requests ? 0 : 1;
} finally {
  rmSync(dir, { recursive: true, force: true });
}
