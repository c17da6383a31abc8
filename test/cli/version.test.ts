import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { runBuilt } from "../e2e/built-program.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

it("version --system says what a bug report should", async () => {
  const { code, json } = await runBuilt(["version", "--system", "--output", "json"]);
  expect(code).toBe(0);
  expect(json).toMatchObject({ node: process.version, platform: `linux ${process.arch}` });
  expect(Object.keys(json)).toEqual([
    ...["version", "node", "platform", "os", "kernel", "machine", "virtual", "cpu", "memory", "container"],
  ]);
  expect(json.memory).toMatch(/^[1-9]\d* MiB$/);
});

it("systeminformation is loaded by it and by the doctor only", () => {
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.c?ts$/.test(file),
  );
  const text = (file: string) => readFileSync(join(root, "src", file), "utf8");
  expect(files.filter((file) => text(file).includes('"systeminformation"'))).toEqual([
    "doctor/machine/describe-system.ts",
  ]);
  const loading = files.filter((file) => /describe-system\.ts"/.test(text(file)));
  expect(loading.sort()).toEqual(["cli/commands/version.ts", "doctor/machine/system.ts"]);
  // In the program it is a piece of its own, with nothing of ours in it.
  const { pieces } = JSON.parse(readFileSync(join(root, "dist/program/contents.json"), "utf8"));
  const program = readFileSync(join(root, "dist/program/chunks.txt"));
  const texts: string[] = pieces.map(([at, length]: [number, number]) => program.toString("utf8", at, at + length));
  const holding = texts.filter((piece) => piece.includes("dmidecode"));
  expect(holding).toHaveLength(1);
  expect(holding[0]).not.toMatch(/GIGAHOST_|flux_live_/);
  // The doctor's is reached by its command alone, which is loaded when it is asked for.
  const reaching = files.filter((file) => /doctor\/all-checks\.ts"|\/doctor\.ts"/.test(text(file)));
  expect(reaching.sort()).toEqual(["cli/commands/daemon-commands.ts", "cli/commands/doctor.ts"]);
  expect(text("cli/commands/daemon-commands.ts")).toContain('await import("./doctor.ts")');
});
