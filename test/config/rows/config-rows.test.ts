import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { describeConfig } from "../../../src/config/describe-config.ts";
import { accountRows } from "../../../src/config/rows/account.ts";
import { configRows } from "../../../src/config/rows/config-rows.ts";
import { ipv4Rows } from "../../../src/config/rows/family.ts";
import { clientRows, gatewayRows } from "../../../src/config/rows/gateway.ts";
import { hostnameRows } from "../../../src/config/rows/hostname.ts";
import { httpRows } from "../../../src/config/rows/http.ts";
import { leadershipRows } from "../../../src/config/rows/leadership.ts";
import { logRows } from "../../../src/config/rows/log.ts";
import { notifyRows } from "../../../src/config/rows/notify.ts";
import { listVariables } from "../../../src/config/rows/row.ts";
import { uplinkRows } from "../../../src/config/rows/uplink.ts";
import { settingsSchema } from "../../../src/config/schema.ts";
import { loadText } from "../load-text.ts";

const source = fileURLToPath(new URL("../../../src", import.meta.url));

const everything = `
account: { username: ola, password: hunter22, proxy: "http://proxy.example.no:3128" }
hostnames: [{ name: nas.example.no, uplink: lte, ipv6: { suffix: "::1" } }]
uplinks: { lte: { interface: wwan0 } }
notify: [{ url: "ntfy://ntfy.sh/topic" }]
heartbeat: https://hc-ping.com/secret
`;

/** What the configuration says of itself, a name that the keys hold, and what is masked. */
const unshown = [
  "file",
  "readAtMs",
  "secretFiles[].file",
  "secretFiles[].mode",
  "secrets",
  "warnings",
  // It follows from account.proxy and the environment's own variables.
  "outgoing.proxy",
  "outgoing.except",
  "uplinks.lte.name",
  "account.credential.password",
  "notify[].url",
  "heartbeats[].url",
  "notify[].secret",
];

describe("the rows of the configuration", () => {
  it("show every field there is", async () => {
    const { config, origins } = await loadText(everything);
    const seen = new Set<string>();
    describeConfig(watchReads(config, "", seen), origins);
    const fields = listLeaves(config, "").filter((field) => !seen.has(field));
    const missing = fields.filter((field) => !unshown.includes(field));
    expect(missing, "`show` of their rows in src/config/rows/ doesn't read these").toEqual([]);
  });

  it("are of fields that somebody outside of the configuration reads, so that each key has an effect", () => {
    const sections = [
      ...[configRows, accountRows, hostnameRows, uplinkRows, ipv4Rows, httpRows, gatewayRows, clientRows],
      ...[leadershipRows, logRows, notifyRows],
    ];
    const fields = sections.flatMap((rows) => Object.keys(rows));
    expect(fields.length).toBeGreaterThan(40);
    const code = readdirSync(source, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.startsWith("config/"))
      .map((file) => codeAlone(readFileSync(join(source, file), "utf8")))
      .join("\n");
    const unread = fields.filter((field) => !new RegExp(`\\b${field}\\b`).test(code));
    expect(unread, "nothing outside of src/config/ reads these").toEqual([]);
  });

  it("write out what is short for a section", () => {
    const written = v.parse(settingsSchema, { ipv6: false, log: "debug", uplinks: { lte: { ipv4: false } } });
    expect(written).toMatchObject({
      ipv6: { enabled: false, sources: ["auto"] },
      log: { level: "debug", format: "auto" },
      uplinks: { lte: { ipv4: { enabled: false, behind_nat: "publish" }, ipv6: { enabled: true } } },
    });
  });
});

/** Without comments and texts; of a template what is filled in. */
function codeAlone(text: string): string {
  return text
    .replace(/^\s*(\/?\*|\/\/).*$/gm, "")
    .replace(/"[^"\n]*"/g, "")
    .replace(/`[^`]*`/g, (template) => [...template.matchAll(/\$\{([^}]*)\}/g)].map(([, filled]) => filled).join(" "));
}

/** A value for each variable, none of them the default. */
const samples: Readonly<Record<string, string>> = {
  GIGAHOST_API_KEY: "flux_live_1",
  GIGAHOST_USERNAME: "kari",
  GIGAHOST_PASSWORD: "hunter23",
  GIGAHOST_BASE_URL: "https://api.example.no/v0",
  GIGAHOST_DDNS_HOSTNAMES: "a.example.no",
  GIGAHOST_DDNS_IPV4_SOURCES: "dns:google,dns:cloudflare,dns:opendns",
  GIGAHOST_DDNS_IPV6_SOURCES: "dns:google,dns:cloudflare,dns:opendns",
  GIGAHOST_DDNS_IPV4_ONLY: "185.0.2.0/24",
  GIGAHOST_DDNS_IPV4_NEVER: "185.0.3.0/24",
  GIGAHOST_DDNS_IPV6_ONLY: "2a02::/16",
  GIGAHOST_DDNS_IPV6_NEVER: "2a03::/16",
  GIGAHOST_DDNS_CONFIRM: "3",
  GIGAHOST_DDNS_BEHIND_NAT: "refuse",
  GIGAHOST_DDNS_SCHEDULE: "0 * * * *",
  GIGAHOST_DDNS_WATCH: "false",
  GIGAHOST_DDNS_ENGINE: "records",
  GIGAHOST_DDNS_TTL: "90",
  GIGAHOST_DDNS_LEASE: "ddns",
  GIGAHOST_DDNS_VERIFY: "2h",
  GIGAHOST_DDNS_WHEN_LOST: "delete",
  GIGAHOST_DDNS_MAX_UPDATES_PER_HOUR: "7",
  GIGAHOST_DDNS_ALLOW_NON_PUBLIC: "true",
  GIGAHOST_DDNS_STATE_DIR: "/srv/state",
  GIGAHOST_DDNS_LISTEN: "127.0.0.1:9000",
  GIGAHOST_DDNS_TOKEN_FILE: "/srv/token",
  GIGAHOST_DDNS_HTTP_HOSTS: "nas.lan",
  GIGAHOST_DDNS_NOTIFY: "ntfy://ntfy.sh/topic",
  GIGAHOST_DDNS_HEARTBEAT: "https://hc-ping.com/secret",
  GIGAHOST_DDNS_LOG_LEVEL: "debug",
  GIGAHOST_DDNS_LOG_FORMAT: "json",
};

describe("a variable of the environment", () => {
  const variables = listVariables(configRows);

  it("has a value to try it with here, each of them", () => {
    const names = new Set(variables.map(({ name }) => name.replace(/(?<!TOKEN)_FILE$/, "")));
    expect(Object.keys(samples).sort(), "samples, above").toEqual([...names].sort());
  });

  it.each(variables)("sets what its row says: $name sets $key", async ({ name, key, isSecret }) => {
    const sample = samples[name] ?? samples[name.replace(/_FILE$/, "")] ?? "";
    const inFile = isSecret && name.endsWith("_FILE");
    const account = name.includes("PASSWORD")
      ? "account: { username: ola }"
      : name.includes("USERNAME")
        ? "account: { password: hunter22 }"
        : name.includes("API_KEY")
          ? ""
          : "account: { api_key: flux_live_0 }";
    const sources = name.endsWith("CONFIRM") ? "{ sources: ['dns:google', 'dns:cloudflare', 'dns:opendns'] }" : "{}";
    const hostnames = name.endsWith("HOSTNAMES") ? "" : "hostnames: [home.example.no]";
    const { config, origins } = await loadText(`${account}\n${hostnames}\nipv4: ${sources}\nipv6: ${sources}\n`, {
      environment: { [name]: inFile ? "/srv/secret" : sample },
      files: { "/srv/secret": `${sample}\n`, "/srv/token": "token\n" },
    });
    const shown = describeConfig(config, origins).filter(({ key: each }) => each.startsWith(key));
    expect(shown.map(({ origin }) => origin)).toContain(name);
  });
});

/** The same value; every leaf that is read of it is noted by its path. */
function watchReads<T extends object>(value: T, path: string, seen: Set<string>): T {
  return new Proxy(value, {
    get: (target, name, receiver) => {
      const inner: unknown = Reflect.get(target, name, receiver);
      if (typeof name !== "string" || typeof inner === "function" || !Object.hasOwn(target, name)) return inner;
      const innerPath = pathOf(target, path, name);
      if (typeof inner === "object" && inner !== null && !isList(inner)) return watchReads(inner, innerPath, seen);
      if (Array.isArray(inner) && !isList(inner)) return watchReads(inner, innerPath, seen);
      seen.add(innerPath);
      return inner;
    },
  });
}

function listLeaves(value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null || isList(value)) return [path];
  return Object.entries(value).flatMap(([name, inner]) => listLeaves(inner, pathOf(value, path, name)));
}

function pathOf(holder: object, path: string, name: string): string {
  if (Array.isArray(holder)) return `${path}[]`;
  return path === "" ? name : `${path}.${name}`;
}

/** A list of plain values is shown as a whole. */
function isList(value: object): boolean {
  return Array.isArray(value) && value.every((each) => typeof each !== "object");
}
