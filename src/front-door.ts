import type { PrintedAtOnce } from "./cli/daemon-client/check-health-at-once.ts";
import type { showStatusAtOnce } from "./cli/daemon-client/show-status-at-once.ts";
import { explainLostOutput } from "./cli/output/lost-output.ts";
import { type Load, openProgram } from "./loading/open-program.ts";
import { openAtOnce } from "./platform/program/open-output.ts";

// Bundled as CommonJS, since that starts faster: answers `version` and `healthcheck` by itself, `status` with the one piece of
// the program that shows it, and loads the program for everything else.

// Under another name, since a bundler would look for the files of a plain require.
const loadBuiltIn: NodeJS.Require = require;

const argv = process.argv.slice(2);
if (argv.length === 1 && /^(version|--version|-V)$/.test(argv[0] ?? "")) print(`${__VERSION__}\n`);
else if (argv[0] === "healthcheck") void checkHealth();
else if (argv[0] === "status") void showStatus(open());
else if (argv[0] === "run") runDaemon();
else runProgram(open(`${__dirname}/code-cache`));

function open(codeCache: string | null = null): Load {
  return openProgram({ dir: __dirname, loadBuiltIn, codeCache, filesAtOnce: isShort(argv[0]) });
}

/** Reads a few files, asks one server, and ends. */
function isShort(command = ""): boolean {
  return /^(config|history|once|record|retry|status|token|update|zone)$/.test(command);
}

async function checkHealth(): Promise<void> {
  const { checkHealthAtOnce } = await import("./cli/daemon-client/check-health-at-once.ts");
  const health = await checkHealthAtOnce(argv, process.env);
  if (health === null) return runProgram(open());
  // The exit code says all there is, whether anybody reads the line or not.
  openAtOnce(1, () => {}).write(health.text, () => process.exit(health.exitCode));
}

async function showStatus(load: Load): Promise<void> {
  const piece = load<{ showStatusAtOnce: typeof showStatusAtOnce }>("./show-status-at-once.cjs");
  const status = await piece.showStatusAtOnce(argv, process.env);
  if (status === null) runProgram(load);
  else end(status);
}

function end({ text, exitCode }: PrintedAtOnce): void {
  process.exitCode = exitCode;
  print(text);
}

/**
 * A daemon starts once, and keeps for months what it loads: no kept code, and of V8's compilers, whose pages are 2 and 5 MiB, none
 * before it is known whether there is enough to do for the larger one.
 */
function runDaemon(): void {
  const v8: typeof import("node:v8") = loadBuiltIn("node:v8");
  for (const compiler of ["maglev", "opt"]) v8.setFlagsFromString(`--no-${compiler}`);
  runProgram(open());
}

function runProgram(load: Load): void {
  void load<typeof import("./main.ts")>("./main.cjs").main(argv);
}

/** Without `process.stdout`, which takes longer to open than all else that `version` does, even where it is a terminal. */
function print(text: string): void {
  const stderr = openAtOnce(2, () => {});
  const stdout = openAtOnce(1, (error, tookSome) => explainLostOutput(stderr, error, tookSome));
  // All is written and nothing is open: Node would take everything down piece by piece first.
  stdout.write(text, (error) => error ?? process.exit());
}
