import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, type TestContext } from "vitest";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { publicAddress } from "./addresses.ts";
import { inventedAddress } from "./serve-names.ts";
import { canMakeHomes, type Home, startHome } from "./start-home.ts";

/** Several processes of the program each; long, since they may share this machine with others. */
const limitMs = 600_000;

interface Line {
  readonly check: string;
  readonly state: "ok" | "warning" | "problem";
  readonly text: string;
  readonly advice: string | null;
}

/** How a check says that its time was up. */
const lateWords = /in time|within [0-9.]+ s|it does not answer/;
/** Its checks have limits of their own, which a busy machine reaches: it is asked again, as it advises, so many times. */
const maxExaminations = 4;

async function examine(
  { skip }: TestContext,
  home: Home,
  environment: Readonly<Record<string, string>> = {},
  args = "",
) {
  for (let more = maxExaminations - 1; ; more -= 1) {
    const found = await examineOnce(home, environment, args);
    const late = found.lines.find(({ text }) => lateWords.test(text));
    if (late === undefined) return found;
    if (more > 0) continue;
    const load = loadavg()[0] ?? 0;
    skip(load > 2 * availableParallelism(), `at a load of ${load.toFixed(0)}, ${late.check}: ${late.text}`);
    return found;
  }
}

async function examineOnce(home: Home, environment: Readonly<Record<string, string>> = {}, args = "") {
  const { code, json, said } = await home.run(`doctor --output json${args}`, environment);
  const lines: readonly Line[] = json;
  const of = (check: string) => lines.filter((line) => line.check === check);
  const statesOf = (check: string) => [...new Set(of(check).map(({ state }) => state))];
  return { code, lines, said, of, statesOf };
}

/** A directory for files of the user's, gone with the test. */
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "doctor-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe.runIf(canMakeHomes)("doctor", () => {
  it(
    "finds a home in order, sends no update, changes no file, and shows no secret",
    async (context) => {
      const home = await startHome({ families: ["ipv4", "ipv6"] });
      expect((await home.run("once")).code).toBe(0);
      await home.tell({ do: "requests" });
      const before = home.inside("sh", "-c", `cd ${home.stateDir} && stat -c '%n %Y %s' * .*`);
      const found = await examine(context, home);
      expect(found.lines.filter(({ state }) => state === "problem")).toEqual([]);
      expect(found.code).toBe(0);
      for (const check of ["resolver", "tls", "clock", "credential", "source", "zone", "delegation", "port-53"]) {
        expect(found.statesOf(check), check).toEqual(["ok"]);
      }
      expect(found.of("record").map(({ text }) => text)).toEqual([
        `home.example.no A is ${publicAddress.ipv4} at ns1.gigahost.no, ns2.gigahost.no, ns3.gigahost.no`,
        `home.example.no AAAA is ${publicAddress.ipv6} at ns1.gigahost.no, ns2.gigahost.no, ns3.gigahost.no`,
      ]);
      expect(found.of("address").map(({ text }) => text)).toEqual([
        expect.stringMatching(/^IPv4: 185\.0\.2\.1, confirmed by \d+ sources$/),
        expect.stringMatching(/^IPv6: 2a02:fe0:77::2, confirmed by \d+ sources$/),
      ]);
      // The simulated key may do everything.
      expect(found.of("permissions")).toEqual([
        {
          check: "permissions",
          state: "warning",
          text: expect.stringContaining("opens more than DNS: servers, web hosting, billing"),
          advice: expect.stringContaining("limited to DNS and the zone example.no"),
        },
      ]);
      for (const line of found.lines) {
        expect(Object.keys(line)).toEqual(["check", "state", "text", "advice"]);
        expect(line.advice === null).toBe(line.state === "ok");
      }
      expect(found.said).not.toContain(defaultApiKey.slice(12, 40));
      expect((await home.tell({ do: "requests" })).map(({ path }) => path)).not.toContain("/dns/dyndns");
      expect(home.inside("sh", "-c", `cd ${home.stateDir} && stat -c '%n %Y %s' * .*`)).toBe(before);
    },
    limitMs,
  );

  it(
    "tells what answers DNS questions in the place of others, and a resolver that invents answers",
    async (context) => {
      const home = await startHome({ families: ["ipv4"] });
      expect((await home.run("once")).code).toBe(0);
      await home.tell({ do: "intercept", address: "203.0.113.66" });
      await home.tell({ do: "resolver", mode: "invent" });
      const found = await examine(context, home);
      expect(found.of("port-53")).toMatchObject([
        { state: "warning", text: expect.stringContaining("intercepts DNS queries"), advice: expect.any(String) },
      ]);
      expect(found.of("resolver")).toMatchObject([
        { state: "ok" },
        { state: "warning", text: expect.stringContaining(`invents answers: it gives ${inventedAddress}`) },
      ]);
      expect(found.of("record")).toMatchObject([
        { state: "warning", text: expect.stringMatching(/ns1.gigahost.no shows 203.0.113.66;.* has 185.0.2.1$/) },
      ]);
      expect(found.code).toBe(0);
    },
    limitMs,
  );

  it(
    "tells another address in the zone, a delegation elsewhere, and where no name can be looked up",
    async (context) => {
      const home = await startHome({ families: ["ipv4"] });
      expect((await home.run("once")).code).toBe(0);
      await home.tell({ do: "set", name: "home.example.no", type: "A", values: ["203.0.113.9"] });
      const changed = await examine(context, home);
      expect(changed.of("record")).toMatchObject([
        {
          state: "problem",
          text: expect.stringContaining("shows 203.0.113.9"),
          advice: expect.stringContaining("once"),
        },
      ]);
      expect(changed.code).toBe(1);

      await home.tell({ do: "set", name: "example.no", type: "NS", values: ["ns1.elsewhere.example."] });
      const elsewhere = await examine(context, home);
      expect(elsewhere.of("delegation")).toMatchObject([
        { state: "problem", text: expect.stringContaining("is delegated to ns1.elsewhere.example, not to Gigahost") },
      ]);
      expect(elsewhere.code).toBe(1);

      await home.tell({ do: "resolver", mode: "servfail" });
      const nameless = await examine(context, home);
      expect(nameless.of("resolver")).toMatchObject([
        { state: "problem", text: expect.stringContaining("api.gigahost.no") },
        { state: "warning", text: expect.stringContaining("does not answer DNS questions properly") },
      ]);
      expect(nameless.of("credential")).toMatchObject([{ state: "warning" }]);
      expect(nameless.code).toBe(1);
    },
    limitMs,
  );

  it(
    "names what else changes a hostname, once it was put back twice",
    async (context) => {
      const home = await startHome({ families: ["ipv4"] });
      expect((await home.run("once")).code).toBe(0);
      for (const value of ["203.0.113.9", "203.0.113.10"]) {
        await home.tell({ do: "set", name: "home.example.no", type: "A", values: [value] });
        const file = join(home.stateDir, "state.json");
        const state = JSON.parse(readFileSync(file, "utf8"));
        // Published long enough ago for a look at the zone.
        state.hostnames["home.example.no"].ipv4.recentUpdatesMs = [];
        writeFileSync(file, JSON.stringify(state));
        const daemon = home.start("run");
        await daemon.until(/now points to .* \(was 203\.0\.113/, limitMs);
        daemon.child.kill("SIGTERM");
        await daemon.ended;
      }
      const found = await examine(context, home);
      expect(found.of("other-updater")).toMatchObject([
        {
          state: "problem",
          text: expect.stringMatching(/fights over home.example.no \(IPv4\): .* 2 times .* last set to 203.0.113.10/),
          advice: expect.stringMatching(/dnscontrol, Terraform or octoDNS/),
        },
      ]);
      expect(found.code).toBe(1);
    },
    limitMs,
  );

  it(
    "ends in time where the resolver is silent",
    async () => {
      const home = await startHome({ families: ["ipv4"] });
      await home.tell({ do: "resolver", mode: "silence" });
      const found = await examineOnce(home);
      expect(found.of("resolver").map(({ state }) => state)).toEqual(["problem", "warning"]);
      expect(found.lines.length).toBeGreaterThan(10);
    },
    limitMs,
  );

  it(
    "names the variable for a private authority, and a credential that is refused is exit 77",
    async (context) => {
      const home = await startHome({ families: ["ipv4"] });
      const untrusted = await examine(context, home, { NODE_EXTRA_CA_CERTS: "" });
      expect(untrusted.of("tls")).toMatchObject([
        { state: "problem", advice: expect.stringContaining("NODE_EXTRA_CA_CERTS") },
      ]);
      expect(untrusted.code).toBe(1);
      const wrongKey = defaultApiKey.replace("0", "1");
      const refused = await examine(context, home, { GIGAHOST_API_KEY: wrongKey });
      expect(refused.of("credential")).toMatchObject([
        { state: "problem", text: expect.stringContaining("refuses the API key"), advice: expect.any(String) },
      ]);
      expect(refused.code).toBe(77);
      expect(refused.said).not.toContain(wrongKey.slice(12, 40));
    },
    limitMs,
  );

  it(
    "tells an open secret file, a daemon that goes by an older configuration, and a state directory that can't be used",
    async (context) => {
      const home = await startHome({ families: ["ipv4"] });
      const folder = makeFolder();
      const [file, keyFile] = [join(folder, "config.yaml"), join(folder, "api_key")];
      const write = (stateDir: string) =>
        writeFileSync(
          file,
          `account: { api_key_file: api_key }\nhostnames: [home.example.no]\nipv6: false\nhttp: false\nstate_dir: ${stateDir}\n`,
        );
      writeFileSync(keyFile, defaultApiKey, { mode: 0o644 });
      write(home.stateDir);
      const given = { GIGAHOST_API_KEY: "", GIGAHOST_DDNS_HOSTNAMES: "", GIGAHOST_DDNS_STATE_DIR: "" };
      const daemon = home.start(`run --config ${file}`, given);
      await daemon.until(/now points to/, limitMs);
      const args = ` --config ${file}`;
      const fresh = await examine(context, home, given, args);
      expect(fresh.of("daemon")).toMatchObject([{ state: "ok", text: expect.stringContaining("health ok") }]);
      expect(fresh.of("newer-configuration")).toMatchObject([{ state: "ok" }]);
      expect(fresh.of("secret-files")).toEqual([
        {
          check: "secret-files",
          state: "warning",
          text: expect.stringContaining(`${keyFile} holds a secret`),
          advice: `chmod 600 ${keyFile}`,
        },
      ]);
      expect(fresh.statesOf("configuration")).toEqual(["ok"]);
      expect(fresh.code).toBe(0);

      const later = Date.now() / 1000 + 60;
      utimesSync(file, later, later);
      expect((await examine(context, home, given, args)).of("newer-configuration")).toMatchObject([
        {
          state: "warning",
          text: expect.stringContaining(`${file} was changed after`),
          advice: expect.stringContaining("reload"),
        },
      ]);

      write(join(keyFile, "below-a-file"));
      const unusable = await examine(context, home, given, args);
      expect(unusable.of("state-directory")).toMatchObject([
        { state: "problem", advice: expect.stringContaining("state_dir") },
      ]);
      expect(unusable.code).toBe(1);

      writeFileSync(file, "hostnames: [home.example.no]\nengin: auto\n");
      const broken = await examine(context, home, given, args);
      expect(broken.statesOf("configuration")).toEqual(["problem"]);
      expect(broken.code).toBe(78);
    },
    limitMs,
  );
});
