import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { atEnd } from "./at-end.ts";
import { runBuilt } from "./built-program.ts";
import { address, prepareScene } from "./scene.ts";

const key = `flux_live_${"a1".repeat(32)}`;

function directory(): string {
  const dir = mkdtempSync(join(tmpdir(), "gigahost-ddns-config-"));
  atEnd(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** `config check` of a text; the line numbers are the text's. */
async function check(text: string, environment: Record<string, string> = {}) {
  const dir = directory();
  const file = join(dir, "config.yaml");
  writeFileSync(file, text, { mode: 0o600 });
  const ended = await runBuilt(["config", "check", "--config", file], { environment });
  return { ...ended, stderr: ended.stderr.replaceAll(file, "config.yaml"), file };
}

const fine = `account: { api_key: ${key} }\nhostnames: [home.example.no]\n`;

/** What `config show` says of a key. */
async function shown(text: string, wanted: string, environment: Record<string, string> = {}) {
  const { file } = await check(text, environment);
  const { json, stderr } = await runBuilt(["config", "show", "--output", "json", "--config", file], { environment });
  const line = (json ?? []).find((each: { key: string }) => each.key === wanted);
  return { value: line?.value, origin: line?.origin?.replace(file, "config.yaml"), stderr };
}

/** A user of a number that /etc/passwd doesn't know, without $HOME, as containers have. */
const isolated = fileURLToPath(new URL("../../bench/isolated", import.meta.url));
const nobodyKnown = [isolated, "unshare", "--user", "--map-user=54321", "env", "-u", "HOME"];

describe.concurrent("a user without a home", () => {
  it.each(["config check", "status", "once", "detect", "healthcheck", "zone list"])(
    "is not a bug to %s",
    async (command) => {
      const { code, said } = await runBuilt(command.split(" "), { through: nobodyKnown });
      expect(said).not.toMatch(/internal error|homedir/);
      expect(said).toMatch(/GIGAHOST|daemon|VERDICT/);
      expect([1, 2, 69, 75, 78]).toContain(code);
    },
  );

  it("does not find a configuration in the working directory when HOME is empty", async () => {
    const cwd = directory();
    mkdirSync(join(cwd, ".config/gigahost-ddns"), { recursive: true });
    writeFileSync(join(cwd, ".config/gigahost-ddns/config.yaml"), "nonsense: 1\n");
    const { said } = await runBuilt(["config", "check"], { cwd, environment: { HOME: "" } });
    expect(said).not.toContain("nonsense");
  });
});

describe.concurrent("an error in the configuration", () => {
  it.each([
    ["an unknown key", `${fine}hostname: x\n`, /config\.yaml:3:1: .*hostname.*did you mean "hostnames"\?/],
    ["a nested one", `${fine}http: { listn: ":1" }\n`, /config\.yaml:3:9: .*listn.*did you mean "listen"\?/],
    ["one in a list", `${fine}notify: [{ ulr: "ntfy://x/y" }]\n`, /config\.yaml:3:12: .*ulr.*did you mean "url"\?/],
    ["one in an uplink", `${fine}uplinks: { lte: { interfac: wwan0 } }\n`, /config\.yaml:3:19: .*"interface"/],
    ["a wrong type", `${fine}ttl: soon\n`, /config\.yaml:3:6: ttl.*expected/],
    ["a number out of range", `${fine}max_updates_per_hour: 3601\n`, /config\.yaml:3:23: max_updates_per_hour.*3600/],
    ["zero updates", `${fine}max_updates_per_hour: 0\n`, /config\.yaml:3:23: max_updates_per_hour/],
    ["a wrong word", `${fine}engine: dyndn\n`, /config\.yaml:3:9: engine.*did you mean "dyndns"\?/],
    ["a bad schedule", `${fine}schedule: "61 * * * *"\n`, /config\.yaml:3:11: schedule/],
    ["a bad source", `${fine}ipv4: { sources: ["htps://x"] }\n`, /config\.yaml:3:19: ipv4\.sources\[0\].*https/],
    [
      "http to another machine",
      `${fine}ipv4: { sources: ["http://example.no"] }\n`,
      /config\.yaml:3:19: .*this machine/,
    ],
    [
      "too high a confirm",
      `${fine}ipv4: { sources: ["stun://a.no"], confirm: 2 }\n`,
      /config\.yaml:3:44: ipv4\.confirm/,
    ],
    ["a bad hostname", `account: { api_key: ${key} }\nhostnames: ["a b.no"]\n`, /config\.yaml:2:13: hostnames\[0\]/],
    [
      "a duplicate",
      `account: { api_key: ${key} }\nhostnames: [a.example.no, A.example.no.]\n`,
      /config\.yaml:2:27: .*twice/,
    ],
    [
      "a duplicate in punycode",
      `account: { api_key: ${key} }\nhostnames: [blåbær.no, xn--blbr-roah.no]\n`,
      /:2:24: .*twice/,
    ],
    [
      "an unknown uplink",
      `account: { api_key: ${key} }\nhostnames: [{ name: a.example.no, uplink: lte }]\n`,
      /config\.yaml:2:43: .*uplink/,
    ],
    ["a repeated key", `${fine}ttl: 60\nttl: 70\n`, /config\.yaml:4:1: /],
    ["no YAML", `account: { api_key: ${key}\n`, /config\.yaml:\d+:\d+: /],
    ["no mapping", `- a\n`, /config\.yaml:1:1: .*expected/],
    [
      "plain http",
      `account: { api_key: ${key}, base_url: "http://example.no" }\nhostnames: [a.no]\n`,
      /:1:\d+: account\.base_url.*loopback/,
    ],
    ["an unset variable", `${fine}state_dir: "\${NOT_SET}/x"\n`, /config\.yaml:3:12: state_dir.*NOT_SET/],
    ["a bad listen address", `${fine}http: { listen: "nonsense" }\n`, /config\.yaml:3:17: http\.listen/],
    ["no hostnames", `account: { api_key: ${key} }\n`, /hostnames/],
    ["no credential", "hostnames: [home.example.no]\n", /api_key/],
    [
      "a missing secret file",
      "account: { api_key_file: /nonexistent }\nhostnames: [a.no]\n",
      /:1:\d+: account\.api_key_file: no such file/,
    ],
  ])("(%s) names file, line, column and what was expected, with exit 78", async (_, text, message) => {
    const { code, stderr, stdout } = await check(text);
    expect([code, stdout]).toEqual([78, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain(key);
  });

  it("comes with all others at once, from top to bottom", async () => {
    const { code, stderr } = await check(`${fine}engin: auto\nttl: 1\nlog: { level: loud }\nipv4: { confirm: many }\n`);
    expect(code).toBe(78);
    expect(stderr.match(/config\.yaml:\d+/g)).toEqual([
      "config.yaml:3",
      "config.yaml:4",
      "config.yaml:5",
      "config.yaml:6",
    ]);
  });

  it("is the same for run, once, detect and config show", async () => {
    const { file } = await check(`${fine}engin: auto\n`);
    for (const command of ["run", "once", "detect", "config show"]) {
      const { code, stderr } = await runBuilt([...command.split(" "), "--config", file]);
      expect([command, code]).toEqual([command, 78]);
      expect(stderr).toContain('did you mean "engine"?');
    }
  });

  it("is told for a file that is not there, a directory, and random bytes", async () => {
    const dir = directory();
    writeFileSync(join(dir, "random"), Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256)));
    for (const name of ["missing", "", "random"]) {
      expect((await runBuilt(["config", "check", "--config", join(dir, name)])).code).toBe(78);
    }
  });
});

/* biome-ignore-start lint/suspicious/noTemplateCurlyInString: what the configuration makes of it is what is tried */
describe.concurrent("the environment in values", () => {
  it.each([
    ["ttl: ${TTL}", "ttl", { TTL: "300" }, 300],
    ["ttl: ${TTL:-120}", "ttl", {}, 120],
    ["watch: ${WATCH}", "watch", { WATCH: "false" }, false],
    ["state_dir: /x/${NAME}/y", "state_dir", { NAME: "z" }, "/x/z/y"],
    ["state_dir: /x/${NAME:-d}", "state_dir", {}, "/x/d"],
    ["state_dir: /x/$${NAME}", "state_dir", {}, "/x/${NAME}"],
    ["state_dir: /x/$NAME$$y$", "state_dir", { NAME: "z" }, "/x/$NAME$$y$"],
    ["state_dir: /x/${ONE}", "state_dir", { ONE: "${TWO}", TWO: "2" }, "/x/${TWO}"],
    ['state_dir: "${QUOTED}"', "state_dir", { QUOTED: "/a: b" }, "/a: b"],
  ] as const)("%s", async (line, wanted, environment, value) => {
    expect((await shown(`${fine}${line}\n`, wanted, environment)).value).toEqual(value);
  });
});

/* biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above */

describe.concurrent("a secret", () => {
  const hostnames = "hostnames: [home.example.no]\n";

  it.each(["value", "file", "variable", "variable's file", "systemd credential"])("comes by %s", async (way) => {
    const dir = directory();
    const file = join(dir, "api_key");
    writeFileSync(file, `${key}\n`, { mode: 0o600 });
    const [text, environment]: [string, Record<string, string>] = {
      value: [`account: { api_key: ${key} }\n`, {}] as const,
      file: [`account: { api_key_file: ${file} }\n`, {}] as const,
      variable: ["", { GIGAHOST_API_KEY: key }] as const,
      "variable's file": ["", { GIGAHOST_API_KEY_FILE: file }] as const,
      "systemd credential": ["", { CREDENTIALS_DIRECTORY: dir }] as const,
    }[way] as [string, Record<string, string>];
    const { code, said } = await check(`${text}${hostnames}`, environment);
    expect([code, said.includes(key)]).toEqual([0, false]);
    const { value, origin } = await shown(`${text}${hostnames}`, "account.api_key", environment);
    expect([value, origin]).toEqual(["********", expect.any(String)]);
  });

  it("is refused when two places differ, naming both, and taken when they agree", async () => {
    const text = `account: { api_key: ${key} }\n${hostnames}`;
    const { code, stderr } = await check(text, { GIGAHOST_API_KEY: `${key}b` });
    expect(code).toBe(78);
    expect(stderr).toMatch(/account\.api_key.*GIGAHOST_API_KEY|GIGAHOST_API_KEY.*account\.api_key/);
    expect(stderr).not.toContain(key);
    expect((await check(text, { GIGAHOST_API_KEY: key })).code).toBe(0);
    expect((await check(text, { GIGAHOST_API_KEY: "" })).code).toBe(0);
  });

  it("is refused when both a key and a password are given, naming both", async () => {
    const { code, stderr } = await check(`account: { api_key: ${key} }\n${hostnames}`, {
      GIGAHOST_USERNAME: "ola@example.no",
      GIGAHOST_PASSWORD: "hush-hush",
    });
    expect(code).toBe(78);
    expect(stderr).toMatch(/api_key/);
    expect(stderr).toMatch(/GIGAHOST_PASSWORD/);
    expect(stderr).not.toContain("hush-hush");
  });

  it("that is a user name without a password, or the reverse, is refused", async () => {
    expect((await check(hostnames, { GIGAHOST_USERNAME: "ola@example.no" })).code).toBe(78);
    expect((await check(hostnames, { GIGAHOST_PASSWORD: "hush-hush" })).code).toBe(78);
  });

  it("that is an empty file counts as not given", async () => {
    const dir = directory();
    writeFileSync(join(dir, "empty"), "\n");
    const text = `account: { api_key_file: ${dir}/empty }\n${hostnames}`;
    expect((await check(text)).code).toBe(78);
    expect((await check(text, { GIGAHOST_API_KEY: key })).code).toBe(0);
  });
});

describe.concurrent("without a file", () => {
  it("the environment alone is enough", async () => {
    const scene = await prepareScene();
    const environment = {
      GIGAHOST_API_KEY: `flux_live_${"0123456789abcdef".repeat(4)}`,
      GIGAHOST_BASE_URL: scene.simulator.url,
      GIGAHOST_DDNS_HOSTNAMES: "home.example.no, Nas.example.no.",
      GIGAHOST_DDNS_IPV4_SOURCES: `static:${address.ipv4}`,
      GIGAHOST_DDNS_IPV6_SOURCES: "none",
      GIGAHOST_DDNS_STATE_DIR: join(scene.dir, "other"),
      GIGAHOST_DDNS_VERIFY: "false",
      GIGAHOST_DDNS_ENGINE: "dyndns",
      GIGAHOST_DDNS_LISTEN: "127.0.0.1:0",
      GIGAHOST_DDNS_LOG_LEVEL: "warn",
    };
    expect((await runBuilt(["once"], { environment })).code).toBe(0);
    expect(scene.asked()).toEqual([{ hostname: "home.example.no,nas.example.no", myip: address.ipv4 }]);
    const { json } = await runBuilt(["config", "show", "--output", "json"], { environment });
    const engine = json.find((line: { key: string }) => line.key === "engine");
    expect(engine).toEqual({ key: "engine", value: "dyndns", origin: "GIGAHOST_DDNS_ENGINE" });
  });

  it("says what to do when there is nothing at all", async () => {
    const { code, stderr } = await runBuilt(["once"]);
    expect(code).toBe(78);
    expect(stderr).toMatch(/\/etc\/gigahost-ddns\/config\.yaml/);
  });

  it.each([
    ["$GIGAHOST_DDNS_CONFIG", (dir: string) => ({ GIGAHOST_DDNS_CONFIG: `${dir}/gigahost-ddns/config.yaml` })],
    ["$XDG_CONFIG_HOME", (dir: string) => ({ XDG_CONFIG_HOME: dir })],
    ["~/.config", (dir: string) => ({ HOME: `${dir}/home` })],
  ])("the file is found at %s", async (_, environmentOf) => {
    const dir = directory();
    for (const folder of ["gigahost-ddns", "home/.config/gigahost-ddns"]) {
      mkdirSync(join(dir, folder), { recursive: true });
      writeFileSync(join(dir, folder, "config.yaml"), fine, { mode: 0o600 });
    }
    const { code, stdout } = await runBuilt(["config", "check"], { environment: environmentOf(dir) });
    expect([code, stdout]).toEqual([0, expect.stringContaining("config.yaml")]);
  });
});

it.concurrent("the environment stands over the file, and a flag over both, for all that is not secret", async () => {
  const origin = await shown(`${fine}engine: records\n`, "engine", { GIGAHOST_DDNS_ENGINE: "dyndns" });
  expect(origin).toMatchObject({ value: "dyndns", origin: "GIGAHOST_DDNS_ENGINE" });
  expect(await shown(`${fine}ttl: 90\n`, "ttl")).toMatchObject({ value: 90, origin: "config.yaml:3" });
  expect(await shown(fine, "ttl")).toMatchObject({ value: 60, origin: "default" });
});

it.concurrent.each(["verify: false", "verify: { every: false }"])("%s means never", async (line) => {
  expect(await shown(`${fine}${line}\n`, "verify.every")).toMatchObject({ value: false });
});

it.concurrent("GIGAHOST_DDNS_VERIFY=false means never too", async () => {
  expect(await shown(fine, "verify.every", { GIGAHOST_DDNS_VERIFY: "false" })).toMatchObject({ value: false });
});

it.concurrent("config show masks notice and heartbeat URLs", async () => {
  const text = `${fine}notify: [{ url: "ntfy://ntfy.sh/my-secret-topic" }]\nheartbeat: https://hc-ping.com/my-secret-uuid\n`;
  const { file } = await check(text);
  for (const output of ["table", "json", "yaml"]) {
    const { code, said } = await runBuilt(["config", "show", "--output", output, "--config", file]);
    expect([code, /my-secret/.test(said)]).toEqual([0, false]);
  }
});

it.concurrent("config schema is the file beside the example, and knows every key of it", async () => {
  const { code, json } = await runBuilt(["config", "schema"]);
  const written = fileURLToPath(new URL("../../config.schema.json", import.meta.url));
  expect([code, json]).toEqual([0, JSON.parse(readFileSync(written, "utf8"))]);
});

it.concurrent.each([
  [["nonsense"], 2],
  [["once", "--nonsense"], 2],
  [["once", "extra"], 2],
  [["once", "--output", "xml"], 2],
  [["run", "--log-level", "loud"], 2],
  [["--help"], 0],
  [["once", "--help"], 0],
  [["version"], 0],
  [["--output", "json", "version"], 0],
  [["version", "--output", "yaml"], 0],
] as const)("%j exits with %i", async (args, expected) => {
  const { code, stdout, stderr } = await runBuilt(args);
  expect(code).toBe(expected);
  expect(expected === 2 ? [stdout, stderr !== ""] : [stdout !== "", stderr]).toEqual(
    expected === 2 ? ["", true] : [true, ""],
  );
});
