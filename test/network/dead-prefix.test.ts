import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { families } from "../../src/model/family.ts";
import { publicAddress } from "./addresses.ts";
import { canMakeHomes, type Home, startHome } from "./start-home.ts";

/** Several processes of the program each; long, since they may share this machine with others. */
const limitMs = 600_000;
const settings = {
  GIGAHOST_DDNS_LOG_LEVEL: "debug",
  GIGAHOST_DDNS_SCHEDULE: "*/3 * * * * *",
  GIGAHOST_DDNS_WATCH: "false",
};
/** Of another provider: the kernel sends to most of the Internet from it, and to what is near the old prefix from the old one. */
const next = "2001:4600:1::2";

const published = (home: Home) => home.tell({ do: "records", name: "home.example.no", type: "AAAA" });

/** The home gets another prefix beside the one that it has. */
function addPrefix(home: Home): void {
  home.outside("ip", "address", "add", "2001:4600:1::1/64", "dev", "home0", "nodad");
  home.inside("ip", "address", "add", `${next}/64`, "dev", "up0", "nodad");
  home.inside("ip", "-6", "route", "replace", "default", "via", "2001:4600:1::1", "dev", "up0");
}

/** The Internet no longer knows the way to the old prefix; nobody tells the home. */
function dropPrefix(home: Home): void {
  home.outside("ip", "address", "del", "2a02:fe0:77::1/64", "dev", "home0");
}

/** The own address that the kernel sends from. */
function senderTo(home: Home, destination: string): string | undefined {
  return /\bsrc (\S+)/.exec(home.inside("ip", "-o", "route", "get", destination))?.[1];
}

/** A configuration that names the interface of the only uplink. */
function nameInterface(home: Home): string {
  const file = join(mkdtempSync(join(home.stateDir, "config-")), "config.yaml");
  writeFileSync(file, "hostnames: [home.example.no]\nuplinks: { default: { interface: up0 } }\n", { mode: 0o600 });
  return file;
}

describe.runIf(canMakeHomes)("an IPv6 address whose prefix is dead, though the kernel would still send from it", () => {
  it(
    "stays published while what is sent from it is answered, and is left with the reason when only others are",
    async () => {
      const home = await startHome({ families });
      addPrefix(home);
      expect(senderTo(home, "2a00::9:9")).toBe(publicAddress.ipv6);
      expect(senderTo(home, "2001:4860:4864:5:8000::1")).toBe(next);
      const daemon = home.start("run", settings);
      await daemon.until(/round done/, limitMs);
      await expect.poll(() => published(home)).toEqual([publicAddress.ipv6]);
      await home.run("update");
      expect(await published(home)).toEqual([publicAddress.ipv6]);
      dropPrefix(home);
      await expect.poll(() => published(home), { timeout: 80_000 }).toEqual([next]);
      daemon.child.kill("SIGTERM");
      const reason = `traffic from ${publicAddress.ipv6} is no longer answered, although traffic from elsewhere is`;
      expect((await daemon.ended).said).toContain(reason);
    },
    limitMs,
  );

  it(
    "is found out by `once` and by `detect` as well",
    async () => {
      const home = await startHome({ families });
      addPrefix(home);
      expect((await home.run("once")).code).toBe(0);
      expect(await published(home)).toEqual([publicAddress.ipv6]);
      dropPrefix(home);
      const { json } = await home.run("detect --output json");
      expect(json?.verdicts.find(({ family }: { family: string }) => family === "ipv6")).toMatchObject({
        address: next,
      });
      expect((await home.run("once")).code).toBe(0);
      expect(await published(home)).toEqual([next]);
    },
    limitMs,
  );

  it(
    "is left on an interface that is named, too, when the kernel sends from another prefix there",
    async () => {
      const home = await startHome({ families });
      const config = nameInterface(home);
      // The kernel calls a new link up a moment later.
      await expect
        .poll(() => home.inside("ip", "-o", "link", "show", "up0"), { timeout: 60_000 })
        .toContain("state UP");
      const first = await home.run(`once --config ${config}`);
      expect(await published(home), first.said).toEqual([publicAddress.ipv6]);
      home.outside("ip", "address", "add", "2a02:fe0:78::1/64", "dev", "home0", "nodad");
      home.inside("ip", "address", "add", "2a02:fe0:78::2/64", "dev", "up0", "nodad");
      const { said } = await home.run(`once --config ${config} --output json`);
      expect(await published(home), said).toEqual(["2a02:fe0:78::2"]);
    },
    limitMs,
  );

  it(
    "is kept where the uplink as a whole is silent",
    async () => {
      const home = await startHome({ families });
      addPrefix(home);
      expect((await home.run("once")).code).toBe(0);
      dropPrefix(home);
      home.outside("ip", "address", "del", "2001:4600:1::1/64", "dev", "home0");
      await home.run("once");
      expect(await published(home)).toEqual([publicAddress.ipv6]);
    },
    limitMs,
  );
});
