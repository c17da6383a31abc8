import type { Config } from "../config.ts";
import type { Findings } from "../findings.ts";

/** Warns of every key that is set and changes nothing: with these other keys, or in this version at all. */
export function warnOfNoEffect(config: Config, { places, warnings }: Findings): void {
  if (config.engine === "dyndns" && places.has("ttl")) warnings.push("ttl has no effect with engine: dyndns");
  const used = new Set(config.hostnames.map(({ uplink }) => uplink));
  const clients = new Set(config.gateway?.clients.map(({ name }) => name));
  for (const name of Object.keys(config.uplinks)) {
    if (name !== "default" && !used.has(name) && !clients.has(name))
      warnings.push(`uplink ${name}: no hostname uses it`);
  }
  for (const missing of listMissing(config)) warnings.push(`in this version ${missing}`);
}

/** What the contract of the file has, and the program not yet. */
function* listMissing({ http }: Config): Iterable<string> {
  if (http?.public.includes("metrics")) yield "metrics in http.public has no effect: there is no /metrics";
}
