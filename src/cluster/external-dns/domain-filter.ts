import { toAsciiName } from "../../api/values/ascii-name.ts";

/**
 * The names that external-dns may be responsible for: the account's zones, narrowed to what `--domain-filter` names. An
 * entry `example.no` means the name and all below it, `.example.no` only those below. Empty if nothing is left.
 */
export function intersectFilters(zoneNames: readonly string[], filters: readonly string[]): readonly string[] {
  if (filters.length === 0) return zoneNames;
  const found = filters.flatMap((written) => {
    const filter = toAsciiName(written.trim());
    const name = filter.replace(/^\./, "");
    const isInZone = zoneNames.some((zone) => name === zone || name.endsWith(`.${zone}`));
    return isInZone ? [filter] : zoneNames.filter((zone) => zone.endsWith(`.${name}`));
  });
  return [...new Set(found)];
}

/** Whether a name is one of those; no filter at all lets every name through. */
export function matchesFilters(name: string, filters: readonly string[]): boolean {
  if (filters.length === 0) return true;
  const ascii = toAsciiName(name);
  return filters.some((written) => {
    const filter = toAsciiName(written.trim());
    return ascii.endsWith(filter.startsWith(".") ? filter : `.${filter}`) || ascii === filter;
  });
}
