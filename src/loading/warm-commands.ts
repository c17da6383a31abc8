import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** What the commands run with while their code is recorded: nothing of this machine's, and a server that is this process. */
export interface WarmSurroundings {
  readonly config: string;
  close(): void;
}

/** Documentation's addresses and names are refused, so these are public ones; nothing is sent anywhere. */
const [address4, address6, hostname] = ["185.0.2.1", "2a01:79c::1", "home.example.no"];

/** A first round, one that finds nothing to do, and the commands beside it. `status` has so little code that it pays for none. */
export const everydayCommands: readonly (readonly string[])[] = [
  ["once"],
  ["once"],
  ["zone", "list"],
  ["config", "check"],
];

/** Makes the surroundings in a directory. */
export async function surround(dir: string): Promise<WarmSurroundings> {
  const server = createServer((request, response) => {
    const isDyndns = request.url?.includes("/dns/dyndns") === true;
    response.setHeader("content-type", isDyndns ? "text/plain; charset=UTF-8" : "application/json");
    response.end(isDyndns ? `good ${address4}\n` : JSON.stringify({ meta: { status: 200 }, data: [zone] }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port
  const config = join(dir, "config.yaml");
  writeFileSync(config, writeConfig(`http://127.0.0.1:${port}/api/v0`, join(dir, "state")), { mode: 0o600 });
  return { config, close: () => server.close() };
}

/** Runs a script of Node's to its end, a minute at most; resolves with its exit code. */
export async function runScript(parameters: readonly string[], home: string): Promise<number> {
  const { PATH } = process.env;
  const env = { HOME: home, ...(PATH === undefined ? {} : { PATH }) };
  const child: ChildProcess = spawn(process.execPath, parameters, { env, stdio: "ignore", timeout: 60_000 });
  const [code] = await once(child, "exit");
  return typeof code === "number" ? code : 1;
}

function writeConfig(url: string, stateDir: string): string {
  return `# Written by the program for itself.
account:
  api_key: flux_live_${"0".repeat(64)}
  base_url: ${url}
hostnames:
  - ${hostname}
ipv4:
  sources:
    - static:${address4}
ipv6:
  sources:
    - static:${address6}
verify: false
http: false
state_dir: ${stateDir}
`;
}

const zone = { zone_id: "1", zone_name: "example.no", zone_active: "1", external_dns: "0", record_count: 1 };
