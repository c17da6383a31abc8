import type { Family } from "../model/family.ts";
import { families } from "../model/family.ts";
import { parseHostname } from "../model/hostname.ts";
import { printable } from "../platform/printable.ts";
import type { AssignedName, PlannedUplink } from "./assign-uplinks.ts";
import type { ConfigImportPlan } from "./plan-import.ts";
import { writeText } from "./write-text.ts";

/** Where the secrets go, and how the account says so. */
export interface SecretPlaces {
  readonly apiKeyFile: string;
  readonly passwordFile: string;
  readonly notifyFile: (index: number) => string;
  readonly heartbeatFile: (index: number) => string;
  /** Null: the usual one. */
  readonly stateDir: string | null;
}

/** The configuration as a file, with comments on what was not carried over. It contains no secret. */
export function writeImported(plan: ConfigImportPlan, from: string, places: SecretPlaces): string {
  const [usual, ...others] = plan.uplinks;
  const sections = [
    `# Made from ${comment(from)}. \`gigahost-ddns config check\` checks it, \`gigahost-ddns once --dry-run\` shows what it would do.`,
    ...plan.remarks.map((remark) => `# ${comment(remark)}`),
    "",
    ...writeAccount(plan, places),
    "",
    "hostnames:",
    ...plan.names.map((name) => `  - ${writeName(name, plan.uplinks)}`),
    "",
    ...families.map((family) => writeFamily(family, usual)).filter((line) => line !== null),
    ...writeUplinks(others),
    ...writeSchedule(plan),
    ...(plan.ttlSeconds === null ? [] : [`ttl: ${plan.ttlSeconds} # used by the records API only`]),
    ...(places.stateDir === null ? [] : [`state_dir: ${writeText(places.stateDir)}`]),
    ...writeList(
      "notify",
      plan.notify.map((_, index) => places.notifyFile(index)),
    ),
    ...writeList(
      "heartbeat",
      plan.heartbeats.map((_, index) => places.heartbeatFile(index)),
    ),
  ];
  return `${sections.join("\n")}\n`;
}

/** Of a foreign file: on one line, and nothing that a terminal would obey. */
const comment = (text: string) => printable(text.replace(/\s+/g, " "));

function writeAccount({ credential }: ConfigImportPlan, { apiKeyFile, passwordFile }: SecretPlaces): string[] {
  if (credential?.kind === "password")
    return [
      "account:",
      "  # Better: an API key limited to DNS and to the zones it needs, with api_key_file.",
      `  username: ${writeText(credential.username)}`,
      `  password_file: ${writeText(passwordFile)}`,
    ];
  return [
    "account:",
    ...(credential === null
      ? ["  # Create an API key at Gigahost, limited to DNS and to the zones it needs, and write it into this file:"]
      : []),
    `  api_key_file: ${writeText(apiKeyFile)}`,
  ];
}

function writeName(
  { name, families: wanted, suffix, uplink: uplinkName }: AssignedName,
  uplinks: readonly PlannedUplink[],
): string {
  const hostname = displayName(name);
  const uplink = uplinks.find((each) => each.name === uplinkName);
  const off = families.filter((family) => uplink?.sources[family] !== undefined && !wanted.includes(family));
  const settings = [
    ...off.map((family) => `${family}: false`),
    ...(suffix === null
      ? []
      : [`ipv6: { suffix: ${JSON.stringify(suffix.suffix)}, prefix_length: ${suffix.prefixLength} }`]),
    ...(uplinkName === "default" ? [] : [`uplink: ${writeText(uplinkName)}`]),
  ];
  return settings.length === 0 ? hostname : `{ ${[`name: ${hostname}`, ...settings].join(", ")} }`;
}

/** A wildcard begins with what YAML takes for an alias. */
function displayName(name: string): string {
  const parsed = parseHostname(name);
  const hostname = parsed.ok ? parsed.hostname : name;
  return hostname.startsWith("*") ? JSON.stringify(hostname) : hostname;
}

/** Null: as it is without. */
function writeFamily(family: Family, uplink: PlannedUplink | undefined): string | null {
  const sources = uplink?.sources[family];
  if (sources === undefined) return `${family}: false`;
  return sources === null ? null : `${family}: { sources: [${sources.map(writeText).join(", ")}] }`;
}

function writeUplinks(uplinks: readonly PlannedUplink[]): string[] {
  if (uplinks.length === 0) return [];
  return [
    "uplinks:",
    ...uplinks.flatMap((uplink) => {
      const lines = families.map((family) => writeFamily(family, uplink)).filter((line) => line !== null);
      return lines.length === 0
        ? [`  ${uplink.name}: {}`]
        : [`  ${uplink.name}:`, ...lines.map((line) => `    ${line}`)];
    }),
  ];
}

function writeSchedule({ schedule, isInterval }: ConfigImportPlan): string[] {
  if (schedule === null) return [];
  const hint = isInterval ? " # auto looks every 30 seconds, with no more requests to Gigahost" : "";
  return [`schedule: ${JSON.stringify(schedule)}${hint}`];
}

function writeList(key: string, files: readonly string[]): string[] {
  return files.length === 0 ? [] : [`${key}:`, ...files.map((file) => `  - { url_file: ${writeText(file)} }`)];
}
