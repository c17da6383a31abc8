import { spawnSync } from "node:child_process";
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leadsToJournal, markMessage } from "../../src/platform/journal.ts";
import { directoryWith } from "../cli/api/run-words.ts";
import { buildChild, type ChildProgram } from "../state/children/start-child.ts";

const product = fileURLToPath(new URL("../../dist/gigahost-ddns.cjs", import.meta.url));

let child: ChildProgram;
beforeAll(async () => {
  child = await buildChild("../../platform/journal-child.ts");
});
afterAll(() => child.remove());

/** What a program writes to standard error, which `JOURNAL_STREAM` says is the journal. */
async function writeToJournal(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const path = join(await directoryWith(), "journal");
  const fd = openSync(path, "w");
  const { dev, ino } = fstatSync(fd, { bigint: true });
  spawnSync(process.execPath, words, {
    stdio: ["ignore", "ignore", fd],
    env: { PATH: process.env.PATH, HOME: "/nonexistent", JOURNAL_STREAM: `${dev}:${ino}`, ...environment },
  });
  closeSync(fd);
  return readFileSync(path, "utf8");
}

describe("in the journal", () => {
  it("a line has a priority, and neither a time nor colours of its own", async () => {
    expect(await writeToJournal([child.path, "auto"])).toBe(
      '<7>DEBUG: looking\n<6>INFO: round done {"changed":1}\n<4>WARN: two\\nlines {"source":"stun://a"}\n<3>ERROR: bad\n<2>FATAL: over\n',
    );
  });

  it("JSON comes on request, with a priority before it", async () => {
    const lines = (await writeToJournal([child.path, "json"])).trimEnd().split("\n");
    expect(lines.map((line) => line.slice(0, 3))).toEqual(["<7>", "<6>", "<4>", "<3>", "<2>"]);
    expect(JSON.parse(lines[1]?.slice(3) ?? "")).toMatchObject({ level: "info", msg: "round done", changed: 1 });
  });

  it("a configuration that is wrong is an error, on all its lines", async () => {
    const text = await writeToJournal([product, "run"], { GIGAHOST_DDNS_TTL: "x" });
    const lines = text.trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => !line.startsWith("<3>"))).toEqual([]);
  });

  it("is not where standard error was led elsewhere", () => {
    expect(leadsToJournal(2, {})).toBe(false);
    expect(leadsToJournal(2, { JOURNAL_STREAM: "1:2" })).toBe(false);
    expect(leadsToJournal(99_999, { JOURNAL_STREAM: "1:2" })).toBe(false);
  });

  it("each line of a message is marked", () => {
    expect(markMessage("gigahost-ddns: a\n  b\n")).toBe("<3>gigahost-ddns: a\n<3>  b\n");
    expect(markMessage("warning: a\n")).toBe("<4>warning: a\n");
    expect(markMessage("wrote x\n")).toBe("<6>wrote x\n");
  });
});
