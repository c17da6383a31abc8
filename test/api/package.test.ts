import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "gigahost-ddns-"));
  await mkdir(join(directory, "node_modules"));
  await symlink(root, join(directory, "node_modules/gigahost-ddns"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const program = `
  const simulator = await startSimulator();
  const gigahost = new Gigahost({ apiKey: defaultApiKey, baseUrl: simulator.url });
  const [zone] = await gigahost.dns.listZones();
  const failure = await gigahost.servers.get({ id: 1 }).catch((error) => error);
  console.log(zone.zone_name, failure.name, failure instanceof GigahostError);
  await gigahost.close();
  await simulator.close();
`;
const required = `
  const { Gigahost, GigahostError } = require("gigahost-ddns");
  const { startSimulator, defaultApiKey } = require("gigahost-ddns/testing");
  (async () => { ${program} })();
`;
const imported = `
  import { Gigahost, GigahostError } from "gigahost-ddns";
  import { startSimulator, defaultApiKey } from "gigahost-ddns/testing";
  ${program}
`;
const expected = "example.no NotFoundError true\n";

/** As built: `npm test` builds before it. */
describe.skipIf(!existsSync(join(root, "dist/index.cjs")))("the package, as built", () => {
  it.each([
    ["import", "program.mjs", imported],
    ["require", "program.cjs", required],
  ])("gives library and simulator to %s", async (_, name, source) => {
    await writeFile(join(directory, name), source);
    // A Node that can't require ES modules is the older kind.
    const old = name.endsWith("cjs") && process.allowedNodeEnvironmentFlags.has("--experimental-require-module");
    const options = old ? ["--no-experimental-require-module"] : [];
    const { stdout, stderr } = await run(process.execPath, [...options, join(directory, name)]);
    expect([stdout, stderr]).toEqual([expected, ""]);
  });

  it.each([
    ["require", "bundled.cjs", required],
    ["import", "bundled.mjs", imported.replace(program, `(async () => { ${program} })();`)],
  ])("works in a minified CommonJS bundle made of %s, error names included", async (_, name, source) => {
    await writeFile(join(directory, name), source);
    const outfile = join(directory, `minified-${name}.cjs`);
    const entryPoints = [join(directory, name)];
    await build({
      entryPoints,
      outfile,
      bundle: true,
      minify: true,
      platform: "node",
      format: "cjs",
      logLevel: "error",
    });
    expect((await run(process.execPath, [outfile])).stdout).toBe(expected);
  });
});
