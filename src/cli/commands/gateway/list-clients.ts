import { displayHostname } from "../../../model/hostname.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";
import { loadClients } from "./open-clients.ts";

/** `gateway list`: the clients of the configuration and of `clients_file`, without their passwords. */
export async function listClientsCommand(context: CommandContext): Promise<number> {
  const { gateway } = await loadClients(context);
  const clients = (gateway?.clients ?? []).map(({ name, hostnames, acme, from, query }) => ({
    ...{ name, hostnames, acme, query },
    from: from.map(({ text }) => text),
  }));
  await print(context, {
    data: clients,
    table: {
      columns: ["name", "hostnames", "acme", "from", "query"],
      rows: clients.map(({ name, hostnames, acme, from, query }) => [
        ...[name, listOrNull(hostnames.map(displayHostname)), listOrNull(acme.map(displayHostname))],
        ...[listOrNull(from) ?? "anywhere", query ? "yes" : "no"],
      ]),
      empty: "no clients; `gigahost-ddns gateway add NAME HOSTNAME` adds one",
    },
  });
  return 0;
}

const listOrNull = (texts: readonly string[]) => (texts.length === 0 ? null : texts.join(", "));
