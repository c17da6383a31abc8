// 30 simulated days of the daemon in a minute or two: its own code, real sockets and files, a clock that passes only while
// nobody is at work, and a seeded script of changes, outages, restarts and clock jumps. Exit 1 when something doesn't hold.
//
//   bench/isolated node bench/soak.mjs [--seed N] [--days 30] [--verbose]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { printTable } from "./print-table.mjs";
import { loadProduct } from "./soak/bundle.mjs";
import { runDays } from "./soak/run-days.mjs";

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    days: { type: "string", default: "30" },
    verbose: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const days = Number(values.days);
if (!Number.isInteger(seed) || !(days >= 2)) {
  console.error("usage: node bench/soak.mjs [--seed N] [--days N, at least 2] [--verbose]");
  process.exit(2);
}

// A disk that can be full is mounted where nobody else sees it.
if (process.getuid?.() === 0 && process.env.SOAK_MAY_MOUNT === undefined) {
  const again = [process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2), "--seed", String(seed)];
  const canMount = spawnSync("unshare", ["--mount", "true"], { stdio: "ignore" }).status === 0;
  const [program, ...rest] = canMount ? ["unshare", "--mount", "--propagation", "private", ...again] : again;
  const environment = { ...process.env, SOAK_MAY_MOUNT: canMount ? "1" : "0" };
  process.exit(spawnSync(program, rest, { stdio: "inherit", env: environment }).status ?? 1);
}

console.log(`seed ${seed}, ${days} simulated days (again: node bench/soak.mjs --seed ${seed} --days ${days})`);
const home = mkdtempSync(join(tmpdir(), "soak-"));
const logFile = join(tmpdir(), `soak-${seed}.log`);
rmSync(logFile, { force: true });
const startedMs = performance.now();
try {
  const product = await loadProduct(home);
  const { figures, failures } = await runDays({ product, home, logFile, seed, days });
  printTable([["", "measured", "limit"], ...figures]);
  for (const failure of failures) console.log(`DOES NOT HOLD: ${failure}`);
  if (failures.length === 0 && !values.verbose) rmSync(logFile);
  else console.log(`log: ${logFile}`);
  console.log(
    `${failures.length === 0 ? "everything holds" : "something does not hold"}, ${Math.round((performance.now() - startedMs) / 1000)} s`,
  );
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
// Sockets of the simulation that nobody closes any more must not keep it waiting.
process.exit();
