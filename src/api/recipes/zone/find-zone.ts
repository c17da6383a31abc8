import { AnswerError, NotFoundError } from "../../errors.ts";
import type { Gigahost } from "../../gigahost.ts";
import type { CallOptions } from "../../gigahost-options.ts";
import { toAsciiName } from "../../values/ascii-name.ts";

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
  const found = longestSuffix(name, zones.map(toNamedZone));
  if (found) return found;
  throw new NotFoundError({
    operation: "dns.listZones",
    what: `no zone of this account contains ${name}`,
    whatToDo: "Check the name; an API key that is limited to zones sees only those",
  });
}

/** A listed zone by its id and name; a zone without a name can't be trusted to be the right one. */
export function toNamedZone({ zone_id, zone_name }: { readonly zone_id: unknown; readonly zone_name: unknown }): {
  readonly zoneId: string;
  readonly zoneName: string;
} {
  if (typeof zone_name === "string" && zone_name !== "") return { zoneId: String(zone_id), zoneName: zone_name };
  throw new AnswerError({ operation: "dns.listZones", what: "a zone of the list has no zone_name", status: 200 });
}

/** The zone whose name is the longest suffix of the name; null if none is. */
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
