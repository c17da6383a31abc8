import { parseAddress } from "../../model/address.ts";
import { suffixOfMac } from "../../model/addresses/mac-suffix.ts";
import type { Family } from "../../model/family.ts";
import type { Ipv6Suffix } from "../../model/wanted.ts";
import { type Dialect, type Imported, type ImportedName, nothingImported } from "../imported.ts";
import { readVariables, type Variables } from "./favonia-variables.ts";
import { readSeconds, readTtl, webSource } from "./words.ts";

/** favonia's cloudflare-ddns: its variables, in an `.env` or a compose file. */
export const favonia: Dialect = {
  name: "favonia",
  usualFile: "compose.yaml or .env",
  read: async (text) => {
    const imported = (await readVariables(text)).map(importVariables);
    const [first] = imported;
    const names = imported.flatMap((each) => each.names);
    if (first === undefined || names.length === 0)
      return { ok: false, reason: "neither DOMAINS nor IP4_DOMAINS nor IP6_DOMAINS is set in it" };
    const listed = (key: "notify" | "heartbeats" | "notes") => [...new Set(imported.flatMap((each) => each[key]))];
    return {
      ok: true,
      imported: { ...first, names, notify: listed("notify"), heartbeats: listed("heartbeats"), notes: listed("notes") },
    };
  },
};

function importVariables(variables: Variables): Imported {
  const notes = new Set<string>();
  const names = describeNames(variables, notes);
  for (const name of variables.keys()) if (!known.has(name)) notes.add(advice[name] ?? `${name}: no equivalent here`);
  const listed = (name: string) => (variables.get(name) ?? "").split(/\s+/).filter(Boolean);
  return {
    ...nothingImported,
    names,
    ...readCron(variables.get("UPDATE_CRON")?.trim() ?? "", notes),
    notify: listed("SHOUTRRR"),
    heartbeats: [...listed("HEALTHCHECKS"), ...listed("UPTIMEKUMA")],
    notes: [...notes],
  };
}

const moments: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
};

function readCron(written: string, notes: Set<string>): Pick<Imported, "everySeconds" | "cron"> {
  const cron = written.replace(/^(?:CRON_)?TZ=\S+\s+/, "");
  if (cron !== written) notes.add(`UPDATE_CRON=${written}: the time zone; TZ sets it for the whole program`);
  const every = /^@every\s+(\S+)$/.exec(cron)?.[1];
  if (every !== undefined) return { everySeconds: readSeconds(every), cron: null };
  if (moments[cron] !== undefined) return { everySeconds: null, cron: moments[cron] };
  if (cron.startsWith("@")) notes.add(`UPDATE_CRON=${cron}: \`gigahost-ddns once\` does a single round`);
  return { everySeconds: null, cron: cron === "" || cron.startsWith("@") ? null : cron };
}

function describeNames(variables: Variables, notes: Set<string>): ImportedName[] {
  const sources = {
    ipv4: sourceOf(variables, "IP4_PROVIDER", notes),
    ipv6: sourceOf(variables, "IP6_PROVIDER", notes),
  };
  const isOff = (family: Family) => variables.get(family === "ipv4" ? "IP4_PROVIDER" : "IP6_PROVIDER") === "none";
  const lists: readonly (readonly [key: string, families: readonly Family[]])[] = [
    ["DOMAINS", ["ipv4", "ipv6"]],
    ["IP4_DOMAINS", ["ipv4"]],
    ["IP6_DOMAINS", ["ipv6"]],
  ];
  const prefixLength = Number(variables.get("IP6_DEFAULT_PREFIX_LEN") ?? 64);
  return lists.flatMap(([key, families]) => {
    const wanted = families.filter((family) => !isOff(family));
    if (wanted.length === 0) return [];
    return splitDomains(variables.get(key)).map(({ name, hostId }) => ({
      name,
      families: wanted,
      suffix: readHostId(name, hostId, prefixLength, notes),
      ttlSeconds: readTtl(variables.get("TTL")),
      atGigahost: null,
      provider: "cloudflare",
      sources,
      credential: null,
    }));
  });
}

/** `a.example.org, nas.example.org{hostid6=[::1,mac(00-11-22-33-44-55)]}`. */
function splitDomains(text = ""): readonly { readonly name: string; readonly hostId: string | null }[] {
  return [...text.matchAll(/(\$\{[^}]*\}|[^\s,{]+)\s*(?:\{([^}]*)\})?/g)].map(([, name = "", fields]) => ({
    name: name.replace(/\.$/, ""),
    hostId: fields === undefined ? null : fields.slice(fields.indexOf("=") + 1).trim(),
  }));
}

/** Null: the address as it is found. */
function readHostId(name: string, hostId: string | null, prefixLength: number, notes: Set<string>): Ipv6Suffix | null {
  if (hostId === null || hostId === "preserve") return null;
  const [first = "", ...further] = hostId.replace(/^\[|\]$/g, "").split(",");
  if (further.length > 0) notes.add(`hostid6 of ${name}: a hostname has one IPv6 address here; the first is used`);
  const mac = /^mac\(([^)]*)\)$/i.exec(first.trim())?.[1];
  if (mac !== undefined) {
    const read = suffixOfMac(mac);
    if (read.ok) return { suffix: read.suffix, prefixLength: 64 };
  }
  const address = parseAddress(first);
  if (address?.family === "ipv6" && prefixLength >= 1 && prefixLength <= 127)
    return { suffix: address.text, prefixLength };
  notes.add(`hostid6 of ${name}: ${hostId}`);
  return null;
}

function sourceOf(variables: Variables, key: string, notes: Set<string>): readonly string[] | null {
  const provider = variables.get(key) ?? "";
  const [kind = "", ...rest] = provider.split(":");
  const value = rest.join(":");
  switch (kind) {
    case "":
    case "none":
      return null;
    case "url":
    case "url.via4":
    case "url.via6": {
      if (kind !== "url" && !key.startsWith(`IP${kind.at(-1)}`))
        notes.add(`${key}=${kind}: a source is asked over the family whose address is looked for`);
      const source = webSource(value, notes);
      return source === null ? null : [source, "auto"];
    }
    case "cloudflare.trace":
      return ["https://api.cloudflare.com/cdn-cgi/trace", "auto"];
    case "cloudflare.doh":
      return ["dns:cloudflare", "auto"];
    case "local.iface":
      return [`interface:${value}`];
    case "local":
      return ["interface:"];
    case "static":
      return [readStatic(key, value, notes)];
    case "file":
      return [`file:${value}`];
    default:
      notes.add(`${key}=${kind}: auto replaces it`);
      return null;
  }
}

function readStatic(key: string, value: string, notes: Set<string>): string {
  const [first = "", ...further] = value.split(",");
  if (further.length > 0) notes.add(`${key}: a hostname has one address of a family here; the first is used`);
  return `static:${first.replace(/\/\d+$/, "").trim()}`;
}

const known = new Set(
  (
    "DOMAINS IP4_DOMAINS IP6_DOMAINS IP4_PROVIDER IP6_PROVIDER UPDATE_CRON TTL SHOUTRRR HEALTHCHECKS UPTIMEKUMA CLOUDFLARE_API_TOKEN " +
    "CLOUDFLARE_API_TOKEN_FILE CF_API_TOKEN CF_API_TOKEN_FILE TZ EMOJI QUIET PUID PGID IP4_DEFAULT_PREFIX_LEN IP6_DEFAULT_PREFIX_LEN"
  ).split(" "),
);
const filter = (family: Family) => `only and never, networks under ${family}, say which addresses are published`;
const advice: Readonly<Record<string, string>> = {
  PROXIED: "PROXIED: Gigahost has no proxy servers",
  DELETE_ON_STOP:
    "DELETE_ON_STOP: records stay when the daemon stops; when_lost: delete deletes those of a family that has been lost for 24 hours",
  UPDATE_ON_START: "UPDATE_ON_START: a round is done at every start",
  RECORD_COMMENT: "RECORD_COMMENT: records at Gigahost have no comments",
  CACHE_EXPIRATION: "CACHE_EXPIRATION: verify says how often records are checked",
  DETECTION_TIMEOUT: "DETECTION_TIMEOUT: a source has 5 seconds to answer",
  UPDATE_TIMEOUT: "UPDATE_TIMEOUT: requests have their own time limits",
  IP4_DETECTION_FILTER: `IP4_DETECTION_FILTER: ${filter("ipv4")}`,
  IP6_DETECTION_FILTER: `IP6_DETECTION_FILTER: ${filter("ipv6")}`,
  WAF_LISTS: "WAF_LISTS: Gigahost has no such lists",
};
