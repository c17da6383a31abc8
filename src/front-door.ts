import { openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
import type { PrintedAtOnce } from "./cli/daemon-client/check-health-at-once.ts";
import type { showStatusAtOnce } from "./cli/daemon-client/show-status-at-once.ts";
import { closedOutput, describeLostOutput, outputLost } from "./cli/output/lost-output.ts";
import { findOutputEnd } from "./platform/program/standard-output.ts";

// Bundled as CommonJS, since that starts faster: answers `version` and `healthcheck` by itself, `status` with the one piece of
// the program that shows it, and loads the program for everything else.

type Chunk = (module: { exports: object }, exports: object, require: (name: string) => unknown) => void;

// Under another name, since a bundler would look for the files of a plain require.
const loadBuiltIn: NodeJS.Require = require;

const argv = process.argv.slice(2);
if (argv.length === 1 && /^(version|--version|-V)$/.test(argv[0] ?? "")) print(`${__VERSION__}\n`);
else if (argv[0] === "healthcheck") void checkHealth();
else if (argv[0] === "status") void showStatus(openProgram());
else runProgram(openProgram());

async function checkHealth(): Promise<void> {
  const { checkHealthAtOnce } = await import("./cli/daemon-client/check-health-at-once.ts");
  const health = await checkHealthAtOnce(argv, process.env);
  if (health === null) runProgram(openProgram());
  else end(health);
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

function runProgram(load: Load): void {
  void load<typeof import("./main.ts")>("./main.cjs").main(argv);
}

/** Without `process.stdout`, which takes longer to open than all else that `version` does. */
function print(text: string): void {
  try {
    if (text !== "" && findOutputEnd() === "closed") throw closedOutput();
    writeFileSync(1, text);
  } catch (error) {
    const lost = error as NodeJS.ErrnoException; // as node:fs throws, and nothing else
    // A pipe that is full just now is waited for.
    if (lost.code === "EAGAIN") process.stdout.on("error", explainLost).write(text);
    else explainLost(lost);
  }
}

function explainLost(error: NodeJS.ErrnoException): void {
  process.exitCode = outputLost;
  process.stderr.write(describeLostOutput(error));
}

/** Where to find the chunks: the place of each piece of the file, and by chunk the number of its piece. */
interface Contents {
  readonly pieces: readonly (readonly [start: number, length: number])[];
  readonly chunks: Readonly<Record<string, number>>;
}

/** Loads a chunk of the program, or a module of Node's. */
type Load = <Exports>(name: string) => Exports;

/**
 * Opens the program. All of it lies in one file, which stays open: an upgrade takes the files of a daemon that runs away, and
 * it may need more of them later. What is mostly needed together is one piece of it, read and compiled when it is asked for.
 */
function openProgram(): Load {
  const filename = `${__dirname}/program/chunks.txt`;
  const { pieces, chunks }: Contents = JSON.parse(readFileSync(`${__dirname}/program/contents.json`, "latin1"));
  const file = openSync(filename, "r");
  const readPiece = ([start, length]: Contents["pieces"][number]): Readonly<Record<string, Chunk>> => {
    const bytes = Buffer.allocUnsafe(length);
    readSync(file, bytes, 0, length, start);
    return runInThisContext(bytes.toString("latin1"), { filename });
  };
  const read: Record<string, Chunk> = {};
  const loaded = new Map<string, { exports: object }>();
  const load = (name: string): unknown => {
    const piece = pieces[chunks[name] ?? -1];
    if (piece === undefined) return isExpensive(name) ? loadWhenUsed(name) : loadBuiltIn(name);
    const known = loaded.get(name);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(name, module);
    if (!(name in read)) Object.assign(read, readPiece(piece));
    read[name]?.(module, module.exports, load);
    return module.exports;
  };
  return load as Load; // what a chunk exports is known to whoever names it
}

/** Modules of Node's that each take a millisecond or two, and that most commands use none of. */
function isExpensive(name: string): boolean {
  return /^(node:)?(child_process|crypto|dgram|dns|dns\/promises|fs\/promises|http|https|os|timers\/promises|tls|zlib)$/.test(
    name,
  );
}

/** Stands for a module of Node's until something of it is asked for. */
function loadWhenUsed(name: string): object {
  let loaded: Record<string, unknown> | undefined;
  const open = () => {
    loaded ??= loadBuiltIn(name) as Record<string, unknown>; // they are plain objects all
    return loaded;
  };
  return new Proxy(
    {},
    {
      get: (_, key: string) => open()[key],
      has: (_, key) => key in open(),
      ownKeys: () => Reflect.ownKeys(open()),
      getOwnPropertyDescriptor: (_, key) => {
        const own = Reflect.getOwnPropertyDescriptor(open(), key);
        return own && { ...own, configurable: true };
      },
    },
  );
}
