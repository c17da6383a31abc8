import { maxHostnamesPerRequest } from "../../api/values/max-hostnames.ts";
import { type Family, families } from "../../model/family.ts";
import type { EngineName } from "../../model/settings/engine.ts";
import type { UpdateGroup } from "../engine.ts";

/** A hostname that has something to publish, with what its request says about both families. */
export interface PlannedName {
  readonly hostname: string;
  readonly engine: EngineName;
  readonly change: readonly Family[];
  readonly remove: readonly Family[];
  readonly ipv4: string | null;
  readonly ipv6: string | null;
  /** The published AAAA record of a name whose IPv4 address alone changes; null if there is none to repeat. */
  readonly keptIpv6: string | null;
}

export interface PlannedGroup {
  readonly engine: EngineName;
  readonly group: UpdateGroup;
}

/**
 * One request for all hostnames of which it says the same, 20 at most: what is sent counts, not what changes by it. A name
 * whose AAAA record stays goes with others that are to get the same one.
 */
export function groupUpdates(updates: readonly PlannedName[]): PlannedGroup[] {
  const wishes = new Set(updates.map(keyOf));
  const alike = new Map<string, PlannedName[]>();
  for (const update of updates) {
    const joined = { ...update, ipv6: update.ipv6 ?? update.keptIpv6 };
    const sent = wishes.has(keyOf(joined)) ? joined : update;
    const members = alike.get(keyOf(sent));
    if (members) members.push(sent);
    else alike.set(keyOf(sent), [sent]);
  }
  return [...alike.values()].flatMap(splitMembers);
}

/** The records engine sends each change by itself, and does nothing about what stays. */
function keyOf({ engine, change, remove, ipv4, ipv6 }: PlannedName): string {
  return [engine, engine === "records" ? change : "", remove, ipv4, ipv6].join(" ");
}

function splitMembers(members: readonly PlannedName[]): PlannedGroup[] {
  const [first] = members;
  if (!first) return [];
  const { engine, remove, ipv4, ipv6 } = first;
  const byName = new Map(members.map((member) => [member.hostname, member]));
  return chunk(sortForEngine(members)).map((hostnames) => {
    const chosen = hostnames.flatMap((hostname) => byName.get(hostname) ?? []);
    const change = families.filter((family) => chosen.some((member) => member.change.includes(family)));
    const fewer = chosen.filter((member) => member.change.length < change.length);
    const fewerChanges = Object.fromEntries(fewer.map((member) => [member.hostname, member.change]));
    const group = { hostnames, change, remove, ipv4, ipv6, ...(fewer.length > 0 && { fewerChanges }) };
    return { engine, group };
  });
}

/** Names of one zone side by side, so that the records engine lists each zone seldom. */
function sortForEngine(members: readonly PlannedName[]): string[] {
  const hostnames = members.map(({ hostname }) => hostname);
  if (members[0]?.engine !== "records") return hostnames;
  const keyed = hostnames.map((hostname) => ({ hostname, key: hostname.split(".").reverse().join(".") }));
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ hostname }) => hostname);
}

function chunk(hostnames: readonly string[]): string[][] {
  const count = Math.ceil(hostnames.length / maxHostnamesPerRequest);
  return Array.from({ length: count }, (_, index) =>
    hostnames.slice(index * maxHostnamesPerRequest, (index + 1) * maxHostnamesPerRequest),
  );
}
