// Bundles the program. What users start is CommonJS behind a front door, since Node's ESM loader takes longer for it than
// everything that a command does; code splitting, so that each command loads only its own; what everyday commands
// load together lies together. The library is there as ESM and for `require`. `--types` also writes its declarations.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { writeSbom } from "./build-sbom.mjs";
import { collectLicences } from "./bundled-licences.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const { version, homepage } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
// Else esbuild writes `new RegExp` for those with \p and keeps even what nobody uses: valibot's of all emoji, say, which takes a
// millisecond.
const nativeExpressions = { "regexp-unicode-property-escapes": true };
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
  supported: nativeExpressions,
  // Names in the bundle don't depend on where node_modules really lies.
  preserveSymlinks: true,
  outdir: "dist",
};
const split = { ...shared, splitting: true, format: "esm", chunkNames: "chunks/[name]-[hash]" };

const program = `${root}dist/program`;
const statusAtOnce = "show-status-at-once.cjs";
const commonJs = {
  format: "cjs",
  platform: "node",
  target: "node20.18",
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
  supported: { "dynamic-import": false, ...nativeExpressions },
  legalComments: "none",
  logLevel: "warning",
  // node-cron, an ES module, asks where it is.
  define: { "import.meta.url": "__moduleUrl" },
};

// How what another piece exports is got from there, which may be left out where nobody uses it.
const pick = "const __pick=(all,at)=>all[at];";

const configuration = ["src/config/load-config.ts"];

/** What the everyday commands load, by their first files: chunks that the same of them load lie and are compiled together. */
const everyday = [
  ["src/main.ts", ...["status", "update", "retry"].map((name) => `src/cli/commands/daemon/${name}.ts`)],
  ["src/main.ts", ...configuration, "src/cli/commands/once.ts", "src/daemon/tell/tell-once.ts"],
  [
    ...["src/main.ts", ...configuration, "src/cli/commands/run.ts", "src/daemon/run-daemon.ts"],
    ...["publish-plan", "engines/dyndns", "engines/send-dyndns"].map((name) => `src/publish/${name}.ts`),
  ],
  [
    "src/main.ts",
    ...configuration,
    "src/cli/commands/config/config-commands.ts",
    "src/cli/commands/config/check-config.ts",
  ],
  [
    ...[
      "src/main.ts",
      ...configuration,
      "src/cli/commands/zone/zone-commands.ts",
      "src/cli/commands/zone/list-zones.ts",
    ],
    ...["src/cli/account/api-connection.ts", "src/api/gigahost.ts", "src/api/operations/dns/dns.ts"],
  ],
];

/** Of pino what writes a log later or from another thread, which loads a few of Node's modules at once: ours is written at once. */
const leaveOutWriters = {
  name: "leave-out-writers",
  setup({ onResolve, onLoad }) {
    const writers = /^(on-exit-leak-free|sonic-boom|thread-stream|worker_threads)$/;
    onResolve({ filter: writers }, ({ importer }) =>
      /[/\\]node_modules[/\\]pino[/\\]/.test(importer) ? { path: "writer", namespace: "left-out" } : undefined,
    );
    const contents = "module.exports = class Writer { static isMainThread = true; };";
    onLoad({ filter: /^/, namespace: "left-out" }, () => ({ contents }));
  },
};

/** Of valibot what hands each schema to other libraries: an object and a function for every setting, before anything is read. */
const leaveOutStandardSchema = {
  name: "leave-out-standard-schema",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]node_modules[/\\]valibot[/\\]dist[/\\]index\.mjs$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const contents = text.replace(/^\tschema\["~standard"\] = \{$.*?^\t\};$/ms, "");
      if (contents === text) throw new Error("valibot no longer attaches a standard schema as it did");
      return { contents };
    });
  },
};

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
    minifyIdentifiers: true,
    banner: { js: "#!/usr/bin/env node" },
  }),
  build({
    ...shared,
    entryPoints: { "make-code-cache": "src/loading/make-code-cache.ts" },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
  }),
]);
writeFileSync(`${root}dist/sbom.cdx.json`, writeSbom(root, [programMeta, library.metafile]));
writeFileSync(`${root}dist/THIRD-PARTY-LICENCES.txt`, collectLicences(root, [programMeta, library.metafile]));
if (process.argv.includes("--types")) await (await import("./build-types.mjs")).buildTypes(root, `${root}dist`);

/**
 * esbuild splits ES modules only: its chunks are turned into CommonJS afterwards, those of a group into one function for the
 * front door.
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
    plugins: [leaveOutWriters, leaveOutStandardSchema],
  });
  const atOnce = await buildAtOnce();
  const texts = new Map([...outputFiles, ...atOnce.outputFiles].map(({ path, text }) => [basename(path), text]));
  const outputs = { ...metafile.outputs, ...atOnce.metafile.outputs };
  const groups = [...findTogether(metafile), [statusAtOnce]];
  const asked = findAskedFor(outputs, groups);
  writePieces(groups, await Promise.all(groups.map((names) => joinChunks(names, texts, asked))));
  return metafile;
}

/**
 * The chunks that something outside of their group imports, or that are loaded when they are asked for (`later`), by name, with
 * what they export. Groups never import each other in a circle: of two chunks, the one that is imported is loaded by every command
 * that loads the other.
 */
function findAskedFor(outputs, groups) {
  const groupOf = new Map(groups.flatMap((names, at) => names.map((name) => [name, at])));
  const names = new Set(["main.cjs", statusAtOnce]);
  const later = new Set(names);
  for (const [path, { imports }] of Object.entries(outputs)) {
    for (const { path: imported, kind, external } of imports) {
      const isElsewhere =
        kind !== "import-statement" || groupOf.get(basename(path)) !== groupOf.get(basename(imported));
      if (!external && isElsewhere) names.add(basename(imported));
      if (!external && kind !== "import-statement") later.add(basename(imported));
    }
  }
  const all = Object.entries(outputs).map(([path, { exports }]) => [basename(path), exports]);
  const asked = all.filter(([name]) => names.has(name));
  return new Map(asked.map(([name, exports]) => [name, { exports, later: later.has(name) }]));
}

/**
 * A function of all chunks of a group, in one scope; what it exports are their exports, by the chunk's name: as values, since each
 * getter, which esbuild writes, is one more function to compile. Nothing that is exported changes afterwards.
 */
async function joinChunks(names, texts, asked) {
  const isInside = ({ path, kind }) => kind !== "dynamic-import" && names.includes(path.slice(2));
  const plugin = {
    name: "chunks",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\// }, (wanted) => ({
        path: wanted.path,
        ...(isInside(wanted) ? { namespace: "chunk" } : {}),
        ...(!isInside(wanted) && wanted.kind === "import-statement" ? { namespace: "elsewhere" } : {}),
        external: !isInside(wanted) && wanted.kind !== "import-statement",
      }));
      onLoad({ filter: /^/, namespace: "elsewhere" }, ({ path }) => ({
        contents: pickExports(path, asked.get(path.slice(2))),
      }));
      onLoad({ filter: /^/, namespace: "chunk" }, ({ path }) => ({ contents: texts.get(path.slice(2)) }));
    },
  };
  const stdin = { contents: exportChunks([...asked].filter(([name]) => names.includes(name))), resolveDir: root };
  const { outputFiles } = await build({ ...commonJs, stdin, bundle: true, write: false, plugins: [plugin] });
  const [{ text }] = outputFiles;
  const where = text.includes("__moduleUrl")
    ? 'const __moduleUrl=require("node:url").pathToFileURL(process.argv[1]).href;'
    : "";
  const packages = names.filter((name) => /export default require_\w+\(\);\s*$/.test(texts.get(name)));
  const named = packages.map((name) => giveNames(JSON.stringify(`./${name}`))).join("");
  // In parentheses, since V8 would read a function twice that it doesn't expect to be called at once.
  return Buffer.from(`(function(module,exports,require){"use strict";${where}${pick}${text}${named}})\n`);
}

/** The text of a module that exports chunks, which are given with the names of what they export. */
function exportChunks(chunks) {
  const imports = [];
  const values = [];
  chunks.forEach(([chunk, { exports, later }], at) => {
    const path = JSON.stringify(`./${chunk}`);
    imports.push(`import {${exports.map((name) => `${name} as ${name}_${at}`)}} from ${path};`);
    const named = exports.map((name) => `${JSON.stringify(name)}: ${name}_${at}`);
    values.push(`${path}: ${later ? markModule(`{${named}}`) : `[${exports.map((name) => `${name}_${at}`)}]`}`);
  });
  return `${imports.join("")} module.exports = {${values}};`;
}

/** What is imported by `import()` is asked whether it was a module. */
function markModule(object) {
  return `Object.defineProperty(${object}, "__esModule", { value: true })`;
}

/**
 * The text of a module that stands for a chunk of another piece. It is a list of values, unless it is also loaded by `import()`:
 * V8 makes lists in less time than objects, each of which has other names than all before.
 */
function pickExports(path, { exports, later }) {
  const picked = exports.map((name, at) => `/* @__PURE__ */ __pick(all, ${later ? JSON.stringify(name) : at})`);
  return `const all = require(${JSON.stringify(path)});
${picked.map((value, at) => `const value${at} = ${value};`).join("\n")}
export { ${exports.map((name, at) => `value${at} as ${name}`)} };`;
}

/** What the front door shows a status with: one chunk with all that it needs, which is a small part of many chunks. */
async function buildAtOnce() {
  const options = { ...shared, format: "esm", outExtension: { ".js": ".cjs" }, write: false, metafile: true };
  return build({ ...options, entryPoints: ["src/cli/daemon-client/show-status-at-once.ts"] });
}

/** Groups of the chunks' names: those that the same everyday commands load, and every other one by itself. */
function findTogether({ outputs }) {
  const byName = new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output]));
  const loads = everyday.map((sources) => findLoaded(byName, sources));
  const groups = new Map();
  for (const name of byName.keys()) {
    const commands = loads.map((loaded) => loaded.has(name));
    const key = commands.includes(true) ? commands.join() : name;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()];
}

/** The chunks that are loaded with these sources, at once. */
function findLoaded(byName, sources) {
  const loaded = new Set();
  const add = (name) => {
    if (loaded.has(name)) return;
    loaded.add(name);
    for (const { path, kind, external } of byName.get(name).imports) {
      if (kind === "import-statement" && !external) add(basename(path));
    }
  };
  for (const source of sources) {
    const [name] = [...byName].find(([, { entryPoint }]) => entryPoint === source) ?? [];
    if (name === undefined) throw new Error(`${source} is no longer an entry of the program`);
    add(name);
  }
  return loaded;
}

/** Of a package in CommonJS that is loaded when it is needed, esbuild's chunk has the default alone: its names, too, as in Node. */
function giveNames(chunk) {
  const names = markModule("{...all,default:all}");
  return `{const all=module.exports[${chunk}].default;module.exports={...module.exports,[${chunk}]:${names}}}`;
}

/** All pieces in one file, and in another one where each begins, how long it is, and which chunk is in which. */
function writePieces(groups, texts) {
  const pieces = [];
  let start = 0;
  for (const { length } of texts) {
    pieces.push([start, length]);
    start += length;
  }
  const places = groups.flatMap((names, at) => names.map((name) => [`./${name}`, at]));
  const text = Buffer.concat(texts);
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 32);
  writeFileSync(`${program}/chunks.txt`, text);
  writeFileSync(`${program}/contents.json`, JSON.stringify({ hash, pieces, chunks: Object.fromEntries(places) }));
}
