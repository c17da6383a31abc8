import { parseAddress } from "../../model/address.ts";
import type { Family } from "../../model/family.ts";
import type { Credential } from "../../model/settings/credential.ts";
import type { Ipv6Suffix } from "../../model/wanted.ts";
import { type Dialect, type ImportedName, nothingImported } from "../imported.ts";
import { readCredential } from "../read-credential.ts";
import { isGigahost, readTtl } from "./words.ts";

/** ddns-updater's `config.json`. */
export const ddnsUpdater: Dialect = {
  name: "ddns-updater",
  usualFile: "data/config.json",
  read: async (text) => {
    const entries = parse(text);
    if (entries === null) return { ok: false, reason: 'it is not JSON with a list "settings"' };
    const names = entries.flatMap(describeEntry);
    if (names.length === 0) return { ok: false, reason: "no entry of it has a domain" };
    return { ok: true, imported: { ...nothingImported, names, notes: [...new Set(entries.flatMap(noteEntry))] } };
  },
};

type DdnsUpdaterEntry = Readonly<Record<string, unknown>>;

function parse(text: string): readonly DdnsUpdaterEntry[] | null {
  try {
    const { settings } = JSON.parse(text) as { readonly settings?: unknown }; // what it is, is looked at
    return Array.isArray(settings)
      ? settings.filter((entry): entry is DdnsUpdaterEntry => typeof entry === "object" && entry !== null)
      : null;
  } catch {
    return null;
  }
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");

/** `domain` with `host` (several, with commas; `@` is the domain), or the whole name in `domain`. */
function describeEntry(entry: DdnsUpdaterEntry): ImportedName[] {
  const domain = textOf(entry.domain);
  if (domain === "") return [];
  const hosts = textOf(entry.host || entry.owner) || "@";
  const provider = textOf(entry.provider);
  // The provider "custom" has the address of its server, and may hold the credential there.
  const url = URL.canParse(textOf(entry.url)) ? new URL(textOf(entry.url)) : null;
  const atGigahost = isGigahost(`${provider} ${url?.hostname ?? ""}`);
  const suffix = readSuffix(textOf(entry.ipv6_suffix));
  const families = familiesOf(textOf(entry.ip_version));
  const domains = domain.split(",").map((each) => each.trim());
  return domains.flatMap((each) =>
    hosts.split(",").map((host) => ({
      name: host.trim() === "@" ? each : `${host.trim()}.${each}`,
      families,
      suffix: families.includes("ipv6") ? suffix : null,
      ttlSeconds: readTtl(entry.ttl),
      atGigahost,
      provider: url?.hostname ?? provider,
      sources: { ipv4: null, ipv6: null },
      credential: atGigahost ? credentialOf(entry, url) : null,
    })),
  );
}

function credentialOf(entry: DdnsUpdaterEntry, url: URL | null): Credential | null {
  return readCredential({
    apiKey: textOf(entry.apikey) || textOf(entry.api_key),
    username: textOf(entry.email) || textOf(entry.username) || decodePart(url?.username ?? ""),
    password: textOf(entry.password) || decodePart(url?.password ?? ""),
  });
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** `ipv4 or ipv6`, its default, is whichever it finds: both are kept here. */
function familiesOf(written: string): readonly Family[] {
  return written === "ipv4" || written === "ipv6" ? [written] : ["ipv4", "ipv6"];
}

/** `0:0:0:0:72ad:8fbb:a54e:bedd/64`. */
function readSuffix(written: string): Ipv6Suffix | null {
  const [text = "", length = "64"] = written.split("/");
  const address = parseAddress(text);
  const prefixLength = Number(length);
  if (address?.family !== "ipv6" || !(prefixLength >= 1 && prefixLength <= 127)) return null;
  return address.bytes.every((byte) => byte === 0) ? null : { suffix: address.text, prefixLength };
}

const known = new Set(
  (
    "provider domain host owner ip_version ipv6_suffix ttl username password token key secret apikey api_key email zone_identifier " +
    "url ipv4key ipv6key success_regex"
  ).split(" "),
);
const advice: Readonly<Record<string, string>> = {
  proxied: "proxied: Gigahost has no proxy servers",
  provider_ip: "provider_ip: this program always finds the address itself",
  delay: "delay: the schedule says how often to look",
};

function noteEntry(entry: DdnsUpdaterEntry): readonly string[] {
  const keys = Object.keys(entry).filter((key) => !known.has(key));
  const nameless = textOf(entry.domain) === "" ? [`an entry without a domain (${textOf(entry.provider)})`] : [];
  return [...nameless, ...keys.map((key) => advice[key] ?? `${key}: no equivalent here`)];
}
