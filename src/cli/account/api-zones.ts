import { NotFoundError } from "../../api/errors.ts";
import type { Gigahost } from "../../api/gigahost.ts";
import type { CallOptions } from "../../api/gigahost-options.ts";
import { toNamedZone } from "../../api/recipes/zone/find-zone.ts";
import { toAsciiName } from "../../api/values/ascii-name.ts";
import { displayHostname } from "../../model/hostname.ts";
import { findNearestWord } from "../../model/nearest-word.ts";

/** A zone as the API lists it, without its transfer code. */
export interface ListedZone {
  readonly zone_id: string | number;
  /** Punycode. */
  readonly zone_name: string;
  readonly [field: string]: unknown;
}

/** The account's zones. Their transfer codes stay out: they are secrets that nobody asked for. */
export async function listZones(gigahost: Gigahost, options: CallOptions): Promise<readonly ListedZone[]> {
  const zones = await gigahost.dns.listZones({}, options);
  return zones.map(({ domain_auth_info: _secret, ...zone }) => ({ ...zone, zone_name: toNamedZone(zone).zoneName }));
}

/** The zone of a name (in any case, with other letters or in punycode) or of an id. Throws a NotFoundError. */
export function pickZone(zones: readonly ListedZone[], named: string): ListedZone {
  const name = toAsciiName(named.trim());
  const found =
    zones.find((zone) => toAsciiName(zone.zone_name) === name) ?? zones.find((zone) => String(zone.zone_id) === named);
  if (found) return found;
  const near = findNearestWord(
    name,
    zones.map((zone) => zone.zone_name),
  );
  throw new NotFoundError({
    operation: "dns.listZones",
    what: `this account has no zone ${named}`,
    whatToDo: `${near === null ? "" : `Did you mean ${displayHostname(near)}? `}\`gigahost-ddns zone list\` shows those it has; an API key that is limited to zones sees only those`,
  });
}

/** Both of it: `pickZone` from the list as it is now. */
export async function findNamedZone(gigahost: Gigahost, named: string, options: CallOptions): Promise<ListedZone> {
  return pickZone(await listZones(gigahost, options), named);
}
