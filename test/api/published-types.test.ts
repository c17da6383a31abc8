import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildTypes } from "../../build-types.mjs";
import { everyOperation } from "./operations/every-operation.ts";

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
  await buildTypes(root, join(installed, "dist"));
  for (const name of ["valibot", "undici", "undici-types", "dns-packet", "@types"]) {
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
});

afterAll(() => rm(directory, { recursive: true, force: true }));

it("the published types hold in a strict project, and what is wrong doesn't compile", async () => {
  await cp(join(root, "test/fixtures/library-consumer.ts.txt"), join(directory, "consumer.ts"));
  await expect(tsc("-p", directory)).resolves.toMatchObject({ stdout: "" });
});

it("the published types take a file in any form under TypeScript's own libraries, those of browsers too", async () => {
  const source = `import { createReadStream } from "node:fs";
import { Gigahost, type DnsRecord, type Server, type UploadFile } from "gigahost-ddns";
const files: UploadFile[] = [
  new File([], "a"),
  new Blob([]),
  createReadStream("a"),
  new Blob([]).stream(),
  { name: "a", data: "text" },
  { name: "a", data: Buffer.from("bytes") },
];
await new Gigahost({ apiKey: "k" }).webhosting.files.upload({ id: 1, files });
export const mail = ({ record_type }: DnsRecord): boolean => record_type === "MX";
export const name = ({ srv_name }: Server): string => srv_name;
// @ts-expect-error a number is not a file
files.push(5);
`;
  await writeFile(join(directory, "files.ts"), source);
  const compilerOptions = { lib: ["es2022", "dom", "dom.iterable"] };
  const settings = { extends: "./tsconfig.json", compilerOptions, include: ["files.ts"] };
  await writeFile(join(directory, "tsconfig.dom.json"), JSON.stringify(settings));
  await expect(tsc("-p", join(directory, "tsconfig.dom.json"))).resolves.toMatchObject({ stdout: "" });
});

it("the published types can be read by a TypeScript with its settings of old: no #private, and /testing without exports", async () => {
  const installed = join(directory, "node_modules/gigahost-ddns");
  const names = (await readdir(join(installed, "dist"), { recursive: true })).filter((name) => name.endsWith(".d.ts"));
  const texts = await Promise.all(names.map((name) => readFile(join(installed, "dist", name), "utf8")));
  expect(names.filter((_, index) => texts[index]?.includes("#private"))).toEqual([]);
  const { types, typesVersions } = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
  const declared: string[] = [types, ...typesVersions["*"].testing];
  expect(declared.map((path) => path.replace("./dist/", "")).filter((path) => !names.includes(path))).toEqual([]);
});

it("the published types hold for a program that uses require, too", async () => {
  const source = `import { Gigahost, type Zone } from "gigahost-ddns";
import { startSimulator } from "gigahost-ddns/testing";
export const first = async (): Promise<Zone | undefined> =>
  (await new Gigahost({ apiKey: "k", baseUrl: (await startSimulator()).url }).dns.listZones())[0];
`;
  await writeFile(join(directory, "consumer.cts"), source);
  await writeFile(
    join(directory, "tsconfig.cts.json"),
    JSON.stringify({ extends: "./tsconfig.json", compilerOptions: { module: "node16" }, include: ["*.cts"] }),
  );
  await expect(tsc("-p", join(directory, "tsconfig.cts.json"))).resolves.toMatchObject({ stdout: "" });
});

it("the published types show a doc comment for each operation and each of its parameters", async () => {
  const file = join(directory, "node_modules/gigahost-ddns/dist/types/api/client-sections.d.ts");
  const lines = (await readFile(file, "utf8")).split("\n").map((line) => line.trim());
  const above = (start: string) => lines[lines.findIndex((line) => line.startsWith(start)) - 1] ?? "";
  for (const { section, name, entry } of await everyOperation()) {
    const title = `${section}.${name}`.replaceAll(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase());
    const given = Object.keys(entry.parameters).length === 0 ? "Record<string, never>" : `${title}Parameters`;
    const method = lines.findIndex((line) => line.startsWith(`${name}(`) && line.includes(`: ${given}, options`));
    expect(method, title).toBeGreaterThan(0);
    expect(lines[method - 1], title).toMatch(/\*\/$/);
    const parameters = lines.slice(lines.indexOf(`export interface ${title}Parameters {`));
    for (const [parameter, { description }] of Object.entries(entry.parameters)) {
      const at = parameters.findIndex((line) => /^"?([\w-]+)"?\??: /.exec(line)?.[1] === parameter);
      expect(parameters[at - 1], `${title} ${parameter}`).toBe(`/** ${description} */`);
    }
  }
  expect(above("deleteRrset(")).toMatch(/\*\/$/);
});
