import { toAsciiName } from "../ascii-name.ts";
import { NotFoundError } from "../errors.ts";
import type { Gigahost } from "../gigahost.ts";
import type { CallOptions } from "../gigahost-options.ts";

/** The zone that a name belongs to. */
export interface FoundZone {
  readonly zoneId: string;
  /** ASCII (punycode), lower case. */
  readonly zoneName: string;
  /** The name within it, `@` for the zone itself. */
  readonly recordName: string;
}

/** Finds the zone of a full name: the account's zone with the longest matching suffix. Rejects with a NotFoundError. */
export async function findZone(gigahost: Gigahost, name: string, options: CallOptions = {}): Promise<FoundZone> {
  const zones = await gigahost.dns.listZones({}, options);
  const found = longestSuffix(
    name,
    zones.map((zone) => ({ zoneId: String(zone.zone_id), zoneName: String(zone.zone_name) })),
  );
  if (found) return found;
  throw new NotFoundError({
    operation: "dns.listZones",
    what: `no zone of this account holds ${name}`,
    whatToDo: "Check the name; an API key that is limited to zones sees only those",
  });
}

/** The zone whose name is the longest suffix of the name; null where none is. */
export function longestSuffix(
  name: string,
  zones: readonly { readonly zoneId: string; readonly zoneName: string }[],
): FoundZone | null {
  const ascii = toAsciiName(name);
  const [longest] = zones
    .map(({ zoneId, zoneName }) => ({ zoneId, zoneName: toAsciiName(zoneName) }))
    .filter(({ zoneName }) => zoneName !== "" && (ascii === zoneName || ascii.endsWith(`.${zoneName}`)))
    .sort((a, b) => b.zoneName.length - a.zoneName.length);
  return longest ? { ...longest, recordName: relativeName(ascii, longest.zoneName) } : null;
}

/** `home.example.no` in `example.no` is `home`; the zone itself is `@`. */
export function relativeName(fullName: string, zoneName: string): string {
  return fullName === zoneName ? "@" : fullName.slice(0, -zoneName.length - 1);
}
