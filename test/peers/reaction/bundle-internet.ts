import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

/** Bundles `internet.ts`, so that any namespace can run it; gives the file. */
export async function bundleInternet(): Promise<string> {
  const outfile = join(tmpdir(), `reaction-internet-${process.pid}.mjs`);
  await build({
    entryPoints: ["test/peers/reaction/internet.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    define: { __VERSION__: '"0.0.0-test"', __HOMEPAGE__: '"https://example.invalid"' },
    banner: { js: 'import{createRequire as c}from"node:module";const require=c(import.meta.url);' },
    logLevel: "error",
  });
  return outfile;
}
