// The labs of test/peers/reaction, in one file each that any namespace can run.
import { join } from "node:path";
import { build } from "esbuild";

/** Gives the file. */
export async function bundleLab(name, folder) {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [`test/peers/reaction/${name}.ts`],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    define: { __VERSION__: '"bench"', __HOMEPAGE__: '"https://example.invalid"' },
    banner: { js: 'import{createRequire as c}from"node:module";const require=c(import.meta.url);' },
    logLevel: "warning",
  });
  return outfile;
}
