import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);
const tsc = (...options: string[]) =>
  run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...options]);
let directory: string;

/** A project that has the library installed: its declarations as published, and what it depends on. */
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "gigahost-ddns-"));
  const installed = join(directory, "node_modules/gigahost-ddns");
  await mkdir(installed, { recursive: true });
  await cp(join(root, "package.json"), join(installed, "package.json"));
  await tsc("-p", join(root, "tsconfig.types.json"), "--outDir", join(installed, "dist/types"));
  for (const name of ["valibot", "undici", "undici-types", "@types"]) {
    await symlink(join(root, "node_modules", name), join(directory, "node_modules", name));
  }
  const compilerOptions = {
    target: "es2022",
    lib: ["es2022"],
    module: "nodenext",
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
  };
  await writeFile(join(directory, "package.json"), '{ "type": "module" }');
  await writeFile(join(directory, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
}, 60_000);

afterAll(() => rm(directory, { recursive: true, force: true }));

it("the published types hold in a strict project, and what is wrong doesn't compile", { timeout: 60_000 }, async () => {
  await cp(join(root, "test/fixtures/library-consumer.ts.txt"), join(directory, "consumer.ts"));
  await expect(tsc("-p", directory)).resolves.toMatchObject({ stdout: "" });
});

it("the published types carry each operation's doc comment", async () => {
  const types = await readFile(
    join(directory, "node_modules/gigahost-ddns/dist/types/api/operations/dns/zones.d.ts"),
    "utf8",
  );
  expect(types).toMatch(/\/\*\* Lists the zones of the account[^*]*\*\/\s+readonly listZones/);
});
