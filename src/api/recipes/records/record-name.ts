import { InputError } from "../../errors.ts";
import type { Gigahost } from "../../gigahost.ts";
import type { CallOptions } from "../../gigahost-options.ts";
import { toAsciiName } from "../../values/ascii-name.ts";
import { relativeName } from "../zone/find-zone.ts";

/**
 * The name of records within their zone: `@` or relative, or full with its final dot. One without that dot that ends with
 * the zone's name is refused, since it could mean either; so is an empty one. Throws an InputError.
 */
export async function resolveRecordName(
  gigahost: Gigahost,
  zoneId: string | number,
  written: string,
  { operation, ...options }: CallOptions & { readonly operation: string },
): Promise<string> {
  const name = toAsciiName(written.trim());
  if (name === "") throw new InputError(operation, ["name must not be empty; `@` is the zone itself"]);
  // Only a name with a dot can be a full name, so the others need no request.
  if (!written.includes(".")) return name;
  const zones = await gigahost.dns.listZones({}, options);
  const zone = zones.find((each) => String(each.zone_id) === String(zoneId));
  if (!zone) return name;
  const zoneName = toAsciiName(String(zone.zone_name));
  const isInside = name === zoneName || name.endsWith(`.${zoneName}`);
  if (written.trim().endsWith(".")) {
    if (isInside) return relativeName(name, zoneName);
    throw new InputError(operation, [`name ${written} is not in the zone ${zoneName}`]);
  }
  if (!isInside) return name;
  const full = `${name}.`;
  throw new InputError(operation, [
    `name "${written}" is ambiguous in the zone ${zoneName}: write ${relativeName(name, zoneName)} or ${full}`,
  ]);
}
