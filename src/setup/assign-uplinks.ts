import { type Family, families } from "../model/family.ts";
import type { ImportedName } from "./imported.ts";

/** A way out to the Internet, by where names have their addresses from. */
export interface PlannedUplink {
  readonly name: string;
  /** Source URIs of each family; null: `auto`; undefined: no name wants it. */
  readonly sources: Readonly<Record<Family, readonly string[] | null | undefined>>;
}

export interface AssignedName extends ImportedName {
  readonly uplink: string;
}

/** The first name's uplink is `default`; a name with other sources gets another uplink. */
export function assignUplinks(names: readonly ImportedName[]): {
  readonly names: readonly AssignedName[];
  readonly uplinks: readonly PlannedUplink[];
} {
  const uplinks: PlannedUplink[] = [];
  const planned = names.map((name): AssignedName => {
    const at = uplinks.findIndex((uplink) => fits(uplink, name));
    const known = uplinks[at] ?? {
      name: chooseUplinkName(name, uplinks),
      sources: { ipv4: undefined, ipv6: undefined },
    };
    const sourcesOf = (family: Family) =>
      name.families.includes(family) ? name.sources[family] : known.sources[family];
    const uplink = { ...known, sources: { ipv4: sourcesOf("ipv4"), ipv6: sourcesOf("ipv6") } };
    if (at < 0) uplinks.push(uplink);
    else uplinks[at] = uplink;
    return { ...name, uplink: uplink.name };
  });
  return { names: planned, uplinks };
}

const fits = (uplink: PlannedUplink, { families: wanted, sources }: ImportedName) =>
  families.every(
    (family) =>
      !wanted.includes(family) ||
      uplink.sources[family] === undefined ||
      JSON.stringify(uplink.sources[family]) === JSON.stringify(sources[family]),
  );

/** By its network interface where it has one. */
function chooseUplinkName({ sources }: ImportedName, uplinks: readonly PlannedUplink[]): string {
  if (uplinks.length === 0) return "default";
  const named = families.flatMap((family) => sources[family] ?? []).find((uri) => /^interface:[a-z][\w-]*$/i.test(uri));
  const name = named?.slice("interface:".length) ?? `uplink${uplinks.length + 1}`;
  return uplinks.some((uplink) => uplink.name === name) ? `${name}-${uplinks.length + 1}` : name;
}
