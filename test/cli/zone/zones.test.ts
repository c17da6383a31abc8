import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { simulated } from "../../simulator/simulated.ts";
import { directoryWith, runWords } from "../api/run-words.ts";

const records = [
  { name: "@", type: "A", value: "192.0.2.1" },
  { name: "www", type: "CNAME", value: "example.no" },
  { name: "@", type: "MX", value: "mail.example.no", priority: 10 },
];
const start = () => simulated({ zones: [{ name: "example.no", id: "123", records }, "xn--blbr-roah.no"] });

describe("zone list and show", () => {
  it("show name, id and both forms of a name with other letters", async () => {
    const { stdout } = await runWords(await start(), ["zone", "list"]);
    expect(stdout).toMatch(/^ID +ZONE +RECORDS +SERVED BY +EXPIRES\n123 +example\.no +7 +Gigahost/);
    expect(stdout).toContain("blåbær.no (xn--blbr-roah.no)");
  });

  it("never show the transfer code, in no format", async () => {
    const simulator = await start();
    for (const output of ["table", "json", "yaml"]) {
      const list = await runWords(simulator, ["zone", "list", "--output", output]);
      const show = await runWords(simulator, ["zone", "show", "123", "--output", output]);
      expect(list.exitCode + show.exitCode).toBe(0);
      expect(list.stdout + show.stdout).not.toMatch(/auth_info/i);
    }
  });

  it("name a zone by its name in any form, or by its id", async () => {
    const simulator = await start();
    for (const named of ["EXAMPLE.no.", "123"]) {
      const { stdout } = await runWords(simulator, ["zone", "show", named, "-o", "json"]);
      expect(JSON.parse(stdout)).toMatchObject({ zone_id: "123", zone_name: "example.no" });
    }
    const { stdout } = await runWords(simulator, ["zone", "show", "Blåbær.no", "-o", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({ zone_name: "xn--blbr-roah.no" });
    const { exitCode, stderr } = await runWords(simulator, ["zone", "show", "exmaple.no"]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("Did you mean example.no?")]);
    const slip = await runWords(simulator, ["zone", "show", "blåbæt.no"]);
    expect(slip.stderr).toContain("Did you mean blåbær.no (xn--blbr-roah.no)?");
  });

  it("work with a configuration file that has nothing but the account", async () => {
    const simulator = await start();
    const key = "0123456789abcdef".repeat(4);
    const yaml = `account:\n  api_key: flux_live_${key}\n  base_url: ${simulator.url}\n`;
    const directory = await directoryWith({ "config.yaml": yaml });
    const ended = await runWords(null, ["zone", "list", "--config", join(directory, "config.yaml")]);
    expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("example.no") });
  });
});

describe("zone create and delete", () => {
  it("find the new zone again, which the server doesn't name", async () => {
    const simulator = await start();
    const { exitCode, stdout } = await runWords(simulator, ["zone", "create", "Rømme.no", "-o", "json"]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ zone_name: "xn--rmme-gra.no", zone_id: expect.anything() });
  });

  it("take a zone file along", async () => {
    const simulator = await start();
    const stdin = "$ORIGIN new.no.\nwww 60 IN A 192.0.2.9\n";
    expect((await runWords(simulator, ["zone", "create", "new.no", "--file", "-"], { stdin })).exitCode).toBe(0);
    expect((await runWords(simulator, ["record", "list", "new.no"])).stdout).toContain("192.0.2.9");
  });

  it("check the zone file before they send anything", async () => {
    const simulator = await start();
    const stdin = "www 60 IN A 192.0.2.900\nb 60 CNAME a b\n";
    const { exitCode, stderr } = await runWords(simulator, ["zone", "create", "new.no", "--file", "-"], { stdin });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/line 1: .*\n.*line 2: /)]);
    expect(simulator.requests).toEqual([]);
  });

  it("delete only what was named twice", async () => {
    const simulator = await start();
    const words = ["zone", "delete", "blåbær.no"];
    expect(await runWords(simulator, words)).toMatchObject({ exitCode: 2 });
    expect(await runWords(simulator, words, { typed: "example.no\n" })).toMatchObject({ exitCode: 1 });
    expect(await runWords(simulator, [...words, "--dry-run"])).toMatchObject({ exitCode: 0 });
    expect(simulator.store.zones.list).toHaveLength(2);
    expect(await runWords(simulator, words, { typed: "Blåbær.no\n" })).toMatchObject({ exitCode: 0 });
    expect(simulator.store.zones.list.map(({ name }) => name)).toEqual(["example.no"]);
  });
});

describe("zone export and import", () => {
  it("bring a zone back as it was", async () => {
    const simulator = await start();
    const file = join(await directoryWith(), "zone");
    expect(await runWords(simulator, ["zone", "export", "example.no", "--to", file])).toMatchObject({ exitCode: 0 });
    const text = await readFile(file, "utf8");
    expect(text).toContain("@\t3600\tIN\tMX\t10 mail.example.no.");
    await runWords(simulator, ["record", "delete", "www.example.no", "CNAME", "--all", "--yes"]);
    const back = await runWords(simulator, ["zone", "import", "example.no", file, "--backup", `${file}.before`]);
    expect(back).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("set     www CNAME example.no.") });
    const now = await runWords(simulator, ["zone", "export", "123"]);
    const withoutSoa = (zone: string) => zone.replace(/^.*\tSOA\t.*$/m, "");
    expect(withoutSoa(now.stdout)).toBe(withoutSoa(text));
  });

  it("ask before records go, and say with --dry-run which", async () => {
    const simulator = await start();
    const backup = join(await directoryWith(), "before");
    const words = ["zone", "import", "example.no", "-", "--replace", "--max-deletes", "70%", "--backup", backup];
    const stdin = "@ 3600 IN A 192.0.2.1\n";
    const asked = await runWords(simulator, words, { stdin });
    expect([asked.exitCode, asked.stderr]).toEqual([
      2,
      expect.stringMatching(
        /^gigahost-ddns: This removes \d records of example\.no \(.*www CNAME example\.no\..*\), but there is no/,
      ),
    ]);
    expect(asked.stderr).not.toContain("\\n");
    const dry = await runWords(simulator, [...words, "--dry-run"], { stdin });
    expect(dry.stdout).toContain("2 record sets would be changed, 1 record set is as in the file");
    expect(simulator.requests.every(({ method }) => method === "GET")).toBe(true);
    expect(await runWords(simulator, [...words, "--yes"], { stdin })).toMatchObject({ exitCode: 0 });
    expect((await runWords(simulator, ["record", "list", "example.no"])).stdout).not.toContain("CNAME");
    expect(await readFile(backup, "utf8")).toContain("www\t3600\tIN\tCNAME\texample.no.");
  });

  it("refuse a file that can't be read as a whole, naming each line", async () => {
    const simulator = await start();
    const stdin = "www IN\n$INCLUDE other\n";
    const { exitCode, stderr } = await runWords(simulator, ["zone", "import", "example.no", "-"], { stdin });
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/line 1: .*\n.*line 2: /)]);
  });
});
