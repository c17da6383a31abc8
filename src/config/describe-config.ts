import type { Config } from "./config.ts";
import type { Origins } from "./findings.ts";
import { configRows, type Settable } from "./rows/config-rows.ts";
import { showRows } from "./rows/row.ts";

/** One value of the effective configuration, as the file would have it. */
export interface DescribedValue {
  readonly key: string;
  /** Secrets are masked. */
  readonly value: unknown;
  /** `config.yaml:12`, the name of a variable, a flag or a systemd credential, or `default`. */
  readonly origin: string;
}

/** The effective configuration, key by key, secrets masked, each value with where it came from. */
export function describeConfig(config: Config, origins: Origins): DescribedValue[] {
  const shown = Object.entries(showRows<Settable>(configRows, config, origins));
  return shown.map(([key, value]) => ({ key, value, origin: findOrigin(origins, key) }));
}

/** What stands for more than its own key (`verify: false`, a list of the environment's) comes from where that was given. */
function findOrigin(origins: Origins, key: string): string {
  const outer = /^(verify|hostnames|notify)\b/.exec(key)?.[0] ?? key;
  const secret = key.endsWith(".url") || key === "heartbeat" ? `${key}_file` : key;
  return origins.get(key) ?? origins.get(secret) ?? (outer === key ? undefined : origins.get(outer)) ?? "default";
}
