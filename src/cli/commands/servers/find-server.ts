import { NotFoundError } from "../../../api/errors.ts";
import type { Gigahost } from "../../../api/gigahost.ts";
import type { CallOptions } from "../../../api/gigahost-options.ts";
import { serverSecrets } from "../../../api/operations/servers/server-answers.ts";
import { lookForServer } from "../../../api/recipes/look-for-server.ts";
import { findNearestWord } from "../../../model/nearest-word.ts";

/** A server as the API lists it, without its console's passwords. */
export interface ListedServer {
  readonly srv_id: string | number;
  readonly [field: string]: unknown;
}

/** The account's servers. */
export async function listServers(gigahost: Gigahost, options: CallOptions): Promise<readonly ListedServer[]> {
  return (await gigahost.servers.list({}, options)).map((server) => withoutSecrets(server));
}

/** A copy without the fields that hold passwords and tokens. */
function withoutSecrets<Fields extends object>(fields: Fields): Fields {
  const secrets: readonly string[] = serverSecrets;
  const kept = Object.entries(fields).filter(([name]) => !secrets.includes(name));
  return Object.fromEntries(kept) as Fields; // all fields of answers may be missing anyway
}

/** Finds a server by its name, label, host name, address or id. Throws a NotFoundError. */
export async function findServer(gigahost: Gigahost, named: string, options: CallOptions): Promise<ListedServer> {
  let servers: readonly ListedServer[] = [];
  const look = async () => {
    servers = await listServers(gigahost, options);
    const found = servers.filter((server) => namesOf(server).includes(named.toLowerCase()));
    return found.length === 0 ? null : found;
  };
  const found = (await lookForServer(look, options)) ?? [];
  if (found.length === 1 && found[0]) return found[0];
  const near = findNearestWord(named, servers.flatMap(namesOf));
  const hint = near === null ? "" : `Did you mean ${near}? `;
  throw new NotFoundError({
    operation: "servers.list",
    what: found.length > 1 ? `${found.length} servers are called ${named}` : `there is no server ${named}`,
    whatToDo: `${hint}\`gigahost-ddns servers list\` shows them with their ids; a new one can be missing for about 40 seconds`,
  });
}

function namesOf(server: ListedServer): readonly string[] {
  const { srv_id, srv_name, srv_label, srv_hostname, srv_primary_ip } = server;
  const names = [srv_id, srv_name, srv_label, srv_hostname, srv_primary_ip].map((name) => String(name ?? ""));
  return [...new Set(names.filter((name) => name !== "").map((name) => name.toLowerCase()))];
}
