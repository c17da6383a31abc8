// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} in plain text is what this is about
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/config/config-error.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { configFile, findProblems, loadText, withKeys } from "./load-text.ts";

describe("a configuration file", () => {
  it("needs an account and a hostname only; all else has its default", async () => {
    const { config } = await loadText(withKeys(""));
    expect(config).toMatchObject({
      account: { credential: { kind: "api-key", apiKey: "flux_live_0" }, baseUrl: "https://api.gigahost.no/api/v0" },
      hostnames: [{ hostname: "home.example.no", uplink: "default", families: ["ipv4", "ipv6"], suffix: null }],
      uplinks: {
        default: {
          interfaceName: null,
          ipv4: { enabled: true, sources: ["auto"], confirm: null, behindNat: "publish" },
          ipv6: { enabled: true, sources: ["auto"], confirm: null },
        },
      },
      schedule: "auto",
      watch: true,
      engine: "auto",
      ttl: 60,
      verifyEveryMs: 3_600_000,
      whenLost: "keep",
      maxUpdatesPerHour: 20,
      allowNonPublic: false,
      stateDir: "/var/lib/gigahost-ddns",
      http: { host: "127.0.0.1", port: 8245, tokenFile: null, hosts: [], public: ["healthz"] },
      notify: [],
      heartbeats: [],
      log: { level: "info", format: "auto" },
      file: configFile,
      secrets: ["flux_live_0"],
      warnings: [],
    });
  });

  it("may say everything", async () => {
    const { config } = await loadText(`
account: { username: ola@example.no, password: "p@ss", base_url: "http://127.0.0.1:1/api/" }
hostnames:
  - Blåbær.no.
  - { name: nas.example.no, ipv4: false, ipv6: { suffix: "0::1:2:3:4", prefix_length: 56 } }
  - { name: backup.example.no, uplink: lte }
ipv4: { enabled: true, sources: ["static:192.0.2.1", "dns:google"], confirm: 2, behind_nat: refuse }
uplinks: { lte: { interface: wwan0, ipv6: { enabled: false } }, default: { interface: eth0 } }
verify: false
http: { listen: "[::1]:1", token_file: token, hosts: [NAS.lan], public: [status, page] }
notify: [{ url: "ntfy://ntfy.sh/topic", on: [held] }]
heartbeat: https://hc-ping.com/0
when_lost: delete
`);
    expect(config.account).toEqual({
      baseUrl: "http://127.0.0.1:1/api",
      proxy: null,
      credential: { kind: "password", username: "ola@example.no", password: "p@ss" },
    });
    expect(config.hostnames).toMatchObject([
      { hostname: "xn--blbr-roah.no" },
      { families: ["ipv6"], suffix: { suffix: "::1:2:3:4", prefixLength: 56 } },
      { uplink: "lte", families: ["ipv4"] },
    ]);
    expect(config.uplinks.default).toMatchObject({ interfaceName: "eth0", ipv4: { confirm: 2, behindNat: "refuse" } });
    expect(config.uplinks.lte).toMatchObject({
      interfaceName: "wwan0",
      ipv4: { confirm: null },
      ipv6: { enabled: false },
    });
    expect(config).toMatchObject({
      verifyEveryMs: null,
      http: { host: "::1", port: 1, tokenFile: "/etc/test/token", hosts: ["nas.lan"], public: ["status", "page"] },
      notify: [{ url: "ntfy://ntfy.sh/topic", on: ["held"] }],
      heartbeats: [{ url: "https://hc-ping.com/0", everyMs: 300_000 }],
    });
    expect([...config.secrets].sort()).toEqual(["https://hc-ping.com/0", "ntfy://ntfy.sh/topic", "p@ss"]);
  });

  it.each(["verify: false", "verify: { every: false }", "verify: ${V}"])("takes %s for never", async (yaml) => {
    expect((await loadText(withKeys(yaml), { environment: { V: "false" } })).config.verifyEveryMs).toBeNull();
  });

  it("takes an empty key for one that is not there, anchors for what they stand for", async () => {
    const { config } = await loadText(
      withKeys("uplinks:\nttl:\nipv4: &f { sources: [static:192.0.2.1] }\nnotify: null"),
    );
    expect(config).toMatchObject({ ttl: 60, notify: [] });
    const shared = "uplinks: { a: &u { ipv4: &f { sources: [auto] } }, b: *u, c: { ipv4: *f } }";
    expect(Object.keys((await loadText(withKeys(shared))).config.uplinks)).toEqual(["default", "a", "b", "c"]);
  });

  it("reads a variable that is the whole value as YAML, any other as text", async () => {
    const yaml = withKeys(
      "ttl: ${TTL}\nwatch: '${WATCH}'\nhttp: { listen: '${HOST}:${PORT:-80}' }\nstate_dir: /a/$${b}/$c$$d",
    );
    const environment = { TTL: "90", WATCH: "false", HOST: "127.0.0.1" };
    expect((await loadText(yaml, { environment })).config).toMatchObject({
      ttl: 90,
      watch: false,
      http: { port: 80 },
      stateDir: "/a/${b}/$c$$d",
    });
  });
});

describe("flags, environment and file", () => {
  const environment = {
    GIGAHOST_API_KEY: "flux_live_0",
    GIGAHOST_BASE_URL: "http://127.0.0.1:5/",
    GIGAHOST_DDNS_HOSTNAMES: " home.example.no, nas.example.no,",
    GIGAHOST_DDNS_ENGINE: "records",
    GIGAHOST_DDNS_SCHEDULE: "*/5 * * * *",
    GIGAHOST_DDNS_IPV4_SOURCES: "static:192.0.2.1,dns:google",
    GIGAHOST_DDNS_IPV6_SOURCES: "none",
    GIGAHOST_DDNS_STATE_DIR: "/state",
    GIGAHOST_DDNS_LISTEN: ":80",
    GIGAHOST_DDNS_LOG_LEVEL: "debug",
    GIGAHOST_DDNS_VERIFY: "false",
    GIGAHOST_DDNS_CONFIRM: "2",
    GIGAHOST_DDNS_TTL: "120",
    GIGAHOST_DDNS_NOTIFY: "ntfy://a/b, ntfy://c/d",
    GIGAHOST_DDNS_HEARTBEAT: "https://hc-ping.com/1",
  };
  const expected = {
    account: { baseUrl: "http://127.0.0.1:5", credential: { apiKey: "flux_live_0" } },
    hostnames: [
      { hostname: "home.example.no", families: ["ipv4"] },
      { hostname: "nas.example.no", families: ["ipv4"] },
    ],
    engine: "records",
    schedule: "*/5 * * * *",
    uplinks: {
      default: { ipv4: { sources: ["static:192.0.2.1", "dns:google"], confirm: 2 }, ipv6: { enabled: false } },
    },
    stateDir: "/state",
    http: { host: "0.0.0.0", port: 80 },
    log: { level: "debug" },
    verifyEveryMs: null,
    ttl: 120,
    notify: [{ url: "ntfy://a/b", on: ["changed", "trouble", "recovered", "held"] }, { url: "ntfy://c/d" }],
    heartbeats: [{ url: "https://hc-ping.com/1", everyMs: 300_000 }],
  };
  const elsewhere = { XDG_CONFIG_HOME: mkdtempSync(join(tmpdir(), "config-")) };

  it("needs no file when the environment says enough", async () => {
    expect(await loadConfig({ environment: { ...elsewhere, ...environment } })).toMatchObject({
      ...expected,
      file: null,
    });
  });

  it("lets the environment win over the file", async () => {
    const yaml =
      "hostnames: [{ name: other.example.no }]\nengine: dyndns\nttl: 1000\nlog: { level: warn }\nhttp: false\nverify: true";
    expect((await loadText(yaml, { environment })).config).toMatchObject({ ...expected, file: configFile });
  });

  it("lets a flag win over both", async () => {
    const { config, origins } = await loadText(withKeys("log: { level: warn, format: json }"), {
      environment: { GIGAHOST_DDNS_LOG_LEVEL: "debug" },
      overrides: { logLevel: "trace" },
    });
    expect(config.log).toEqual({ level: "trace", format: "json" });
    expect(origins.get("log.level")).toBe("--log-level");
    expect(origins.get("log.format")).toBe(`${configFile}:3`);
  });

  it("takes an empty variable for one that is not set", async () => {
    const empty = Object.fromEntries(Object.keys(environment).map((name) => [name, ""]));
    expect((await loadText(withKeys("ttl: 77"), { environment: empty })).config).toMatchObject({
      ttl: 77,
      engine: "auto",
    });
  });

  it("names the variable or the flag that is wrong", async () => {
    const wrong = { GIGAHOST_DDNS_ENGINE: "recrods", GIGAHOST_DDNS_TTL: "1m", GIGAHOST_DDNS_HOSTNAMES: "a.no,b" };
    expect(await findProblems(withKeys(""), { environment: wrong, overrides: { logLevel: "loud" } })).toEqual([
      'null:null GIGAHOST_DDNS_ENGINE: expected auto, dyndns or records, not "recrods"; did you mean "records"?',
      'null:null GIGAHOST_DDNS_TTL: expected a whole number from 30 to 604800, not "1m"',
      expect.stringMatching(/--log-level: expected trace, debug/),
      expect.stringMatching(/GIGAHOST_DDNS_HOSTNAMES: expected a hostname .*"b" needs at least two parts/),
    ]);
  });

  it("warns of a variable that is nearly one of ours, and not of what Docker or Kubernetes make up", async () => {
    const { config } = await loadText(withKeys(""), {
      environment: { GIGAHOST_DDNS_HOSTNAME: "x", GIGAHOST_DDNS_PORT_8245_TCP_ADDR: "10.0.0.1" },
    });
    expect(config.warnings).toEqual([expect.stringContaining("did you mean GIGAHOST_DDNS_HOSTNAMES?")]);
  });

  it("says where it looked, and the next step, when there is nothing", async () => {
    const refused = loadConfig({ environment: elsewhere });
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow(`${elsewhere.XDG_CONFIG_HOME}/gigahost-ddns/config.yaml`);
    await expect(refused).rejects.toThrow("/etc/gigahost-ddns/config.yaml");
    await expect(refused).rejects.toThrow("account.api_key_file and hostnames are enough");
  });

  it("looks at the flag's file, the variable's, the user's, in that order", async () => {
    const directory = mkdtempSync(join(tmpdir(), "config-"));
    const write = (name: string, ttl: number) => {
      const path = join(directory, name);
      writeFileSync(path, withKeys(`ttl: ${ttl}`), { mode: 0o600 });
      return path;
    };
    mkdirSync(join(directory, "gigahost-ddns"));
    write("gigahost-ddns/config.yaml", 101);
    const environment = { XDG_CONFIG_HOME: directory };
    expect((await loadConfig({ environment })).ttl).toBe(101);
    const named = { ...environment, GIGAHOST_DDNS_CONFIG: write("variable.yaml", 102) };
    expect((await loadConfig({ environment: named })).ttl).toBe(102);
    expect((await loadConfig({ environment: named, file: write("flag.yaml", 103) })).ttl).toBe(103);
    await expect(loadConfig({ environment: named, file: join(directory, "none.yaml") })).rejects.toThrow(
      "no such file",
    );
    await expect(loadConfig({ environment: named, file: directory })).rejects.toThrow("it is a directory");
  });

  it("reads no secret for who only watches, and misses none", async () => {
    const yaml =
      "account: { api_key_file: /nowhere }\nheartbeat_file: /nowhere\nnotify: [{ url_file: /nowhere }]\nhttp: { listen: ':9' }";
    for (const purpose of ["observe", "detect"] as const) {
      const { config } = await loadText(yaml, { purpose });
      expect(config).toMatchObject({ account: { credential: null }, http: { port: 9 }, notify: [], heartbeats: [] });
    }
    expect((await loadConfig({ environment: elsewhere, purpose: "observe" })).http?.port).toBe(8245);
    const { config } = await loadText("account: { api_key: flux_live_0 }", { purpose: "account" });
    expect(config.hostnames).toEqual([]);
  });
});

describe("problems", () => {
  it("are told all at once, with place, expectation and the nearest known key", async () => {
    const problems = await findProblems(`account: { api_kye: x, api_key: flux_live_0 }
hostnames:
  - home.example.no
  - { name: nas.example.no, ipv4: no, ipv6: { sufix: "::1" } }
  - HOME.example.no.
  - { ipv4: false }
ipv4: { sources: [auto, "foo:bar"], confirm: 99 }
enigne: dyndns
engine: recrods
ttl: 5
ttl: 60
confirm: 2
http: { listen: 127.0.0.1, public: [health], schedule: 1m }
`);
    expect(problems).toEqual([
      '1:12 account.api_kye: unknown key "api_kye"; did you mean "api_key"?',
      '4:35 hostnames[1].ipv4: expected true or false, not "no"; write false, without quotes',
      expect.stringMatching(/^4:45 hostnames\[1\]\.ipv6: the key "suffix" is missing/),
      '4:47 hostnames[1].ipv6.sufix: unknown key "sufix"; did you mean "suffix"?',
      `5:5 hostnames[2]: the hostname home.example.no is given twice (first at hostnames[0], ${configFile}:3)`,
      '6:5 hostnames[3]: the key "name" is missing',
      expect.stringMatching(/^7:25 ipv4\.sources\[1\]: "foo:bar"/),
      "7:46 ipv4.confirm: expected a whole number from 1 to 20, not 99",
      '8:1 enigne: unknown key "enigne"; did you mean "engine"?',
      '9:9 engine: expected auto, dyndns or records, not "recrods"; did you mean "records"?',
      "10:6 ttl: expected a whole number from 30 to 604800, not 5",
      "11:1 ttl: this key is given twice",
      '12:1 confirm: unknown key "confirm"; did you mean "ipv4.confirm"?',
      expect.stringMatching(/^13:17 http\.listen: expected an address and a port/),
      expect.stringMatching(/^13:37 http\.public\[0\]: expected healthz, .*did you mean "healthz"\?/),
      '13:46 http.schedule: unknown key "schedule"; it belongs at the top level',
    ]);
  });

  it.each([
    ["ipv6: { sources: [dns:cloudflare], confirm: 2 }", "expected at most 1: there is 1 independent source"],
    ["ipv4: { sources: [] }", "at least one source"],
    ["ipv4: { sources: ['static:2001:db8::1'] }", "none of these sources can provide an ipv4 address"],
    ["schedule: 'every day'", "expected auto or a cron expression"],
    ["verify: { every: 10 }", "expected a duration"],
    ["verify: { every: 0s }", "expected a duration"],
    ["max_updates_per_hour: 3601", "from 1 to 3600"],
    ["max_updates_per_hour: 1.5", "from 1 to 3600"],
    ["ttl: '60'", "write it without quotes"],
    ["account: { base_url: 'http://example.no' }", "plain http"],
    ["uplinks: { default: { ipv4: {} } }\nipv4: {}", "also given at the top level"],
    ["uplinks: { 'a b': {} }", "letters, digits"],
    ["uplinks: { __proto__: {} }", "letters, digits"],
    ["uplinks: { constructor: {} }", "letters, digits"],
    ["uplinks: { a: { interface: 'eth 0' } }", "name of a network interface"],
    ["hostnames: [{ name: a.example.no, uplink: constructor }]", "there is no uplink"],
    [
      "hostnames: [{ name: a.example.no, ipv6: { suffix: '::1:0:0:0:0', prefix_length: 64 } }]",
      "reaches into the prefix",
    ],
    ["hostnames: [{ name: a.example.no, ipv6: { suffix: '::' } }]", "zeros only"],
    ["hostnames: [{ name: a.example.no, ipv6: { suffix: '1.2.3.4' } }]", "last part of an IPv6 address"],
    ["hostnames: [{ name: a.example.no, ipv6: { prefix_length: 64 } }]", '"suffix" is missing'],
    ["hostnames: [{ name: a.example.no, ipv4: false, ipv6: false }]", "nothing to publish"],
    [
      "hostnames: [{ name: a.example.no, ipv4: true }]\nipv4: { enabled: false }",
      "which ipv4.enabled: false turns off",
    ],
    ["hostnames: []", "no hostname to keep pointed"],
    ["hostnames: home.example.no", "expected a list"],
    ["hostnames: [~]", "the value is empty"],
    ["hostnames: [{ name: a.example.no }, [b]]", "not a list"],
    [
      "ipv4: { sources: [interface:, auto] }",
      "expected text, not keys with values; a text with a colon needs quotes here",
    ],
    ["ipv4: 1", "expected true or false or keys (enabled"],
    ["state_dir: ''", "path of a directory"],
    ["state_dir: ${NOT_SET}", "NOT_SET is not set"],
    ["notify: [{ on: [held] }]", "url or url_file"],
    ["notify: [{ url: secret-topic }]", "expected a URL"],
    ["heartbeat: ftp://example.no/x", "expected an https:// URL"],
    ["http: { hosts: ['https://nas'] }", "without scheme and port"],
    ["ttl: !!js/function x", "tag (!) is not supported"],
    ["ttl: *nowhere", "no anchor of that name"],
    ["? [ttl]\n: 60", "a key must be plain text"],
    ["'': 1", "unknown key"],
  ])("of %j say: %s", async (yaml, message) => {
    const base = /^(hostnames|account)/.test(yaml) ? "" : "hostnames: [home.example.no]\n";
    const account = yaml.startsWith("account")
      ? "hostnames: [home.example.no]\n"
      : "account: { api_key: flux_live_0 }\n";
    const problems = await findProblems(`${account}${account.startsWith("hostnames") ? "" : base}${yaml}`, {
      environment: yaml.startsWith("account") ? { GIGAHOST_API_KEY: "k" } : {},
    });
    expect(problems).toEqual([expect.stringContaining(message)]);
  });

  it("are one message, with file, line and column in front as editors read them", async () => {
    const refused = loadText(withKeys("ttl: 1\nwatch: maybe"));
    await expect(refused).rejects.toThrow(
      /^2 configuration errors:\n {2}\/etc\/test\/config\.yaml:3:6: ttl: .*\n {2}.*:4:8: watch: /,
    );
  });

  it("hold for any keys and scalars: the answer is a configuration or a ConfigError", async () => {
    const key = fc.constantFrom(
      "account",
      "hostnames",
      "ipv4",
      "ipv6",
      "uplinks",
      "http",
      "notify",
      "log",
      "verify",
      "ttl",
      "x",
      "name",
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom("auto", "${A}", "", true, false, null, 0, 60, -1, "a.example.no"),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(key, tie("tree"), { maxKeys: 4 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, tree, { maxKeys: 8 }), async (value) => {
        await findProblems(JSON.stringify(value));
      }),
      { numRuns: 500 },
    );
  });
});
