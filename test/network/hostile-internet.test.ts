import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Family, families } from "../../src/model/family.ts";
import { publicAddress, services, whoamiAddresses } from "./addresses.ts";
import { lies, portal } from "./serve-whoami.ts";
import { canMakeHomes, type Home, startHome } from "./start-home.ts";

const homes: [string, readonly Family[]][] = [
  ["IPv4-only", ["ipv4"]],
  ["IPv6-only", ["ipv6"]],
  ["dual-stack", families],
];

/** Many processes of the program each; long, since they may share this machine with others. */
const limitMs = 300_000;

/** Who stands behind what `auto` asks. */
const [opendns, opendns6, cloudflare, cloudflare6, google, google6] = whoamiAddresses;
const operators: Readonly<Record<string, readonly string[]>> = {
  Cloudflare: [...services["stun.cloudflare.com"], cloudflare, cloudflare6],
  Google: [...services["stun.l.google.com"], google, google6],
  OpenDNS: [opendns, opendns6],
  ipify: [...services["api.ipify.org"], ...services["api6.ipify.org"]],
  "ifconfig.co": services["ifconfig.co"],
};
const clear = { do: "weather", lying: [], down: [], portal: false } as const;

/** As on a first day: nothing is remembered, and the zone is empty. IPv6 is asked about too, not read from the interface. */
async function publishAnew(home: Home, day: string) {
  const stateDir = join(home.stateDir, day);
  mkdirSync(stateDir);
  for (const type of ["A", "AAAA"]) await home.tell({ do: "set", name: "home.example.no", type, values: [] });
  const asked = "stun://stun.cloudflare.com:3478,stun://stun.l.google.com:19302,dns:opendns,dns:cloudflare,dns:google";
  const sources = { GIGAHOST_DDNS_IPV6_SOURCES: `${asked},https://api6.ipify.org,https://ifconfig.co/ip` };
  return home.run("once --output json", { GIGAHOST_DDNS_STATE_DIR: stateDir, ...sources });
}

async function published(home: Home): Promise<readonly string[]> {
  const types = ["A", "AAAA"].map((type) => home.tell({ do: "records", name: "home.example.no", type }));
  return (await Promise.all(types)).flat();
}

describe.runIf(canMakeHomes)("with default settings in a hostile Internet", () => {
  it.each(homes)(
    "a %s home publishes its own address, whichever operator lies",
    async (_, routed) => {
      const home = await startHome({ families: routed });
      for (const [name, lying] of Object.entries(operators)) {
        await home.tell({ ...clear, lying });
        const { code } = await publishAnew(home, name);
        expect([name, code, await published(home)]).toEqual([name, 0, routed.map((family) => publicAddress[family])]);
      }
    },
    limitMs,
  );

  it.each(homes)(
    "a %s home publishes its address while half of them are down, and nothing that one alone says",
    async (_, routed) => {
      const home = await startHome({ families: routed });
      const own = routed.map((family) => publicAddress[family]);
      const down = (...names: readonly string[]) => names.flatMap((name) => operators[name] ?? []);
      await home.tell({ ...clear, down: down("Cloudflare", "OpenDNS", "ifconfig.co") });
      expect((await publishAnew(home, "half")).code).toBe(0);
      expect(await published(home)).toEqual(own);
      // Who is left lies, and nobody else says anything.
      const lying = operators.Google ?? [];
      await home.tell({ ...clear, lying, down: down("Cloudflare", "OpenDNS", "ipify", "ifconfig.co") });
      const { said } = await publishAnew(home, "alone");
      expect(await published(home)).toEqual([]);
      expect(said).toContain(routed.includes("ipv4") ? lies.ipv4 : lies.ipv6);
    },
    limitMs,
  );

  it.each([homes[0], homes[2]] as typeof homes)(
    "a %s home behind a portal that answers everything publishes nothing of it, and its address when it is open",
    async (_, routed) => {
      const home = await startHome({ families: routed });
      await home.tell({ ...clear, portal: true });
      const { code } = await publishAnew(home, "portal");
      expect(code).toBe(75);
      expect(await published(home)).toEqual([]);
      await home.tell(clear);
      expect((await publishAnew(home, "open")).code).toBe(0);
      expect(await published(home)).toEqual(routed.map((family) => publicAddress[family]));
      expect(await published(home)).not.toContain(portal);
    },
    limitMs,
  );
});
