import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { askNameServer, type NameServer, type ServerAnswer } from "../../src/publish/verify/ask-name-server.ts";
import { judgeAnswers } from "../../src/publish/verify/judge-answers.ts";
import { hasPrograms, makeFolder, runProgram } from "./run-program.ts";

// A zone on a real name server, edited behind our back.

const schema = "/usr/share/doc/pdns-backend-sqlite3/schema.sqlite3.sql";
const zone = `insert into domains (id, name, type) values (1, 'example.no', 'NATIVE');
insert into records (domain_id, name, type, ttl, content) values
  (1, 'example.no', 'SOA', 60, 'ns1.example.no host.example.no 1 60 60 60 60'),
  (1, 'example.no', 'NS', 60, 'ns1.example.no'), (1, 'home.example.no', 'A', 60, '185.1.2.3');`;

interface PowerDns {
  readonly server: NameServer;
  /** Makes the RRset exactly these addresses; none deletes it. */
  readonly setRecords: (name: string, type: "A" | "AAAA", addresses: readonly string[]) => Promise<void>;
  readonly stop: () => Promise<void>;
}

async function startPowerDns(): Promise<PowerDns> {
  const folder = makeFolder();
  const [dnsPort, apiPort] = [await findFreePort(), await findFreePort()];
  const api = `http://127.0.0.1:${apiPort}/api/v1/servers/localhost`;
  writeFileSync(join(folder, "zone.sql"), `${readFileSync(schema, "utf8")}\n${zone}`);
  const { output } = await runProgram("sqlite3", [join(folder, "zone.db"), `.read ${folder}/zone.sql`]);
  expect(output).toBe("");
  writeFileSync(join(folder, "pdns.conf"), settings(folder, dnsPort, apiPort));
  const child = spawn("pdns_server", [`--config-dir=${folder}`, "--daemon=no", "--guardian=no"], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async () => {
    child.kill();
    await ended;
  };
  onTestFinished(stop);
  const headers = { "x-api-key": "key" };
  await expect
    .poll(
      () =>
        fetch(api, { headers }).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 10_000 },
    )
    .toBe(200);
  return {
    server: { name: "ns1.example.no", address: "127.0.0.1", port: dnsPort },
    async setRecords(name, type, addresses) {
      const records = addresses.map((content) => ({ content, disabled: false }));
      const change = {
        name: `${name}.`,
        type,
        ttl: 60,
        changetype: records.length > 0 ? "REPLACE" : "DELETE",
        records,
      };
      const body = JSON.stringify({ rrsets: [change] });
      const { status } = await fetch(`${api}/zones/example.no.`, { method: "PATCH", headers, body });
      expect(status).toBe(204);
    },
    stop,
  };
}

function settings(folder: string, dnsPort: number, apiPort: number): string {
  return `launch=gsqlite3
gsqlite3-database=${folder}/zone.db
local-address=127.0.0.1
local-port=${dnsPort}
socket-dir=${folder}
api=yes
api-key=key
webserver=yes
webserver-address=127.0.0.1
webserver-port=${apiPort}
cache-ttl=0
query-cache-ttl=0
negquery-cache-ttl=0
zone-cache-refresh-interval=0
`;
}

function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number }; // a listening TCP server has an address with a port
      server.close(() => resolve(port));
    });
  });
}

function ask(server: NameServer, hostname: string, type: "A" | "AAAA" = "A"): Promise<ServerAnswer> {
  return askNameServer(server, { hostname, type }, AbortSignal.timeout(10_000));
}

const published = { hostname: "home.example.no", family: "ipv4", published: "185.1.2.3" } as const;
const installed = hasPrograms("pdns_server", "sqlite3") && existsSync(schema);

describe.skipIf(!installed)("the zone's own name server, PowerDNS", () => {
  it("tells at once when somebody changed or deleted what we published", async () => {
    const { server, setRecords } = await startPowerDns();
    const judge = async () => judgeAnswers(published, [await ask(server, "home.example.no")]);
    expect(await judge()).toMatchObject({ verdict: "same" });
    await setRecords("home.example.no", "A", ["185.9.9.9"]);
    expect(await judge()).toMatchObject({ verdict: "different", addresses: ["185.9.9.9"] });
    await setRecords("home.example.no", "A", []);
    expect(await judge()).toMatchObject({ verdict: "missing" });
  });

  it("is asked again over TCP for what is too long for a datagram", async () => {
    const { server, setRecords } = await startPowerDns();
    const addresses = Array.from({ length: 60 }, (_, index) => `2a01:4f8::${(index + 1).toString(16)}`);
    await setRecords("many.example.no", "AAAA", addresses);
    const answer = await ask(server, "many.example.no", "AAAA");
    expect(answer).toMatchObject({ kind: "addresses" });
    expect(answer.kind === "addresses" && [...answer.addresses].sort()).toEqual(addresses.sort());
  });

  it("says nothing that counts of a zone that it doesn't serve, and nothing at all once it is gone", async () => {
    const { server, stop } = await startPowerDns();
    expect(await ask(server, "home.example.org")).toMatchObject({ kind: "none", silent: false });
    await stop();
    expect(await ask(server, "home.example.no")).toMatchObject({ kind: "none", silent: true });
  });
});
