import { openSync, readSync, writeFileSync } from "node:fs";
import { describeLostOutput, outputLost } from "./cli/output/lost-output.ts";

// Bundled as CommonJS, since that starts faster: answers `version` and `healthcheck` by itself, and loads the program for
// everything else.
type Chunk = (module: { exports: object }, exports: object, require: (name: string) => unknown) => void;

const argv = process.argv.slice(2);
if (argv.length === 1 && /^(version|--version|-V)$/.test(argv[0] ?? "")) print(`${__VERSION__}\n`);
else if (argv[0] === "healthcheck") void answerHealthcheck();
else runProgram();

async function answerHealthcheck(): Promise<void> {
  const { checkHealthAtOnce } = await import("./cli/daemon-client/check-health-at-once.ts");
  const health = await checkHealthAtOnce(argv, process.env);
  if (health === null) return runProgram();
  process.exitCode = health.exitCode;
  print(health.line);
}

/** Without `process.stdout`, which takes longer to open than all else that `version` does. */
function print(text: string): void {
  try {
    writeFileSync(1, text);
  } catch (error) {
    const lost = error as NodeJS.ErrnoException; // node:fs throws nothing else
    // A pipe that is full just now is waited for.
    if (lost.code === "EAGAIN") process.stdout.on("error", explainLost).write(text);
    else explainLost(lost);
  }
}

function explainLost(error: NodeJS.ErrnoException): void {
  process.exitCode = outputLost;
  process.stderr.write(describeLostOutput(error));
}

/** Where a chunk begins in the pack, and how many bytes it has. */
type Place = readonly [start: number, length: number];

/** `chunks` are there at once, those in `pack` are read when they are asked for. */
interface Everyday {
  readonly chunks: Readonly<Record<string, Chunk>>;
  readonly pack: Readonly<Record<string, Place>>;
}

function runProgram(): void {
  // Under another name, since a bundler would look for the files of a plain require.
  const loadFile: NodeJS.Require = require;
  const { chunks, pack }: Everyday = loadFile("./program/everyday.cjs");
  const loaded = new Map<string, { exports: object }>();
  const packFile = `${__dirname}/program/pack.txt`;
  let packFd: number | null = null;
  // An upgrade replaces the files of a daemon that runs: what it may need later is read from the one that it has open.
  const readPacked = ([start, length]: Place): Chunk => {
    packFd ??= openSync(packFile, "r");
    const bytes = Buffer.alloc(length);
    readSync(packFd, bytes, 0, length, start);
    const { runInThisContext }: typeof import("node:vm") = loadFile("node:vm");
    return runInThisContext(bytes.toString("utf8"), { filename: packFile });
  };
  const load = (name: string): unknown => {
    if (!name.startsWith("./")) return loadFile(name);
    const known = loaded.get(name);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(name, module);
    const place = pack[name];
    const run: Chunk = chunks[name] ?? (place ? readPacked(place) : loadFile(`./program/${name}`));
    run(module, module.exports, load);
    return module.exports;
  };
  const { main } = load("./main.cjs") as { main: (argv: readonly string[]) => Promise<void> };
  void main(argv);
}
