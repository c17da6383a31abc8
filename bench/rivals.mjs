// ddclient and inadyn for the work that `once` does where nothing changed: find the address, compare, end.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanEnvironment } from "./simulation.mjs";

/** Those that are installed, each with its command line; they find the address by a program, and have published it already. */
export function prepareRivals(simulation, address) {
  const home = join(simulation.dir, "rivals");
  mkdirSync(home);
  const found = [ddclient, inadyn].map((rival) => rival(simulation, home, address));
  return found.filter(([, [program, ...parameters]]) => {
    const { error } = spawnSync(program, parameters, { env: cleanEnvironment, stdio: "ignore", timeout: 20_000 });
    return error === undefined;
  });
}

function ddclient({ url, account }, home, address) {
  const { host, pathname } = new URL(url);
  const [file, cache] = [join(home, "ddclient.conf"), join(home, "ddclient.cache")];
  const server = `protocol=dyndns2, server=${host}, script=${pathname}/dns/dyndns`;
  const login = `login=${account.username}, password='${account.password}'`;
  writeFileSync(file, `ssl=no\nuse=cmd, cmd='echo ${address}'\n${server}, ${login} ddclient.example.no\n`, {
    mode: 0o600,
  });
  const files = ["-file", file, "-cache", cache, "-pid", join(home, "ddclient.pid")];
  return ["ddclient, the same", ["ddclient", "-daemon=0", ...files]];
}

function inadyn({ url, account }, home, address) {
  const { host, pathname } = new URL(url);
  const file = join(home, "inadyn.conf");
  const settings = `allow-ipv6 = true
custom gigahost {
  username = "${account.username}"
  password = "${account.password}"
  ssl = false
  ddns-server = "${host}"
  ddns-path = "${pathname}/dns/dyndns?hostname=%h&myip=%i"
  checkip-command = "/bin/echo ${address}"
  hostname = "inadyn.example.no"
}\n`;
  writeFileSync(file, settings, { mode: 0o600 });
  const files = ["--config", file, "--cache-dir", home, "--pidfile", join(home, "inadyn.pid")];
  return ["inadyn, the same", ["inadyn", "--once", "--foreground", "--startup-delay=0", ...files]];
}
