import type { Family } from "../../model/family.ts";
import type { Dialect, Imported, ImportedName } from "../imported.ts";
import { isGigahost, readSeconds, webSource } from "./words.ts";

/** inadyn's `inadyn.conf`, version 2. */
export const inadyn: Dialect = {
  name: "inadyn",
  usualFile: "/etc/inadyn.conf",
  read: async (text) => {
    const parsed = parse(text);
    if (parsed === null) return { ok: false, reason: "a brace or a quote is left open" };
    const blocks = parsed.blocks.filter(({ kind }) => kind === "provider" || kind === "custom");
    const names = blocks.flatMap((block) => describeNames(block, parsed.settings));
    if (names.length === 0)
      return { ok: false, reason: "it contains no provider with a hostname; is it an inadyn.conf of version 2?" };
    return { ok: true, imported: importAll(parsed.settings, blocks, names) };
  },
};

type Settings = ReadonlyMap<string, readonly string[]>;

interface Block {
  readonly kind: string;
  /** `default@no-ip.com:1`, `gigahost`. */
  readonly label: string;
  readonly settings: Settings;
}

/** Null where it doesn't end as it should. */
function parse(text: string): { readonly settings: Settings; readonly blocks: readonly Block[] } | null {
  const words = tokenize(text);
  const settings = new Map<string, readonly string[]>();
  const blocks: Block[] = [];
  let at = 0;
  const readValue = (): readonly string[] | null => {
    if (words[at] !== "{") return [words[at++] ?? ""];
    const end = words.indexOf("}", at);
    if (end < 0) return null;
    const list = words.slice(at + 1, end).filter((word) => word !== ",");
    at = end + 1;
    return list;
  };
  const readSettings = (into: Map<string, readonly string[]>, isEnd: () => boolean): boolean => {
    while (!isEnd()) {
      if (at >= words.length) return false;
      const key = words[at++] ?? "";
      if (words[at] === "=") {
        at++;
        const value = readValue();
        if (value === null) return false;
        into.set(key.toLowerCase(), value);
      } else if (words[at + 1] === "{" || words[at] === "{") {
        const label = words[at] === "{" ? "" : (words[at++] ?? "");
        at++;
        const own = new Map<string, readonly string[]>();
        if (!readSettings(own, () => words[at] === "}")) return false;
        at++;
        blocks.push({ kind: key.toLowerCase(), label, settings: own });
      }
    }
    return true;
  };
  return readSettings(settings, () => at >= words.length) ? { settings, blocks } : null;
}

/** Words, `=`, braces and commas; quoted words as one, comments left out. Quoted words keep no brace's meaning. */
function tokenize(text: string): readonly string[] {
  const pattern =
    /#[^\n]*|\/\/[^\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|[={},]|[^\s={},"']+/g;
  return [...text.matchAll(pattern)].flatMap(([whole, double, single]) => {
    if (/^(?:#|\/\/|\/\*)/.test(whole)) return [];
    const quoted = double ?? single;
    return [quoted === undefined ? whole : quoted.replace(/\\(.)/g, "$1")];
  });
}

function describeNames({ label, settings }: Block, globals: Settings): ImportedName[] {
  const server = settings.get("ddns-server")?.[0] ?? "";
  const provider = server === "" ? label : server;
  const ttl = Number(settings.get("ttl")?.[0]);
  const families = familiesOf(label, settings, globals);
  return (settings.get("hostname") ?? settings.get("alias") ?? []).map((name) => ({
    name,
    families,
    suffix: null,
    ttlSeconds: Number.isInteger(ttl) && ttl >= 30 ? ttl : null,
    atGigahost: isGigahost(provider),
    provider,
  }));
}

/** A provider named `ipv6@…`, or a custom one that asks an IPv6 service, is for IPv6. */
function familiesOf(label: string, settings: Settings, globals: Settings): readonly Family[] {
  const isIpv6 = /^ipv6@/.test(label) || /ipv6|6\./.test(settings.get("checkip-server")?.[0] ?? "");
  const allowed = globals.get("allow-ipv6")?.[0] === "true" || settings.get("allow-ipv6")?.[0] === "true";
  return isIpv6 ? ["ipv6"] : allowed ? ["ipv4", "ipv6"] : ["ipv4"];
}

function importAll(globals: Settings, blocks: readonly Block[], names: readonly ImportedName[]): Imported {
  const own =
    blocks.find(({ label, settings }) => isGigahost(`${label} ${settings.get("ddns-server")?.[0]}`)) ?? blocks[0];
  const settings: Settings = new Map([...globals, ...(own?.settings ?? [])]);
  const notes = new Set<string>();
  const period = globals.get("period")?.[0];
  const [username, password] = [settings.get("username")?.[0], settings.get("password")?.[0]];
  const source = sourceOf(settings, notes);
  for (const key of new Set([globals, ...blocks.map((block) => block.settings)].flatMap((each) => [...each.keys()])))
    if (!known.has(key)) notes.add(advice[key] ?? `${key}: no equivalent here`);
  return {
    names,
    sources: { ipv4: source, ipv6: source === null || source[0]?.startsWith("static:") ? null : source },
    everySeconds: period === undefined ? null : readSeconds(period),
    cron: null,
    credential: names.some(({ atGigahost }) => atGigahost) && username && password ? { username, password } : null,
    notify: [],
    heartbeats: [],
    notes: [...notes],
  };
}

function sourceOf(settings: Settings, notes: Set<string>): readonly string[] | null {
  const one = (key: string) => settings.get(key)?.[0];
  const command = one("checkip-command");
  if (command) return [`command:${command}`];
  const iface = one("iface");
  if (iface) return [`interface:${iface}`];
  const server = one("checkip-server");
  if (!server || server === "default") return null;
  const source = webSource(`${server}${one("checkip-path") ?? ""}`);
  if (source === null) notes.add(`${server} is not used, since it is plain http; auto replaces it`);
  return source === null ? null : [source, "auto"];
}

const known = new Set(
  (
    "period username password hostname alias ddns-server ddns-path ddns-response iface allow-ipv6 checkip-command checkip-server checkip-path " +
    "checkip-ssl ssl ttl cache-dir verify-address broken-rtc startup-delay loglevel"
  ).split(" "),
);

const advice: Readonly<Record<string, string>> = {
  "forced-update":
    "forced-update: nothing is sent for an unchanged address; verify checks every hour that it is still there",
  "fake-address": "fake-address: only the real address is ever sent",
  proxied: "proxied: Gigahost has no proxy servers",
  wildcard: 'wildcard: a wildcard is a separate hostname, as in "*.home.example.no"',
  "user-agent": "user-agent: requests identify this program",
  "secure-ssl": "secure-ssl: certificates are always checked",
  "ca-trust-file": "ca-trust-file: NODE_EXTRA_CA_CERTS names further authorities",
};
