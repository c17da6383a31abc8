import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Simulator } from "../../src/simulator/start-simulator.ts";
import { simulated } from "../simulator/simulated.ts";
import { type Ended, hasPrograms, makeFolder, runProgram } from "./run-program.ts";

// A client that thousands use: what it makes of the simulated server's answers is what it makes of the real one's.

interface Ddclient {
  /** Runs it once with the address that it is to find. */
  readonly update: (address: string) => Promise<Ended>;
}

function ddclient(simulator: Simulator, settings: string, hostnames: string): Ddclient {
  const folder = makeFolder();
  const [config, address, cache] = ["ddclient.conf", "address", "cache"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]; // three names in, three paths out
  const { host } = new URL(simulator.url);
  const login = `login=${account.username}, password='${account.password}'`;
  writeFileSync(
    config,
    `ssl=no\nuse=cmd, cmd='cat ${address}'\nprotocol=dyndns2, ${settings.replace("api.gigahost.no", host)}, ${login} ${hostnames}\n`,
  );
  chmodSync(config, 0o600);
  return {
    update(text) {
      writeFileSync(address, text);
      const files = ["-file", config, "-cache", cache, "-pid", join(folder, "pid")];
      return runProgram("ddclient", ["-daemon=0", "-verbose", "-noquiet", ...files]);
    },
  };
}

// Without the characters that ddclient can't read in its own configuration.
const account = { username: "ola@example.no", password: "correct horse: battery $taple" };

const rightSettings = "server=api.gigahost.no, script=/api/v0/dns/dyndns";

describe.skipIf(!hasPrograms("ddclient"))("ddclient", () => {
  it("publishes an address, for two hostnames in one request", async () => {
    const simulator = await simulated({ zones: ["example.no"], accounts: [account] });
    const { output } = await ddclient(simulator, rightSettings, "home.example.no,nas.example.no").update("185.1.2.3");
    expect(output).toMatch(/SUCCESS: +updating home\.example\.no: good: IP address set to 185\.1\.2\.3/);
    // A chunked answer would be a failure to it.
    expect(output).toMatch(/content-length: \d+/i);
    expect(output).toMatch(/SUCCESS: +updating nas\.example\.no: good/);
    expect(simulator.requests.map(({ path, query }) => [path, query.hostname, query.myip])).toEqual([
      ["/dns/dyndns", "home.example.no,nas.example.no", "185.1.2.3"],
    ]);
    expect(aRecords(simulator)).toEqual(["home 185.1.2.3", "nas 185.1.2.3"]);
  });

  it("is told of a name that isn't the account's", async () => {
    const simulator = await simulated({ zones: ["example.no"], accounts: [account] });
    const { output } = await ddclient(simulator, rightSettings, "home.example.org").update("185.1.2.3");
    expect(output).toMatch(/FAILED: +updating home\.example\.org: nohost/);
    expect(aRecords(simulator)).toEqual([]);
  });

  it("asks for a path that isn't there with the vendor's sample as printed", async () => {
    const simulator = await simulated({ zones: ["example.no"], accounts: [account] });
    const { output } = await ddclient(simulator, "server=api.gigahost.no/api/v0/dns", "home.example.no").update(
      "185.1.2.3",
    );
    expect(output).not.toMatch(/SUCCESS/);
    expect(simulator.requests.map(({ path, status }) => [path, status])).toEqual([["/dns/nic/update", 404]]);
    expect(aRecords(simulator)).toEqual([]);
  });
});

function aRecords(simulator: Simulator): string[] {
  const records = simulator.store.zones.list.flatMap((zone) => zone.records);
  return records
    .filter(({ type }) => type === "A")
    .map(({ name, value }) => `${name} ${value}`)
    .sort();
}
