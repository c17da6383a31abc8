import { readFile } from "node:fs/promises";
import type { Family } from "../../model/family.ts";

/** RTF_UP, and RTF_REJECT of an "unreachable" route. */
const upFlag = 0x1;
const rejectFlag = 0x200;

/** The interfaces with a default route in the main table, the preferred one first; none where nobody can tell. */
export async function findDefaultInterfaces(family: Family): Promise<readonly string[]> {
  const file = family === "ipv4" ? "/proc/self/net/route" : "/proc/self/net/ipv6_route";
  return parseDefaultInterfaces(await readFile(file, "utf8").catch(() => ""), family);
}

/** Reads `/proc/net/route` or `/proc/net/ipv6_route`. */
export function parseDefaultInterfaces(text: string, family: Family): readonly string[] {
  const read = family === "ipv4" ? readIpv4Line : readIpv6Line;
  const routes = text.split("\n").flatMap((line) => read(line.trim().split(/\s+/)));
  const usable = routes.filter(({ flags }) => (flags & upFlag) !== 0 && (flags & rejectFlag) === 0);
  const sorted = usable.sort((left, right) => left.metric - right.metric);
  return [...new Set(sorted.map(({ interfaceName }) => interfaceName))];
}

interface DefaultRoute {
  readonly interfaceName: string;
  readonly flags: number;
  readonly metric: number;
}

/** Name, destination, gateway, flags, two counters, metric, mask. */
function readIpv4Line([interfaceName = "", destination, , flags = "", , , metric, mask]: string[]): DefaultRoute[] {
  if (destination !== "00000000" || mask !== "00000000") return [];
  return [{ interfaceName, flags: Number.parseInt(flags, 16), metric: Number(metric) }];
}

/** Destination, its length, source, its length, next hop, metric, two counters, flags, name. */
function readIpv6Line(fields: string[]): DefaultRoute[] {
  const [destination = "", length, , , , metric = "", , , flags = "", interfaceName = ""] = fields;
  if (!/^0{32}$/.test(destination) || length !== "00" || interfaceName === "") return [];
  return [{ interfaceName, flags: Number.parseInt(flags, 16), metric: Number.parseInt(metric, 16) }];
}
