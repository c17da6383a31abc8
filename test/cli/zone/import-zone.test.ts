import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Simulator } from "../../../src/simulator/start-simulator.ts";
import { simulated } from "../../simulator/simulated.ts";
import { directoryWith, runWords } from "../api/run-words.ts";

const records = Array.from({ length: 4 }, (_, index) => ({ name: `h${index}`, type: "A", value: `192.0.2.${index}` }));
const start = () => simulated({ zones: [{ name: "example.no", id: "123", records }] });
const writes = ({ requests }: Simulator) => requests.filter(({ method }) => method !== "GET").length;

describe("zone diff", () => {
  it("shows line by line what an import would change, and changes nothing", async () => {
    const simulator = await start();
    const stdin = "h0 3600 A 192.0.2.0\nh1 3600 A 192.0.2.11\nnew 60 TXT hello\n";
    const { exitCode, stdout } = await runWords(simulator, ["zone", "diff", "example.no", "-"], { stdin });
    expect([exitCode, stdout]).toEqual([
      0,
      `- h1 3600 IN A 192.0.2.1
+ h1 3600 IN A 192.0.2.11
+ new 60 IN TXT "hello"
3 lines differ, 1 record set is as in the file
2 records of the zone are not in the file; only --replace would delete them
`,
    ]);
    const replacing = await runWords(simulator, ["zone", "diff", "example.no", "-", "--replace", "-o", "json"], {
      stdin,
    });
    expect(JSON.parse(replacing.stdout)).toMatchObject({
      zone: "example.no",
      unchanged: 1,
      changes: [{}, {}, {}, { kind: "remove", name: "h2" }, {}],
    });
    expect(await runWords(simulator, ["zone", "diff", "example.no", "-", "--exit-code"], { stdin })).toMatchObject({
      exitCode: 1,
    });
    const text = (await runWords(simulator, ["zone", "export", "example.no"])).stdout;
    const same = await runWords(simulator, ["zone", "diff", "example.no", "-", "--exit-code"], { stdin: text });
    expect(same).toMatchObject({ exitCode: 0, stdout: "nothing would change\n" });
    expect(writes(simulator)).toBe(0);
  });
});

describe("zone import", () => {
  it("keeps the zone as it was in a file that brings it back, and writes over no other", async () => {
    const simulator = await start();
    const directory = await directoryWith({ before: "", other: "kept" });
    const [before, other] = [join(directory, "before"), join(directory, "other")];
    const stdin = "h0 3600 A 192.0.2.99\n";
    const refused = await runWords(simulator, ["zone", "import", "example.no", "-", "--yes", "--backup", other], {
      stdin,
    });
    expect([refused.exitCode, refused.stderr, writes(simulator)]).toEqual([
      2,
      expect.stringContaining("already exists"),
      0,
    ]);
    const words = ["zone", "import", "example.no", "-", "--yes", "--backup"];
    const done = await runWords(simulator, [...words, before], { stdin });
    expect([done.exitCode, done.stderr]).toEqual([0, `saved example.no as it was in ${before}\n`]);
    const back = await runWords(simulator, [...words, join(directory, "again"), "--replace"], {
      stdin: await readFile(before, "utf8"),
    });
    expect(back.exitCode).toBe(0);
    expect(simulator.store.zones.values("h0.example.no", "A")).toEqual(["192.0.2.0"]);
    expect((await readdir(directory)).sort()).toEqual(["again", "before", "other"]);
  });

  it("keeps it beside the imported file unless told where", async () => {
    const simulator = await start();
    const directory = await directoryWith({ "new.zone": "h0 3600 A 192.0.2.99\n" });
    const file = join(directory, "new.zone");
    const { exitCode, stderr } = await runWords(simulator, ["zone", "import", "example.no", file, "--yes"]);
    const [kept = "", ...others] = (await readdir(directory)).filter((name) => name !== "new.zone");
    expect([exitCode, stderr, others]).toEqual([0, `saved example.no as it was in ${join(directory, kept)}\n`, []]);
    expect(await readFile(join(directory, kept), "utf8")).toContain("192.0.2.0");
  });

  it("checks all before the first write, with --dry-run too, and names every line", async () => {
    const simulator = await start();
    const stdin = 'a 60 A 192.0.2.1\nb 60 A 192.0.2.999\nc 60 LOC 59 55 0 N 10 45 0 E 10m\nd 60 TXT "\xe5"\n';
    for (const more of [[], ["--dry-run"], ["--replace", "--yes", "--max-deletes", "100%"]]) {
      const { exitCode, stderr } = await runWords(simulator, ["zone", "import", "example.no", "-", ...more], { stdin });
      expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/line 2: .*\n.*line 3: .*LOC/)]);
    }
    expect(writes(simulator)).toBe(0);
  });

  it("wants --max-deletes for more than 30 % of a zone, which --yes does not replace", async () => {
    const simulator = await start();
    const stdin = "h0 3600 A 192.0.2.0\n";
    const words = ["zone", "import", "example.no", "-", "--replace", "--yes"];
    for (const more of [[], ["--dry-run"], ["--max-deletes", "50%"]]) {
      const { exitCode, stderr } = await runWords(simulator, [...words, ...more], { stdin });
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining("--max-deletes 75% allows it")]);
    }
    expect(writes(simulator)).toBe(0);
    const backup = join(await directoryWith(), "b");
    expect(await runWords(simulator, [...words, "--max-deletes", "75", "--backup", backup], { stdin })).toMatchObject({
      exitCode: 0,
    });
    expect(
      await runWords(simulator, ["zone", "import", "example.no", "-", "--yes"], { stdin: "; nothing" }),
    ).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("no records") });
    expect(await runWords(simulator, [...words, "--max-deletes", "lots"], { stdin })).toMatchObject({ exitCode: 2 });
  });

  it("writes nothing to the zone where the zone as it was can't be kept, and says why", async () => {
    const simulator = await start();
    const words = ["zone", "import", "example.no", "-", "--yes", "--backup", "/dev/full"];
    const { exitCode, stderr } = await runWords(simulator, words, { stdin: "h0 3600 A 192.0.2.99\n" });
    expect([exitCode, stderr, writes(simulator)]).toEqual([
      1,
      "gigahost-ddns: /dev/full: no space left on the device\n",
      0,
    ]);
    const exported = await runWords(simulator, ["zone", "export", "example.no", "--to", "/dev/full"]);
    expect([exported.exitCode, exported.stderr]).toEqual([
      1,
      "gigahost-ddns: /dev/full: no space left on the device\n",
    ]);
  });
});
