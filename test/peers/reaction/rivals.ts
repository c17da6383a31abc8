import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultAccount } from "../../../src/simulator/simulator-options.ts";
import { services } from "../../network/addresses.ts";
import type { Lab } from "./lab.ts";
import type { Scenario } from "./scenarios.ts";

/** Another client, with an interval of its own. Those that wait long live in a time that goes faster. */
export interface Rival {
  readonly name: string;
  readonly hostname: string;
  readonly periodS: number;
  /** How many of its seconds pass in one. */
  readonly speed: number;
  /** How it can be told to find its address. */
  readonly finds: readonly Scenario["others"][];
  start(lab: Lab, scenario: Scenario, atSpeed?: number): void;
}

/** By default, and as often as it looks at all. */
export const rivals: readonly Rival[] = [ddclient(300, 30), ddclient(60, 30), inadyn(120, 30), inadyn(5, 1)];

const [api] = services["api.gigahost.no"];
const [echo] = services["api.ipify.org"];

/** Prints the address that the interface has. */
const look = {
  interface: "ip -o -4 address show dev l0 scope global | sed 's/.*inet \\([^/]*\\).*/\\1/' | head -n 1",
  ipv6: "ip -o -6 address show dev l0 scope global -temporary -deprecated -tentative | sed 's/.*inet6 \\([^/]*\\).*/\\1/' | head -n 1",
};

function scriptFor(lab: Lab, { others }: Scenario): string | null {
  if (others === "web") return null;
  const file = join(lab.folder, "look");
  writeFileSync(file, `#!/bin/sh\n${look[others]}\n`, { mode: 0o755 });
  return file;
}

function ddclient(periodS: number, speed: number): Rival {
  const name = `ddclient-${periodS}`;
  const hostname = `${name}.example.no`;
  return {
    name: `ddclient, ${periodS} s`,
    hostname,
    periodS,
    speed,
    finds: ["interface", "web", "ipv6"],
    start(lab, scenario, atSpeed = speed) {
      const script = scriptFor(lab, scenario);
      const use = script === null ? `use=web, web=http://${echo}/` : `use=cmd, cmd='${script}'`;
      const [config, cache, pid] = ["conf", "cache", "pid"].map((end) => join(lab.folder, `${name}.${end}`));
      const login = `login=${defaultAccount.username}, password='${defaultAccount.password}'`;
      const server = `protocol=dyndns2, server=${api}, script=/api/v0/dns/dyndns, ${login}`;
      writeFileSync(`${config}`, `ssl=no\n${use}\n${server} ${hostname}\n`, { mode: 0o600 });
      const files = ["-file", `${config}`, "-cache", `${cache}`, "-pid", `${pid}`];
      startFaster(lab, atSpeed, ["ddclient", "-foreground", `-daemon=${periodS}`, ...files]);
    },
  };
}

function inadyn(periodS: number, speed: number): Rival {
  const name = `inadyn-${periodS}`;
  const hostname = `${name}.example.no`;
  return {
    name: `inadyn, ${periodS} s`,
    hostname,
    periodS,
    speed,
    finds: ["interface", "web"],
    start(lab, scenario, atSpeed = speed) {
      const script = scriptFor(lab, scenario);
      const check =
        script === null
          ? `checkip-server = "${echo}"\n  checkip-path = "/"\n  checkip-ssl = false`
          : `checkip-command = "${script}"`;
      const [config, cache, pid] = ["conf", "cache", "pid"].map((end) => join(lab.folder, `${name}.${end}`));
      const settings = `period = ${periodS}\nallow-ipv6 = true
custom gigahost {
  username = "${defaultAccount.username}"
  password = "${defaultAccount.password}"
  ssl = false
  ddns-server = "${api}"
  ddns-path = "/api/v0/dns/dyndns?hostname=%h&myip=%i"
  ${check}
  hostname = "${hostname}"
}\n`;
      writeFileSync(`${config}`, settings, { mode: 0o600 });
      const files = ["--config", `${config}`, "--cache-dir", `${cache}`, "--pidfile", `${pid}`];
      startFaster(lab, atSpeed, ["inadyn", "--foreground", "--startup-delay=0", ...files]);
    },
  };
}

function startFaster(lab: Lab, speed: number, command: readonly string[]): void {
  const child = lab.start("lan", speed === 1 ? command : ["faketime", "-f", `+0 x${speed}`, ...command]);
  child.stdout?.resume();
  child.stderr?.resume();
}
