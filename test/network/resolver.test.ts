import { describe, expect, it } from "vitest";
import { canMakeHomes, startHome } from "./start-home.ts";

/** Several processes of the program each; long, since they may share this machine with others. */
const limitMs = 600_000;

/** The address is known without a name: only the API has to be looked up. */
const addressGiven = { GIGAHOST_DDNS_IPV4_SOURCES: "dns:opendns,dns:google", GIGAHOST_DDNS_IPV6_SOURCES: "none" };

describe.runIf(canMakeHomes)("a resolver", () => {
  it.each([
    ["silence", "its name can't be looked up: no resolver answers"],
    ["nxdomain", "the resolver does not know its name"],
    ["servfail", "its name can't be looked up right now: no resolver answers properly"],
  ] as const)(
    "with nothing but %s is what failed: the server is not blamed, and nothing was published",
    async (mode, why) => {
      const home = await startHome({ families: ["ipv4"] });
      await home.tell({ do: "resolver", mode });
      const { code, json } = await home.run("once --output json", addressGiven);
      expect(code).toBe(75);
      expect(json.outcomes).toMatchObject([
        {
          result: "network",
          reason: `the server could not be reached, so nothing was published (${why}); retrying later`,
        },
      ]);
      await home.tell({ do: "resolver", mode: "answer" });
      expect((await home.run("retry", addressGiven)).code).toBe(0);
    },
    limitMs,
  );

  it(
    "that is silent costs the sources with names their answer, not the others, and is named",
    async () => {
      const home = await startHome({ families: ["ipv4"] });
      await home.tell({ do: "resolver", mode: "silence" });
      const { code, json } = await home.run("detect --output json");
      expect(code).toBe(0);
      // biome-ignore lint/suspicious/noExplicitAny: a report as it is printed
      const said = Object.fromEntries(json.answers.map((answer: any) => [`${answer.source} ${answer.family}`, answer]));
      expect(said["dns:opendns ipv4"]).toMatchObject({ kind: "address" });
      for (const [source, host] of [
        ["stun://stun.cloudflare.com:3478", "stun.cloudflare.com"],
        ["https://api.ipify.org", "api.ipify.org"],
      ])
        expect(said[`${source} ipv4`].reason).toBe(`${host} can't be looked up: no resolver answers`);
    },
    limitMs,
  );

  it(
    "that is silent is named by the command line of the API, which sent nothing either",
    async () => {
      const home = await startHome({ families: ["ipv4"] });
      await home.tell({ do: "resolver", mode: "silence" });
      const { code, stderr } = await home.run("zone list");
      expect(code).toBe(75);
      expect(stderr).toMatch(/resolver/);
      expect(stderr).not.toMatch(/taken effect/);
    },
    limitMs,
  );
});
