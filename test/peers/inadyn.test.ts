import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultAccount } from "../../src/simulator/simulator-options.ts";
import type { Simulator } from "../../src/simulator/start-simulator.ts";
import { simulated } from "../simulator/simulated.ts";
import { type Ended, hasPrograms, makeFolder, runProgram } from "./run-program.ts";

// The other client that many have: HTTP/1.0, one request per hostname.

function inadyn(simulator: Simulator, hostname: string): (address: string) => Promise<Ended> {
  const folder = makeFolder();
  const [config, address] = [join(folder, "inadyn.conf"), join(folder, "address")];
  const { username, password } = defaultAccount;
  writeFileSync(
    config,
    `allow-ipv6 = true
custom gigahost {
  username = "${username}"
  password = "${password}"
  ssl = false
  ddns-server = "${new URL(simulator.url).host}"
  ddns-path = "/api/v0/dns/dyndns?hostname=%h&myip=%i"
  checkip-command = "/bin/cat ${address}"
  hostname = "${hostname}"
}\n`,
    { mode: 0o600 },
  );
  return (text) => {
    writeFileSync(address, `${text}\n`);
    const files = ["--config", config, "--cache-dir", folder, "--pidfile", join(folder, "pid")];
    return runProgram("inadyn", ["--once", "--foreground", "--loglevel=debug", ...files]);
  };
}

describe.skipIf(!hasPrograms("inadyn"))("inadyn", () => {
  it("publishes IPv4, and a changed one", async () => {
    const simulator = await simulated({ zones: ["example.no"] });
    const update = inadyn(simulator, "home.example.no");
    expect(await update("185.1.2.3")).toMatchObject({ status: 0 });
    expect(await update("185.1.2.4")).toMatchObject({ status: 0 });
    expect(simulator.requests.map(({ query, connection }) => [query.myip, connection.httpVersion])).toEqual([
      ["185.1.2.3", "1.0"],
      ["185.1.2.4", "1.0"],
    ]);
    expect(addressRecords(simulator)).toEqual(["home A 185.1.2.4"]);
  });

  it("publishes IPv6, whose colons it percent-encodes", async () => {
    const simulator = await simulated({
      zones: ["example.no"],
      habits: { dyndnsFillsInIpv4: false, dyndnsTakesAnyAddress: true },
    });
    const { output } = await inadyn(simulator, "home.example.no")("2a01:4f8::7");
    expect(simulator.requests[0]?.rawQuery, output).toMatch(/myip=2a01%3a4f8%3a%3a7/i);
    expect(addressRecords(simulator)).toEqual(["home AAAA 2a01:4f8::7"]);
  });

  it("is told of a wrong password, and ends with a failure", async () => {
    const simulator = await simulated({
      zones: ["example.no"],
      accounts: [{ username: defaultAccount.username, password: "another one" }],
    });
    expect((await inadyn(simulator, "home.example.no")("185.1.2.3")).status).not.toBe(0);
    expect(addressRecords(simulator)).toEqual([]);
  });
});

function addressRecords(simulator: Simulator): string[] {
  const records = simulator.store.zones.list.flatMap((zone) => zone.records);
  return records.filter(({ type }) => type.startsWith("A")).map(({ name, type, value }) => `${name} ${type} ${value}`);
}
