// CommonJS, since it starts faster: answers `version` by itself and loads the program for everything else.
type Chunk = (module: { exports: object }, exports: object, require: (name: string) => unknown) => void;

/** Where a chunk begins in the pack, and how many bytes it has. */
type Place = readonly [start: number, length: number];

/** `chunks` are there at once, those in `pack` are read when they are asked for. */
interface Everyday {
  readonly chunks: Readonly<Record<string, Chunk>>;
  readonly pack: Readonly<Record<string, Place>>;
}

const [command, ...rest] = process.argv.slice(2);
if ((command === "version" || command === "--version" || command === "-V") && rest.length === 0) {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    const reason = error.code === "ENOSPC" ? "no space left on the device" : error.code;
    process.stderr.write(`gigahost-ddns: the output can't be written: ${reason}\n`);
    process.exit(74);
  });
  process.stdout.write(`${__VERSION__}\n`);
} else {
  // Under another name, since a bundler would look for the files of a plain require.
  const loadFile: NodeJS.Require = require;
  const { chunks, pack }: Everyday = loadFile("./program/everyday.cjs");
  const loaded = new Map<string, { exports: object }>();
  const packFile = `${__dirname}/program/pack.txt`;
  let packFd: number | null = null;
  // An upgrade replaces the files of a daemon that runs: what it may need later is read from the one that it has open.
  const readPacked = ([start, length]: Place): Chunk => {
    const { openSync, readSync }: typeof import("node:fs") = loadFile("node:fs");
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
  void main(process.argv.slice(2));
}
