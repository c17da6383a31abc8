// How much of a broken pure core its tests would notice: Stryker changes one place after the other and runs the tests that
// reach it. What no test reaches counts as survived. Exits 1 where a group or the whole is below 85 %.
//
//   node bench/mutation.mjs [--only plan,state] [--survivors] [--concurrency 2]
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { printTable } from "./print-table.mjs";

const leastPercent = 85;

/**
 * Each run: the tests that judge, and the rows of the table that it fills. Only tests that decide from arguments alone are
 * taken, since they run thousands of times: none with a server or a process.
 */
const runs = [
  {
    tests: ["publish/{plan,answers,remember}/*", "publish/publish-plan", "publish/verify/judge-answers"],
    rows: {
      plan: ["publish/plan/*"],
      answers: ["publish/answers/*"],
      remember: ["publish/remember/*"],
      publish: ["publish/publish-plan", "publish/verify/judge-answers"],
    },
  },
  {
    tests: ["detect/{choose-address,judge-answer,remember-detection,look}"],
    rows: {
      choose: ["detect/choose-address", "detect/judge-answer", "detect/remember-detection"],
      look: ["detect/look"],
    },
  },
  {
    tests: ["model/address", "model/addresses/public-address"],
    rows: { model: ["model/address", "model/addresses/public-address"] },
  },
  {
    tests: [
      "schedule/{back-off,cron-fields,find-next-match,match-day,schedule-period,validate-schedule,wait-for-next}",
    ],
    rows: { schedule: ["schedule/*"] },
  },
  { tests: ["state/parse-state"], rows: { state: ["state/parse-state"] } },
  { tests: ["daemon/{tell/notices,next-round}"], rows: { daemon: ["daemon/tell/notices", "daemon/next-round"] } },
];

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    survivors: { type: "boolean", default: false },
    concurrency: { type: "string", default: "2" },
  },
});
process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const table = [];
for (const { tests, rows } of runs) {
  const names = Object.keys(rows).filter((name) => values.only === undefined || values.only.split(",").includes(name));
  if (names.length === 0) continue;
  const files = names.flatMap((name) => rows[name]);
  const mutants = await mutate(tests, files);
  if (values.survivors) mutants.filter(isSurvivor).forEach(printSurvivor);
  for (const name of names) table.push(count(name, mutants.filter(isOf(rows[name]))));
}
table.push(sum(table));
printTable([["", "mutants", "killed", "survived", "score"], ...table.map(describe)]);
process.exitCode = table.every((row) => percent(row) >= leastPercent) ? 0 : 1;

/** Stryker's mutants of those files, each with what became of it. */
async function mutate(tests, files) {
  process.env.MUTATION_TESTS = tests.map((name) => `test/${name}.test.ts`).join(" ");
  return await new Stryker({
    mutate: files.map((name) => `src/${name}.ts`),
    testRunner: "vitest",
    plugins: [import.meta.resolve("@stryker-mutator/vitest-runner")],
    vitest: { configFile: "bench/vitest.mutation.config.mjs", related: false },
    coverageAnalysis: "perTest",
    concurrency: Number(values.concurrency),
    // A busy machine isn't a killed mutant; an endless loop is found by its count.
    timeoutMS: 30_000,
    reporters: [],
    logLevel: "error",
    allowConsoleColors: false,
    // It wants a TypeScript with an API; 7 has none. Nothing of ours lies outside the sandbox.
    tsconfigFile: "none",
    ignorePatterns: ["*", "!bench/**", "!src/**", "!test/**", "!package.json"],
    cleanTempDir: "always",
  }).runMutationTest();
}

function isOf(names) {
  const patterns = names.map((name) => new RegExp(`/src/${name.replace("*", "[^/]+")}\\.ts$`));
  return ({ fileName }) => patterns.some((pattern) => pattern.test(fileName));
}

function isSurvivor({ status }) {
  return status === "Survived" || status === "NoCoverage";
}

/** A mutant that doesn't even load is none, and counts nowhere. */
function count(name, mutants) {
  const survived = mutants.filter(isSurvivor).length;
  const killed = mutants.filter(({ status }) => status === "Killed" || status === "Timeout").length;
  return { name, killed, survived };
}

function sum(rows) {
  const total = (key) => rows.reduce((sum, row) => sum + row[key], 0);
  return { name: "all", killed: total("killed"), survived: total("survived") };
}

function percent({ killed, survived }) {
  return (100 * killed) / (killed + survived);
}

function describe(row) {
  return [row.name, row.killed + row.survived, row.killed, row.survived, `${percent(row).toFixed(1)} %`];
}

function printSurvivor({ fileName, location, mutatorName, replacement, status }) {
  const place = `${fileName.replace(/^.*?\/src\//, "src/")}:${location.start.line}:${location.start.column}`;
  console.log(`${status} ${place} ${mutatorName} → ${(replacement ?? "").replace(/\s+/g, " ").slice(0, 100)}`);
}
