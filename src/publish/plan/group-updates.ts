import type { Family } from "../../model/family.ts";
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
}

export interface PlannedGroup {
  readonly engine: EngineName;
  readonly group: UpdateGroup;
}

/** Dyn's limit: how many hostnames one request may name. */
export const hostnamesPerRequest = 20;

/** One request for all hostnames that get the same addresses in the same way, 20 at most. */
export function groupUpdates(updates: readonly PlannedName[]): PlannedGroup[] {
  const alike = new Map<string, PlannedName[]>();
  for (const update of updates) {
    const key = [update.engine, update.change, update.remove, update.ipv4, update.ipv6].join(" ");
    const members = alike.get(key);
    if (members) members.push(update);
    else alike.set(key, [update]);
  }
  return [...alike.values()].flatMap(splitMembers);
}

function splitMembers(members: readonly PlannedName[]): PlannedGroup[] {
  const [first] = members;
  if (!first) return [];
  const { engine, change, remove, ipv4, ipv6 } = first;
  const hostnames = sortForEngine(members);
  return chunk(hostnames).map((some) => ({ engine, group: { hostnames: some, change, remove, ipv4, ipv6 } }));
}

/** Names of one zone side by side, so that the records engine lists each zone seldom. */
function sortForEngine(members: readonly PlannedName[]): string[] {
  const hostnames = members.map(({ hostname }) => hostname);
  if (members[0]?.engine !== "records") return hostnames;
  const keyed = hostnames.map((hostname) => ({ hostname, key: hostname.split(".").reverse().join(".") }));
  return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ hostname }) => hostname);
}

function chunk(hostnames: readonly string[]): string[][] {
  const count = Math.ceil(hostnames.length / hostnamesPerRequest);
  return Array.from({ length: count }, (_, index) =>
    hostnames.slice(index * hostnamesPerRequest, (index + 1) * hostnamesPerRequest),
  );
}
