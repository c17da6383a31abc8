import type { Family } from "../../model/family.ts";
import { runIp } from "./way-out.ts";

export interface WantedLeaving {
  readonly family: Family;
  readonly interfaceName: string;
  /** The own address that is sent from. */
  readonly from: string;
  readonly destination: string;
}

/** From here on, tables are for the user (`ip` itself uses 253 to 255). */
const firstOwnTable = 100;

/** The commands that make what is sent from an address leave through its interface; in backquotes, with words between. */
export async function adviseRule(wanted: WantedLeaving, signal: AbortSignal): Promise<string> {
  const { family, interfaceName, from, destination } = wanted;
  const option = family === "ipv4" ? "-4" : "-6";
  const defaults = await runIp([option, "route", "show", "table", "all", "default"], signal);
  const matching = await runIp([option, "route", "show", "table", "main", "match", destination], signal);
  const routes = defaults.ok ? parseDefaults(defaults.text) : [];
  const ofMain = matching.ok ? bestInterface(matching.text) : null;
  return writeAdvice(family, { interfaceName, from }, findTable(routes, ofMain, interfaceName), routes);
}

interface TableRoute {
  readonly table: string;
  readonly interfaceName: string;
  readonly gateway: string | null;
}

/** One default route a line; those of the main table name none. */
export function parseDefaults(text: string): readonly TableRoute[] {
  return text.split("\n").flatMap((line): TableRoute[] => {
    const interfaceName = /\bdev (\S+)/.exec(line)?.[1];
    if (!line.startsWith("default ") || interfaceName === undefined) return [];
    const table = /\btable (\S+)/.exec(line)?.[1] ?? "main";
    return [{ table, interfaceName, gateway: /\bvia ([\da-f.:]+)/.exec(line)?.[1] ?? null }];
  });
}

/** Where the main table alone would lead: the longest prefix, then the lowest metric. */
export function bestInterface(text: string): string | null {
  const routes = text.split("\n").flatMap((line) => {
    const interfaceName = /\bdev (\S+)/.exec(line)?.[1];
    if (interfaceName === undefined) return [];
    const length = line.startsWith("default") ? 0 : Number(/^\S+\/(\d+)/.exec(line)?.[1] ?? 128);
    return [{ interfaceName, length, metric: Number(/\bmetric (\d+)/.exec(line)?.[1] ?? 0) }];
  });
  return (
    routes.sort((left, right) => right.length - left.length || left.metric - right.metric)[0]?.interfaceName ?? null
  );
}

/** A table whose default route leads through the interface; null if one has to be made. */
function findTable(routes: readonly TableRoute[], ofMain: string | null, interfaceName: string): string | null {
  if (ofMain === interfaceName) return "main";
  const own = routes.find(
    (route) => route.interfaceName === interfaceName && !/^(main|local|default)$/.test(route.table),
  );
  return own?.table ?? null;
}

function writeAdvice(
  family: Family,
  { interfaceName, from }: Pick<WantedLeaving, "interfaceName" | "from">,
  table: string | null,
  routes: readonly TableRoute[],
): string {
  const ip = family === "ipv4" ? "ip" : "ip -6";
  if (table !== null) return `\`${ip} rule add from ${from} lookup ${table}\``;
  const taken = new Set(routes.map((route) => route.table));
  let free = firstOwnTable;
  while (taken.has(`${free}`)) free++;
  const known = routes.find((route) => route.interfaceName === interfaceName);
  // A link without a router (PPP) has a default route that names none; where there is no route, the router is the user's to know.
  const via = known === undefined ? "via ROUTER " : known.gateway === null ? "" : `via ${known.gateway} `;
  return `\`${ip} route add default ${via}dev ${interfaceName} table ${free}\` and \`${ip} rule add from ${from} lookup ${free}\``;
}
