import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cacheFile } from "../../src/loading/code-cache.ts";
import { readContents } from "../../src/loading/open-program.ts";
import { builtProgram } from "./built-program.ts";
import { prepareScene, type Scene } from "./scene.ts";

/** Tells of each piece of the program whether V8 got code for it, and took it. */
const report = `const { appendFileSync } = require("node:fs");
const vm = require("node:vm");
if (process.env.V8_FLAGS) require("node:v8").setFlagsFromString(process.env.V8_FLAGS);
vm.Script = class extends vm.Script {
  constructor(source, options) {
    super(source, options);
    appendFileSync(process.env.REPORT_FILE, options.cachedData ? (this.cachedDataRejected ? "rejected\\n" : "taken\\n") : "none\\n");
  }
};`;

const isRoot = process.getuid?.() === 0;

describe.runIf(isRoot)("the program with a code cache beside it", () => {
  const installed = mkdtempSync(join(tmpdir(), "installed-"));
  const program = join(installed, "gigahost-ddns.cjs");
  let scene: Scene;
  let file = "";

  beforeAll(async () => {
    cpSync(dirname(builtProgram), installed, { recursive: true });
    rmSync(join(installed, "code-cache"), { recursive: true, force: true });
    execFileSync(process.execPath, [join(installed, "make-code-cache.cjs")]);
    file = cacheFile(join(installed, "code-cache"), readContents(installed).hash);
    scene = await prepareScene();
    writeFileSync(join(scene.dir, "report.cjs"), report);
    await scene.once();
  });
  afterAll(() => rmSync(installed, { recursive: true }));

  /** Runs a command; tells what V8 did with the code of the pieces, each word once. */
  async function run(args: string, flags = "") {
    const reportFile = join(scene.dir, "report.txt");
    writeFileSync(reportFile, "");
    const NODE_OPTIONS = `--require=${join(scene.dir, "report.cjs")}`;
    const ended = await scene.run(args, {
      program,
      environment: { NODE_OPTIONS, REPORT_FILE: reportFile, V8_FLAGS: flags },
    });
    expect([ended.code, ended.stderr], args).toEqual([0, ""]);
    return [...new Set(readFileSync(reportFile, "utf8").trim().split("\n"))].sort();
  }

  it.each(["once", "zone list", "config check"])("takes all of the code for %s from it", async (args) => {
    expect(await run(args)).toEqual(["taken"]);
  });

  it("compiles what isn't in it", async () => {
    expect(await run("zone show example.no")).toEqual(["none", "taken"]);
  });

  it("compiles everything where V8 runs with other flags", async () => {
    expect(await run("once", "--no-lazy")).toEqual(["rejected"]);
  });

  it("starts with every kind of damage to it", async () => {
    const whole = readFileSync(file);
    // The front, which says what is where, and then all over the code.
    const places = [...Array(12).keys()]
      .map((at) => at * 37)
      .concat([...Array(24).keys()].map((at) => 4096 + at * 40_009));
    for (const at of places.filter((place) => place < whole.length)) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(file, damaged);
      const seen = await run("once");
      expect(seen, `byte ${at}`).not.toContain("rejected");
    }
    writeFileSync(file, whole.subarray(0, whole.length / 2));
    await run("once");
    writeFileSync(file, whole);
    expect(await run("once")).toEqual(["taken"]);
  });

  it("does not look for code in a home", async () => {
    const reportFile = join(scene.dir, "report.txt");
    writeFileSync(reportFile, "");
    const NODE_OPTIONS = `--require=${join(scene.dir, "report.cjs")}`;
    const environment = { NODE_OPTIONS, REPORT_FILE: reportFile, HOME: dirname(installed) };
    expect((await scene.run("once", { program, environment })).code).toBe(0);
    expect(readFileSync(reportFile, "utf8")).toMatch(/^(none\n)+$/);
  });
});
