// Bundles the program: ESM with code splitting, so that each command loads only its own, behind a CommonJS front door,
// which starts faster than an ESM one. `--types` also writes the library's declarations.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL(".", import.meta.url));
const { version, homepage } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const shared = {
  absWorkingDir: root,
  platform: "node",
  target: "node20.18",
  define: { __VERSION__: JSON.stringify(version), __HOMEPAGE__: JSON.stringify(homepage) },
  legalComments: "none",
  logLevel: "warning",
  outdir: "dist",
};

rmSync(`${root}dist`, { recursive: true, force: true });
await Promise.all([
  build({
    ...shared,
    entryPoints: { main: "src/main.ts", index: "src/index.ts" },
    bundle: true,
    splitting: true,
    format: "esm",
    minifySyntax: true,
    minifyWhitespace: true,
    chunkNames: "chunks/[name]-[hash]",
    // Dependencies written in CommonJS call require() for Node's own modules.
    banner: {
      js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);',
    },
  }),
  build({
    ...shared,
    entryPoints: { "gigahost-ddns": "src/front-door.cts" },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    banner: { js: "#!/usr/bin/env node" },
  }),
]);
if (process.argv.includes("--types")) {
  execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-p", "tsconfig.types.json"], {
    cwd: root,
    stdio: "inherit",
  });
}
