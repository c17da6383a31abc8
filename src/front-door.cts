// CommonJS, since it starts faster: answers `version` by itself and loads the program for everything else.
type Chunk = (module: { exports: object }, exports: object, require: (name: string) => unknown) => void;

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
  const everyday: Readonly<Record<string, Chunk>> = loadFile("./program/everyday.cjs");
  const loaded = new Map<string, { exports: object }>();
  const load = (name: string): unknown => {
    if (!name.startsWith("./")) return loadFile(name);
    const known = loaded.get(name);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(name, module);
    const run: Chunk = everyday[name] ?? loadFile(`./program/${name}`);
    run(module, module.exports, load);
    return module.exports;
  };
  const { main } = load("./main.cjs") as { main: (argv: readonly string[]) => Promise<void> };
  void main(process.argv.slice(2));
}
