import { countIndependentSources } from "../detect/count-independent-sources.ts";
import { hideUriSecrets } from "../detect/uri/hide-uri-secrets.ts";
import type { Family } from "../model/family.ts";
import { displayHostname } from "../model/hostname.ts";
import type { WantedName } from "../model/wanted.ts";
import type { Config, FamilyConfig, UplinkConfig } from "./config.ts";
import type { Origins } from "./load-config.ts";
import { writeDuration } from "./values/duration.ts";

/** One value of the effective configuration, as the file would have it. */
export interface DescribedValue {
  readonly key: string;
  /** Secrets are masked. */
  readonly value: unknown;
  /** `config.yaml:12`, the name of a variable, a flag or a systemd credential, or `default`. */
  readonly origin: string;
}

export const mask = "********";

/** The effective configuration, key by key, secrets masked, each value with where it came from. */
export function describeConfig(config: Config, origins: Origins): DescribedValue[] {
  const values: [key: string, value: unknown][] = [
    ...describeAccount(config),
    ...config.hostnames.map((wanted, index): [string, unknown] => [`hostnames[${index}]`, describeName(wanted)]),
    ...Object.values(config.uplinks).flatMap((uplink) => describeUplink(uplink, origins)),
    ["schedule", config.schedule],
    ["watch", config.watch],
    ["engine", config.engine],
    ["ttl", config.ttl],
    ["verify.every", config.verifyEveryMs === null ? false : writeDuration(config.verifyEveryMs)],
    ["when_lost", config.whenLost],
    ["max_updates_per_hour", config.maxUpdatesPerHour],
    ["allow_non_public", config.allowNonPublic],
    ["state_dir", config.stateDir],
    ...describeHttp(config),
    ...config.notify.flatMap(({ on }, index): [string, unknown][] => [
      [`notify[${index}].url`, mask],
      [`notify[${index}].on`, on],
    ]),
    ["heartbeat", config.heartbeat === null ? null : mask],
    ["log.level", config.log.level],
    ["log.format", config.log.format],
  ];
  return values.map(([key, value]) => ({ key, value, origin: findOrigin(origins, key) }));
}

function describeAccount({ account }: Config): [string, unknown][] {
  const { credential, baseUrl, proxy } = account;
  const urls: [string, unknown][] = [
    ["account.base_url", baseUrl],
    ["account.proxy", proxy && hideUriSecrets(proxy)],
  ];
  if (credential === null) return [["account.api_key", null], ...urls];
  if (credential.kind === "api-key") return [["account.api_key", mask], ...urls];
  return [["account.username", credential.username], ["account.password", mask], ...urls];
}

function describeName({ hostname, uplink, families, suffix }: WantedName): unknown {
  return {
    name: displayHostname(hostname),
    ipv4: families.includes("ipv4"),
    ipv6: suffix === null ? families.includes("ipv6") : { suffix: suffix.suffix, prefix_length: suffix.prefixLength },
    uplink,
  };
}

function describeUplink({ name, interfaceName, ipv4, ipv6 }: UplinkConfig, origins: Origins): [string, unknown][] {
  const isInner = (family: string) => name !== "default" || origins.has(`uplinks.default.${family}`);
  const keyOf = (family: string) => (isInner(family) ? `uplinks.${name}.${family}` : family);
  return [
    ...(name !== "default" || interfaceName !== null
      ? [[`uplinks.${name}.interface`, interfaceName] as [string, unknown]] // the spread loses the tuple's type
      : []),
    ...describeFamily(keyOf("ipv4"), "ipv4", ipv4),
    [`${keyOf("ipv4")}.behind_nat`, ipv4.behindNat],
    ...describeFamily(keyOf("ipv6"), "ipv6", ipv6),
  ];
}

function describeFamily(
  key: string,
  family: Family,
  { enabled, sources, confirm, only, never }: FamilyConfig,
): [string, unknown][] {
  return [
    [`${key}.enabled`, enabled],
    [`${key}.sources`, sources.map(hideUriSecrets)],
    [`${key}.confirm`, confirm ?? effectiveConfirm(family, sources)],
    [`${key}.only`, only.map(({ text }) => text)],
    [`${key}.never`, never.map(({ text }) => text)],
  ];
}

/** What counts where none is set; null where no source can name an address of the family. */
function effectiveConfirm(family: Family, sources: readonly string[]): number | null {
  return Math.min(2, countIndependentSources(sources, family)) || null;
}

function describeHttp({ http }: Config): [string, unknown][] {
  if (http === null) return [["http", false]];
  const host = http.host.includes(":") ? `[${http.host}]` : http.host;
  return [
    ["http.listen", `${host}:${http.port}`],
    ["http.token_file", http.tokenFile],
    ["http.hosts", http.hosts],
    ["http.public", http.public],
  ];
}

/** What stands for more than its own key (`verify: false`, a list of the environment's) comes from where that was given. */
function findOrigin(origins: Origins, key: string): string {
  const outer = /^(verify|hostnames|notify)\b/.exec(key)?.[0] ?? key;
  const secret = key.endsWith(".url") || key === "heartbeat" ? `${key}_file` : key;
  return origins.get(key) ?? origins.get(secret) ?? (outer === key ? undefined : origins.get(outer)) ?? "default";
}
