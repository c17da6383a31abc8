import type { Family } from "../../model/family.ts";
import { type Dialect, type Imported, type ImportedName, nothingImported } from "../imported.ts";
import { readCredential } from "../read-credential.ts";
import { commandSource, isGigahost, readSeconds, readTtl, webSource } from "./words.ts";

/** inadyn's `inadyn.conf`, version 2. */
export const inadyn: Dialect = {
  name: "inadyn",
  usualFile: "/etc/inadyn.conf",
  read: async (text) => {
    const parsed = parse(text);
    if (parsed === null) return { ok: false, reason: "a brace or a quote is left open" };
    const imported = importAll(parsed);
    if (imported.names.length === 0)
      return { ok: false, reason: "it contains no provider with a hostname; is it an inadyn.conf of version 2?" };
    return { ok: true, imported };
  },
};

type BlockSettings = ReadonlyMap<string, readonly string[]>;

interface ConfigBlock {
  readonly kind: string;
  /** `default@no-ip.com:1`, `gigahost`. */
  readonly label: string;
  readonly settings: BlockSettings;
}

interface Parsed {
  readonly settings: BlockSettings;
  /** Its providers. */
  readonly blocks: readonly ConfigBlock[];
  /** Files that it names instead of holding their lines. */
  readonly includes: readonly string[];
}

/** Null if it doesn't end as it should. */
function parse(text: string): Parsed | null {
  const words = tokenize(text);
  const includes = words.flatMap((word, index) => (word === "include(" ? (words[index + 1] ?? []) : []));
  const settings = new Map<string, readonly string[]>();
  const blocks: ConfigBlock[] = [];
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
  if (!readSettings(settings, () => at >= words.length)) return null;
  return { settings, blocks: blocks.filter(({ kind }) => kind === "provider" || kind === "custom"), includes };
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

function importAll({ settings: globals, blocks, includes }: Parsed): Imported {
  const notes = new Set<string>(
    includes.map((file) => `include("${file}"): the file is not read; put its lines here first`),
  );
  const period = globals.get("period")?.[0];
  const names = blocks.flatMap((block) => describeNames(block, globals, notes));
  for (const key of new Set([globals, ...blocks.map((block) => block.settings)].flatMap((each) => [...each.keys()])))
    if (!known.has(key)) notes.add(advice[key] ?? `${key}: no equivalent here`);
  return {
    ...nothingImported,
    names,
    everySeconds: period === undefined ? null : readSeconds(period),
    notes: [...notes],
  };
}

function describeNames(
  { label, settings: own }: ConfigBlock,
  globals: BlockSettings,
  notes: Set<string>,
): ImportedName[] {
  const settings: BlockSettings = new Map([...globals, ...own]);
  const one = (key: string) => settings.get(key)?.[0];
  const provider = one("ddns-server") || label;
  const atGigahost = isGigahost(`${label} ${provider}`);
  const families = familiesOf(label, one);
  const sources = sourceOf(one, notes);
  const described = {
    families,
    suffix: null,
    ttlSeconds: readTtl(one("ttl")),
    atGigahost,
    provider,
    sources: {
      ipv4: families.includes("ipv4") ? sources : null,
      ipv6: families.includes("ipv6") ? sources : null,
    },
    credential: atGigahost ? readCredential({ username: one("username"), password: one("password") }) : null,
  };
  // "@." is the zone itself.
  return (settings.get("hostname") ?? settings.get("alias") ?? []).map((name) => ({
    ...described,
    name: name.replace(/^@\./, ""),
  }));
}

/** A provider named `ipv6@…`, or one that asks an IPv6 service, is for IPv6. */
function familiesOf(label: string, one: (key: string) => string | undefined): readonly Family[] {
  const isIpv6 = /^ipv6@/.test(label) || /v6|6\.|dns64/.test(one("checkip-server") ?? "");
  return isIpv6 ? ["ipv6"] : one("allow-ipv6") === "true" ? ["ipv4", "ipv6"] : ["ipv4"];
}

function sourceOf(one: (key: string) => string | undefined, notes: Set<string>): readonly string[] | null {
  const command = one("checkip-command");
  if (command) return [commandSource(command)];
  const iface = one("iface");
  if (iface) return [`interface:${iface}`];
  const server = one("checkip-server");
  if (!server || server === "default") return null;
  const scheme = one("checkip-ssl") === "false" ? "http://" : "https://";
  const source = webSource(`${scheme}${server}${one("checkip-path") ?? ""}`, notes);
  return source === null ? null : [source, "auto"];
}

const known = new Set(
  (
    "period username password hostname alias ddns-server ddns-path ddns-response iface allow-ipv6 checkip-command checkip-server checkip-path " +
    "checkip-ssl ssl ttl cache-dir verify-address broken-rtc startup-delay loglevel append-myip"
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
