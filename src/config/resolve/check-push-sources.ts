import { type Family, families } from "../../model/family.ts";
import { suggestWord } from "../../model/nearest-word.ts";
import type { Config, UplinkConfig } from "../config.ts";
import { quote } from "../file/fit-scalar.ts";
import { addProblem, type Findings, joinKey } from "../findings.ts";

/**
 * Refuses a `push:CLIENT` that names no client of the gateway: nobody could ever tell that address. A watched
 * `clients_file` may get the client later, so that it is only warned of there.
 */
export function checkPushSources(
  own: Readonly<Record<string, UplinkConfig>>,
  gateway: Config["gateway"],
  findings: Findings,
): void {
  // A client that is there but wrong was told already.
  if (findings.problems.some(({ path }) => path.startsWith("gateway"))) return;
  const clients = gateway?.clients.map(({ name }) => name) ?? [];
  for (const { key, client } of listPushSources(own, findings)) {
    if (clients.includes(client)) continue;
    const message = `push:${client}: ${explainMissing(client, clients)}`;
    if (gateway?.clientsFile) findings.warnings.push(`${key}: ${message}`);
    else addProblem(findings, key, message);
  }
}

function explainMissing(client: string, clients: readonly string[]): string {
  if (clients.length === 0) return `the gateway has no clients; list ${client} under gateway.clients`;
  return `the gateway has no client ${quote(client)}; ${suggestWord(client, clients, "the clients are")}`;
}

function* listPushSources(own: Readonly<Record<string, UplinkConfig>>, findings: Findings) {
  for (const uplink of Object.values(own)) {
    for (const family of families) {
      for (const [index, uri] of uplink[family].sources.entries()) {
        if (!uplink[family].enabled || !/^push:[^\s:]{1,64}$/i.test(uri)) continue;
        yield { key: `${keyOfFamily(uplink.name, family, findings)}.sources[${index}]`, client: uri.slice(5) };
      }
    }
  }
}

function keyOfFamily(uplink: string, family: Family, findings: Findings): string {
  const key = joinKey(`uplinks.${uplink}`, family);
  return uplink === "default" && !findings.places.has(key) ? family : key;
}
