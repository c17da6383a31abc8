import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { simulated } from "../../simulator/simulated.ts";
import { directoryWith, runWords } from "./run-words.ts";

describe("servers", () => {
  it("are listed with state and address, and without their console's passwords", async () => {
    const simulator = await simulated();
    const { stdout } = await runWords(simulator, ["servers", "list"]);
    expect(stdout).toMatch(/^ID +NAME +HOSTNAME +STATE +ADDRESS/);
    expect(stdout).toContain("185.181.63.24");
    const { stdout: json } = await runWords(simulator, ["servers", "list", "-o", "json"]);
    expect(json).not.toMatch(/vnc_password|vnc_token|serverkey/);
  });

  it("tell power, addresses and traffic of the one that is named by name, host name or id", async () => {
    const simulator = await simulated();
    for (const named of ["web01", "SRV3523.gigahost.no", "3523"]) {
      const { stdout } = await runWords(simulator, ["servers", "status", named, "-o", "json"]);
      expect(JSON.parse(stdout)).toMatchObject({
        id: "3523",
        power: "on",
        addresses: [{ address: "185.181.63.24", family: "ipv4" }, { address: "185.181.62.21" }],
        traffic: { limit: 1000 },
      });
    }
    const { exitCode, stderr } = await runWords(simulator, ["servers", "status", "web02"]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("Did you mean web01?")]);
  });

  it("have their graphs written as PNG files, and it is said which aren't there", async () => {
    const simulator = await simulated();
    const directory = join(await directoryWith(), "graphs");
    const ended = await runWords(simulator, ["servers", "graphs", "web01", "--to", directory]);
    expect(ended).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("traffic of the year") });
    const files = await readdir(directory);
    expect(files).toHaveLength(6);
    for (const file of files) {
      expect((await readFile(join(directory, file))).subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
    }
  });
});
