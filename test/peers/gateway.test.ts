import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { address, prepareScene, type Scene } from "../e2e/scene.ts";
import { makeCertificate } from "../network/make-certificate.ts";
import { type Ended, hasPrograms, makeFolder, runProgram } from "./run-program.ts";

// Clients that many have, with the recipe that `gateway add` prints: what they make of the gateway's answers.

interface Place {
  readonly listen: string;
  readonly isSecure: boolean;
}

const ways: readonly (readonly [string, Place])[] = [
  ["over http", { listen: "127.0.0.1:0", isSecure: false }],
  ["over https", { listen: "127.0.0.1:0", isSecure: true }],
];
/** Neither takes an address of IPv6 for a server, so it has a name there. */
const named = "ddns.example.no";
const overIpv6 = (isSecure: boolean): readonly [string, Place] => [
  `over http${isSecure ? "s" : ""} and IPv6`,
  { listen: "[::1]:0", isSecure },
];

/** Runs a program that knows the name of the gateway. */
function runKnowing(folder: string, program: string, args: readonly string[]): Promise<Ended> {
  const hosts = join(folder, "hosts");
  writeFileSync(hosts, `127.0.0.1 localhost\n::1 ${named}\n`);
  const script = 'mount --bind "$0" /etc/hosts && exec "$@"';
  return runProgram("unshare", ["-m", "sh", "-c", script, hosts, program, ...args]);
}

/** A daemon with a gateway, and the configuration that `gateway add --for` prints for one of its clients. */
async function prepare({ listen, isSecure }: Place, kind: string) {
  const scene = await prepareScene();
  const certificate = isSecure ? makeCertificate(scene.dir, ["127.0.0.1", named]) : null;
  scene.configure({
    ...{ hostnames: [], ipv4: { enabled: false } },
    gateway: {
      ...{ listen, clients_file: "clients.json" },
      ...(certificate ? { tls: { cert_file: certificate, key_file: join(scene.dir, "key.pem") } } : {}),
    },
  });
  // `run` needs a hostname; the port is known once it listens.
  await scene.run("gateway add first first.example.no");
  const started = scene.start("run");
  await started.until(/the gateway listens/);
  const port = /"port":(\d+)[^\n]*the gateway listens/.exec(started.said())?.[1];
  const server = `${isSecure ? "https" : "http"}://${listen.startsWith("[") ? named : "127.0.0.1"}:${port}`;
  const words = `gateway add cabin cabin.example.no nas.example.no --for ${kind} --server ${server} --output json`;
  const added = (await scene.run(words)).json;
  await started.until(/configuration reloaded/);
  const recipe: string = added.recipe.split("\n\n")[1];
  return { scene, certificate, recipe, password: added.password as string, started };
}

const published = (scene: Scene, type: string) =>
  ["cabin.example.no", "nas.example.no"].map((name) => scene.records(name, type));

describe.skipIf(!hasPrograms("ddclient", "unshare"))("ddclient through the gateway", () => {
  const prepareDdclient = async (place: Place) => {
    const { certificate, recipe, ...rest } = await prepare(place, "ddclient");
    const folder = makeFolder();
    const [config, told] = [join(folder, "ddclient.conf"), join(folder, "address")];
    const trusted = certificate ? `ssl_ca_file=${certificate}\n` : "";
    const update = (text: string, change = (written: string) => written): Promise<Ended> => {
      writeFileSync(told, text);
      const detecting = recipe.replace(/^use=.*$/m, `use=cmd, cmd='cat ${told}'`);
      writeFileSync(config, change(`${trusted}${detecting}\n`), { mode: 0o600 });
      const files = ["-file", config, "-cache", join(folder, "cache"), "-pid", join(folder, "pid")];
      return runKnowing(folder, "ddclient", ["-daemon=0", "-verbose", "-noquiet", "-force", ...files]);
    };
    return { ...rest, update };
  };

  // Its plain http knows IPv4 only; version 4 below knows both.
  it.each([...ways, overIpv6(true)])(
    "publishes an address %s for all its names, and the same one again for nothing",
    async (_, place) => {
      const { scene, update } = await prepareDdclient(place);
      const { output } = await update(address.ipv4);
      expect(output).toMatch(/SUCCESS: +updating cabin\.example\.no: good: IP address set to 185\.0\.2\.1/);
      expect(output).toMatch(/SUCCESS: +updating nas\.example\.no: good/);
      expect(published(scene, "A")).toEqual([[address.ipv4], [address.ipv4]]);
      scene.forget();
      // ddclient's word for nochg.
      expect((await update(address.ipv4)).output).toMatch(/cabin\.example\.no: nochg/);
      expect(scene.asked()).toEqual([]);
      await update(address.other4);
      expect(published(scene, "A")).toEqual([[address.other4], [address.other4]]);
    },
  );

  it("is told what is wrong: a foreign name, a wrong password, a private address", async () => {
    const { scene, update, password, started } = await prepareDdclient({ listen: "127.0.0.1:0", isSecure: false });
    const foreign = await update(address.ipv4, (text) => text.replace("nas.example.no", "first.example.no"));
    expect(foreign.output).toMatch(/FAILED: +updating first\.example\.no: nohost/);
    const wrong = await update(address.ipv4, (text) => text.replace(password, "wrong"));
    expect(wrong.output).toMatch(/FAILED: +updating cabin\.example\.no,\S+: authorization failed/);
    const privateOne = await update("192.168.1.2");
    expect(privateOne.output).toMatch(/FAILED: +updating cabin\.example\.no: unexpected status \(badagent\)/);
    expect(scene.records("first.example.no", "A")).toEqual([]);
    expect(started.said()).not.toContain(password);
  });
});

/** Version 4, which Debian 13 has under its usual name; elsewhere whoever has its source gives it another. */
const ddclient4 = ["ddclient4", "ddclient"].find(
  (name) => hasPrograms(name) && /version 4\./.test(spawnSync(name, ["--version"], { encoding: "utf8" }).stdout),
);

describe.skipIf(ddclient4 === undefined || !hasPrograms("unshare"))("ddclient 4 through the gateway", () => {
  it.each([...ways, overIpv6(false), overIpv6(true)])("tells both families in one request %s", async (_, place) => {
    const { scene, certificate, recipe } = await prepare(place, "ddclient");
    const folder = makeFolder();
    const config = join(folder, "ddclient.conf");
    const trusted = certificate ? `ssl_ca_file=${certificate}\n` : "";
    const update = (ipv4: string, ipv6: string) => {
      const detecting = `usev4=cmdv4, cmdv4='echo ${ipv4}'\nusev6=cmdv6, cmdv6='echo ${ipv6}'`;
      // Once: as a daemon it would go to the background.
      const once = recipe.replace(/^use=.*$/m, detecting).replace(/^daemon=.*$/m, "");
      writeFileSync(config, `${trusted}${once}\n`, { mode: 0o600 });
      const files = ["-file", config, "-cache", join(folder, "cache"), "-pid", join(folder, "pid")];
      return runKnowing(folder, ddclient4 ?? "", ["-verbose", "-noquiet", "-force", ...files]);
    };
    const { output } = await update(address.ipv4, address.ipv6);
    expect(output).toMatch(/SUCCESS:.*cabin\.example\.no.*185\.0\.2\.1/);
    expect(published(scene, "A"), output).toEqual([[address.ipv4], [address.ipv4]]);
    expect(published(scene, "AAAA")).toEqual([[address.ipv6], [address.ipv6]]);
    scene.forget();
    await update(address.ipv4, address.ipv6);
    expect(scene.asked()).toEqual([]);
    await update(address.other4, address.ipv6);
    expect(published(scene, "A")).toEqual([[address.other4], [address.other4]]);
  });
});

describe.skipIf(!hasPrograms("inadyn", "unshare"))("inadyn through the gateway", () => {
  const prepareInadyn = async (place: Place) => {
    const { certificate, recipe, ...rest } = await prepare(place, "inadyn");
    const folder = makeFolder();
    const [config, told] = [join(folder, "inadyn.conf"), join(folder, "address")];
    const trusted = certificate ? `ca-trust-file = "${certificate}"\n` : "";
    const update = (text: string, change = (written: string) => written): Promise<Ended> => {
      writeFileSync(told, `${text}\n`);
      const detecting = recipe.replace("hostname    =", `checkip-command = "/bin/cat ${told}"\n    hostname    =`);
      writeFileSync(config, change(`allow-ipv6 = true\n${trusted}${detecting}\n`), { mode: 0o600 });
      const files = ["--config", config, "--cache-dir", folder, "--pidfile", join(folder, "pid")];
      return runKnowing(folder, "inadyn", ["--once", "--foreground", "--force", "--loglevel=debug", ...files]);
    };
    return { ...rest, update };
  };

  it.each([...ways, overIpv6(false), overIpv6(true)])(
    "publishes both families %s, and the same address again for nothing",
    async (_, place) => {
      const { scene, update } = await prepareInadyn(place);
      const first = await update(address.ipv4);
      expect([first.status, published(scene, "A")], first.output).toEqual([0, [[address.ipv4], [address.ipv4]]]);
      scene.forget();
      expect((await update(address.ipv4)).status).toBe(0);
      expect(scene.asked()).toEqual([]);
      expect((await update(address.ipv6)).status).toBe(0);
      expect(published(scene, "AAAA")).toEqual([[address.ipv6], [address.ipv6]]);
      expect(published(scene, "A")).toEqual([[address.ipv4], [address.ipv4]]);
    },
  );

  it("fails with a wrong password and with a private address", async () => {
    const { scene, update, password } = await prepareInadyn({ listen: "127.0.0.1:0", isSecure: false });
    expect((await update(address.ipv4, (text) => text.replace(password, "wrong"))).status).not.toBe(0);
    expect((await update("192.168.1.2")).status).not.toBe(0);
    expect(published(scene, "A")).toEqual([[], []]);
  });
});
