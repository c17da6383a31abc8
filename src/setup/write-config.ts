import { parseHostname } from "../model/hostname.ts";
import type { Imported, ImportedName } from "./imported.ts";
import { describeEvery } from "./schedule.ts";

/** Where the secrets are to stand, and how the account says so. */
export interface SecretPlaces {
  readonly apiKeyFile: string;
  readonly passwordFile: string;
  readonly notifyFile: (index: number) => string;
  readonly heartbeatFile: (index: number) => string;
  /** Null: the usual one. */
  readonly stateDir: string | null;
}

/** The configuration as a file, with comments on what was not carried over. It contains no secret. */
export function writeImported(imported: Imported, from: string, places: SecretPlaces): string {
  const { taken, left } = chooseNames(imported.names);
  const families = (["ipv4", "ipv6"] as const).map((family) => ({
    family,
    isWanted: taken.some((name) => name.families.includes(family)),
  }));
  const sections = [
    `# Made from ${from}. \`gigahost-ddns config check\` checks it, \`gigahost-ddns once --dry-run\` shows what it would do.`,
    ...left.map(({ name, provider }) => `# Not at Gigahost: ${comment(name)} (${comment(provider)})`),
    ...imported.notes.map((note) => `# Not carried over: ${comment(note)}`),
    "",
    ...writeAccount(imported, places),
    "",
    "hostnames:",
    ...taken.map((name) => `  - ${writeName(name, families)}`),
    "",
    ...families.flatMap(({ family, isWanted }) => writeFamily(family, isWanted, imported.sources[family])),
    ...writeSchedule(imported),
    ...writeTtl(taken),
    ...(places.stateDir === null ? [] : [`state_dir: ${quote(places.stateDir)}`]),
    ...writeList(
      "notify",
      imported.notify.map((_, index) => places.notifyFile(index)),
    ),
    ...writeList(
      "heartbeat",
      imported.heartbeats.map((_, index) => places.heartbeatFile(index)),
    ),
  ];
  return `${sections.join("\n")}\n`;
}

/** Where several providers are served, Gigahost's names; where none is, all: people come from elsewhere. */
export function chooseNames(names: readonly ImportedName[]): {
  readonly taken: readonly ImportedName[];
  readonly left: readonly ImportedName[];
} {
  const usable = names.filter(({ name }) => parseHostname(name).ok);
  const distinct = [...new Map(usable.map((name) => [name.name.toLowerCase(), name])).values()];
  const own = distinct.filter(({ atGigahost }) => atGigahost === true);
  if (own.length === 0) return { taken: distinct, left: [] };
  return { taken: own, left: distinct.filter((name) => !own.includes(name)) };
}

const comment = (text: string) => text.replace(/\s+/g, " ");
/** JSON's quotes are YAML's as well. */
const quote = (text: string) => (/^[\w./~-]+$/.test(text) && !/^[\d.-]/.test(text) ? text : JSON.stringify(text));

function writeAccount({ credential }: Imported, { apiKeyFile, passwordFile }: SecretPlaces): string[] {
  if (credential === null)
    return [
      "account:",
      "  # Create an API key at Gigahost, limited to DNS and to the zones it needs, and write it into this file:",
      `  api_key_file: ${quote(apiKeyFile)}`,
    ];
  return [
    "account:",
    "  # Better: an API key limited to DNS and to the zones it needs, with api_key_file.",
    `  username: ${quote(credential.username)}`,
    `  password_file: ${quote(passwordFile)}`,
  ];
}

function writeName(
  { name, families, suffix }: ImportedName,
  wanted: readonly { readonly family: "ipv4" | "ipv6"; readonly isWanted: boolean }[],
): string {
  const hostname = displayName(name);
  const off = wanted
    .filter(({ family, isWanted }) => isWanted && !families.includes(family))
    .map(({ family }) => `${family}: false`);
  if (suffix !== null) {
    const ipv6 = `ipv6: { suffix: ${JSON.stringify(suffix.suffix)}, prefix_length: ${suffix.prefixLength} }`;
    return `{ ${[`name: ${hostname}`, ...off, ipv6].join(", ")} }`;
  }
  return off.length === 0 ? hostname : `{ ${[`name: ${hostname}`, ...off].join(", ")} }`;
}

/** A wildcard begins with what YAML takes for an alias. */
function displayName(name: string): string {
  const parsed = parseHostname(name);
  const hostname = parsed.ok ? parsed.hostname : name;
  return hostname.startsWith("*") ? JSON.stringify(hostname) : hostname;
}

function writeFamily(family: "ipv4" | "ipv6", isWanted: boolean, sources: readonly string[] | null): string[] {
  if (!isWanted) return [`${family}: false`];
  return sources === null
    ? []
    : [`${family}: { sources: [${sources.map((source) => JSON.stringify(source)).join(", ")}] }`];
}

function writeSchedule({ everySeconds, cron }: Imported): string[] {
  if (cron !== null) return [`schedule: ${JSON.stringify(cron)}`];
  const described = everySeconds === null ? null : describeEvery(everySeconds);
  if (described === null) return [];
  return [`schedule: ${JSON.stringify(described)} # auto looks every 30 seconds, with no more requests to Gigahost`];
}

function writeTtl(names: readonly ImportedName[]): string[] {
  const ttl = names.find(({ ttlSeconds }) => ttlSeconds !== null)?.ttlSeconds;
  return ttl === null || ttl === undefined ? [] : [`ttl: ${Math.min(ttl, 604_800)} # used by the records API only`];
}

function writeList(key: string, files: readonly string[]): string[] {
  return files.length === 0 ? [] : [`${key}:`, ...files.map((file) => `  - { url_file: ${quote(file)} }`)];
}
