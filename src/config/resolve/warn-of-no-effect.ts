import type { Config } from "../config.ts";
import type { Findings } from "../findings.ts";

/** Warns of every key that is set and changes nothing with the other keys there are. */
export function warnOfNoEffect(config: Config, { places, warnings }: Findings): void {
  if (config.engine === "dyndns" && places.has("ttl")) warnings.push("ttl has no effect with engine: dyndns");
  const used = new Set(config.hostnames.map(({ uplink }) => uplink));
  const clients = new Set(config.gateway?.clients.map(({ name }) => name));
  for (const name of Object.keys(config.uplinks)) {
    if (name !== "default" && !used.has(name) && !clients.has(name))
      warnings.push(`uplink ${name}: no hostname uses it`);
  }
}
