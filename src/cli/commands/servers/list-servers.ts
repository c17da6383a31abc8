import { openClient } from "../../account/api-account.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";
import { pickColumns } from "../../output/pick-columns.ts";
import { type ListedServer, listServers } from "./find-server.ts";

/** `servers list`: the account's servers. */
export async function listServersCommand(
  context: CommandContext,
  { columns }: { readonly columns: readonly string[] | null },
): Promise<number> {
  const servers = await listServers(await openClient(context), { signal: context.signal });
  await print(context, { data: servers, table: () => pickColumns(tableOf(servers), servers, columns) });
  return 0;
}

function tableOf(servers: readonly ListedServer[]) {
  return {
    columns: ["id", "name", "hostname", "state", "address", "cores", "memory", "location"],
    rows: servers.map((server) => [
      String(server.srv_id),
      textOf(server.srv_name),
      textOf(server.srv_hostname),
      isYes(server.srv_status) ? "up" : "down",
      textOf(server.srv_primary_ip),
      textOf(server.srv_cores),
      server.srv_ram === undefined ? null : `${server.srv_ram} GB`,
      textOf(server.srv_location),
    ]),
    empty: "this account has no servers",
  };
}

const isYes = (value: unknown) => [true, 1, "1"].some((yes) => yes === value);
const textOf = (value: unknown) => (value === null || value === undefined || value === "" ? null : String(value));
