import type { Family } from "../../model/family.ts";
import { type Dialect, type Imported, type ImportedName, nothingImported } from "../imported.ts";
import { readSeconds, webSource } from "./words.ts";

/** favonia's cloudflare-ddns: its variables, in an `.env` or a compose file. */
export const favonia: Dialect = {
  name: "favonia",
  usualFile: "compose.yaml or .env",
  read: async (text) => {
    const variables = readEnv(text) ?? (await readCompose(text));
    const names = describeNames(variables);
    if (names.length === 0)
      return { ok: false, reason: "neither DOMAINS nor IP4_DOMAINS nor IP6_DOMAINS is set in it" };
    return { ok: true, imported: importVariables(variables, names) };
  },
};

type Variables = ReadonlyMap<string, string>;

/** Null where it is not a list of variables. */
function readEnv(text: string): Variables | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  const variables = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf("=");
    const name = line
      .slice(0, Math.max(0, at))
      .trim()
      .replace(/^export /, "")
      .trim();
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return null;
    variables.set(name, unquote(line.slice(at + 1).trim()));
  }
  return variables.size === 0 ? null : variables;
}

function unquote(value: string): string {
  const quote = value[0] ?? "";
  const end = quote === '"' || quote === "'" ? value.lastIndexOf(quote) : 0;
  if (end > 0) return value.slice(1, end);
  const comment = value.indexOf(" #");
  return (comment < 0 ? value : value.slice(0, comment)).trim();
}

/** The environment of every service, as a map or a list. */
async function readCompose(text: string): Promise<Variables> {
  const { parse } = await import("yaml");
  let document: unknown;
  try {
    document = parse(text, { maxAliasCount: 100 });
  } catch {
    return new Map();
  }
  const services = Object.values((document as { services?: object } | null)?.services ?? {});
  const variables = new Map<string, string>();
  for (const service of services) {
    const environment: unknown = (service as { environment?: unknown } | null)?.environment; // a service may be anything
    const pairs = Array.isArray(environment)
      ? environment.map((entry) => /^([^=]+)=([\s\S]*)$/.exec(String(entry))?.slice(1) ?? [])
      : Object.entries(environment ?? {});
    for (const [key, value] of pairs) if (key) variables.set(String(key), String(value ?? ""));
  }
  return variables;
}

/** A domain's own settings (`host{ip6hostid=…}`) and templates stand for nothing here. */
const splitNames = (text = "") =>
  text
    .split(/[\s,]+/)
    .map((name) => (name.split("{")[0] ?? "").replace(/\.$/, ""))
    .filter((name) => name.includes("."));

function describeNames(variables: Variables): ImportedName[] {
  const off = (family: Family) => variables.get(family === "ipv4" ? "IP4_PROVIDER" : "IP6_PROVIDER") === "none";
  const wanted = new Map<string, Set<Family>>();
  const add = (names: readonly string[], families: readonly Family[]) => {
    for (const name of names)
      for (const family of families) if (!off(family)) wanted.set(name, (wanted.get(name) ?? new Set()).add(family));
  };
  add(splitNames(variables.get("DOMAINS")), ["ipv4", "ipv6"]);
  add(splitNames(variables.get("IP4_DOMAINS")), ["ipv4"]);
  add(splitNames(variables.get("IP6_DOMAINS")), ["ipv6"]);
  const ttl = Number(variables.get("TTL"));
  return [...wanted].map(([name, families]) => ({
    name,
    families: [...families],
    suffix: null,
    // 1 means "automatic" there.
    ttlSeconds: Number.isInteger(ttl) && ttl >= 30 ? ttl : null,
    atGigahost: null,
    provider: "cloudflare",
  }));
}

function importVariables(variables: Variables, names: readonly ImportedName[]): Imported {
  const notes = new Set<string>();
  const cron = variables.get("UPDATE_CRON") ?? "";
  const every = /^@every\s+(\S+)$/.exec(cron)?.[1];
  if (cron.startsWith("@") && every === undefined)
    notes.add(`UPDATE_CRON=${cron}: \`gigahost-ddns once\` does a single round`);
  for (const name of variables.keys()) if (!known.has(name)) notes.add(advice[name] ?? `${name}: no equivalent here`);
  const listed = (name: string) => (variables.get(name) ?? "").split(/\s+/).filter(Boolean);
  return {
    ...nothingImported,
    names,
    sources: { ipv4: sourceOf(variables, "IP4_PROVIDER", notes), ipv6: sourceOf(variables, "IP6_PROVIDER", notes) },
    everySeconds: every === undefined ? null : readSeconds(every),
    cron: cron !== "" && !cron.startsWith("@") ? cron : null,
    notify: listed("SHOUTRRR"),
    heartbeats: [...listed("HEALTHCHECKS"), ...listed("UPTIMEKUMA")],
    notes: [...notes],
  };
}

function sourceOf(variables: Variables, name: string, notes: Set<string>): readonly string[] | null {
  const provider = variables.get(name) ?? "";
  const [kind = "", ...rest] = provider.split(":");
  const value = rest.join(":");
  if (kind === "url" || kind === "url.via4" || kind === "url.via6") {
    const source = webSource(value);
    if (source === null) notes.add(`${name}=${provider}: auto replaces what is plain http`);
    return source === null ? null : [source, "auto"];
  }
  if (kind === "local.iface") return [`interface:${value}`];
  if (kind === "local") return ["interface:"];
  if (kind === "static") return value.split(",").map((address) => `static:${address.trim()}`);
  return kind === "file" ? [`file:${value}`] : null;
}

const known = new Set(
  (
    "DOMAINS IP4_DOMAINS IP6_DOMAINS IP4_PROVIDER IP6_PROVIDER UPDATE_CRON TTL SHOUTRRR HEALTHCHECKS UPTIMEKUMA CLOUDFLARE_API_TOKEN " +
    "CLOUDFLARE_API_TOKEN_FILE CF_API_TOKEN CF_API_TOKEN_FILE TZ EMOJI QUIET PUID PGID"
  ).split(" "),
);
const advice: Readonly<Record<string, string>> = {
  PROXIED: "PROXIED: Gigahost has no proxy servers",
  DELETE_ON_STOP:
    "DELETE_ON_STOP: records stay when the daemon stops; when_lost: delete deletes those of a family that has been lost for 24 hours",
  UPDATE_ON_START: "UPDATE_ON_START: a round is done at every start",
  RECORD_COMMENT: "RECORD_COMMENT: records at Gigahost have no comments",
  CACHE_EXPIRATION: "CACHE_EXPIRATION: verify says how often records are checked",
  DETECTION_TIMEOUT: "DETECTION_TIMEOUT: a source has 5 seconds to answer",
  UPDATE_TIMEOUT: "UPDATE_TIMEOUT: requests have their own time limits",
};
