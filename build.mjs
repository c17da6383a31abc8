// Bundles the program. What users start is CommonJS behind a front door, since Node's ESM loader takes longer for it than
// everything that a command does; code splitting, so that each command loads only its own; what the everyday commands
// need lies in one file. The library is there as ESM and for `require`. `--types` also writes its declarations.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { writeSbom } from "./build-sbom.mjs";
import { collectLicences } from "./bundled-licences.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const { version, homepage } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20.18",
  define: { __VERSION__: JSON.stringify(version), __HOMEPAGE__: JSON.stringify(homepage) },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "warning",
  // Names in the bundle don't depend on where node_modules really lies.
  preserveSymlinks: true,
  outdir: "dist",
};
const split = { ...shared, splitting: true, format: "esm", chunkNames: "chunks/[name]-[hash]" };

const program = `${root}dist/program`;
const commonJs = {
  format: "cjs",
  platform: "node",
  target: "node20.18",
  minifySyntax: true,
  minifyWhitespace: true,
  supported: { "dynamic-import": false },
  // node-cron, an ES module, asks where it is.
  define: { "import.meta.url": "__moduleUrl" },
};

/** Loaded together, in one file: what a daemon, `once` and the questions to a daemon run through. */
const everyday = [
  "src/main.ts",
  "src/cli/commands/run.ts",
  "src/cli/commands/once.ts",
  "src/cli/commands/daemon/status.ts",
  "src/cli/commands/daemon/update.ts",
  "src/cli/commands/daemon/healthcheck.ts",
];

/** They run for long: what they may load later lies in a file that they keep open, since an upgrade takes all files away. */
const lastingCommands = ["src/cli/commands/run.ts", "src/cli/commands/external-dns.ts"];

// A package is the same bytes whoever builds it.
process.umask(0o022);
rmSync(`${root}dist`, { recursive: true, force: true });
mkdirSync(program, { recursive: true });
const libraryEntries = { index: "src/index.ts", testing: "src/testing.ts" };
const [programMeta, library] = await Promise.all([
  buildProgram(),
  build({
    ...split,
    metafile: true,
    entryPoints: libraryEntries,
    // Dependencies written in CommonJS call require() for Node's own modules. Not by `createRequire(import.meta.url)`, which
    // is undefined where a user's bundler makes CommonJS of it.
    banner: { js: "const require=process.getBuiltinModule;" },
  }),
  build({
    ...shared,
    entryPoints: libraryEntries,
    format: "cjs",
    outExtension: { ".js": ".cjs" },
  }),
  build({
    ...shared,
    entryPoints: { "gigahost-ddns": "src/front-door.ts" },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    banner: { js: "#!/usr/bin/env node" },
  }),
]);
writeFileSync(`${root}dist/sbom.cdx.json`, writeSbom(root, [programMeta, library.metafile]));
writeFileSync(`${root}dist/THIRD-PARTY-LICENCES.txt`, collectLicences(root, [programMeta, library.metafile]));
if (process.argv.includes("--types")) await (await import("./build-types.mjs")).buildTypes(root, `${root}dist`);

/**
 * esbuild splits ES modules only: its chunks are turned into CommonJS afterwards, each a function for the front door.
 * Resolves with the metafile.
 */
async function buildProgram() {
  const { outputFiles, metafile } = await build({
    ...split,
    entryPoints: { main: "src/main.ts" },
    chunkNames: "[name]-[hash]",
    outExtension: { ".js": ".cjs" },
    write: false,
    metafile: true,
  });
  const outputs = Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]);
  const together = findTogether(new Map(outputs));
  const lasting = findLasting(new Map(outputs));
  const functions = [];
  const packed = [];
  for (const { path, text } of outputFiles) {
    const name = basename(path);
    const { code } = await transform(text, commonJs);
    const where = code.includes("__moduleUrl")
      ? 'const __moduleUrl=require("node:url").pathToFileURL(process.argv[1]).href;'
      : "";
    // In parentheses, since V8 would read a function twice that it doesn't expect to be called at once.
    const run = `(function(module,exports,require){${where}${code}})`;
    if (together.has(name)) functions.push(`${JSON.stringify(`./${name}`)}:${run}`);
    else if (lasting.has(name)) packed.push([`./${name}`, run]);
    else writeFileSync(`${program}/${name}`, `"use strict";module.exports=${run};\n`);
  }
  const pack = writePack(packed);
  writeFileSync(
    `${program}/everyday.cjs`,
    `"use strict";module.exports={chunks:{${functions.join(",\n")}},pack:${pack}};\n`,
  );
  return metafile;
}

/** The chunks that the everyday entries are made of, by name. */
function findTogether(outputs) {
  const together = new Set();
  const add = (name) => {
    if (together.has(name)) return;
    together.add(name);
    for (const { path, kind, external } of outputs.get(name).imports) {
      if (kind === "import-statement" && !external) add(basename(path));
    }
  };
  for (const entry of everyday) add(nameOf(outputs, entry));
  return together;
}

/** The chunks that the lasting commands may load, soon or later. */
function findLasting(outputs) {
  const found = new Set();
  const add = (name) => {
    if (found.has(name)) return;
    found.add(name);
    for (const { path, external } of outputs.get(name).imports) if (!external) add(basename(path));
  };
  for (const entry of lastingCommands) add(nameOf(outputs, entry));
  return found;
}

/** All of these chunks in one file, to be kept open; gives where each of them begins and how long it is, as JSON. */
function writePack(chunks) {
  const texts = chunks.map(([name, text]) => [name, Buffer.from(`"use strict";${text}\n`)]);
  const places = {};
  let start = 0;
  for (const [name, { length }] of texts) {
    places[name] = [start, length];
    start += length;
  }
  writeFileSync(`${program}/pack.txt`, Buffer.concat(texts.map(([, bytes]) => bytes)));
  return JSON.stringify(places);
}

function nameOf(outputs, entry) {
  const [name] = [...outputs].find(([, { entryPoint }]) => entryPoint === entry) ?? [];
  if (name === undefined) throw new Error(`${entry} is no longer an entry of the program`);
  return name;
}
