import type { Config } from "../../../config/config.ts";
import { type ClientEntry, parseClients, removeClientText } from "../../../gateway/clients-file/clients-text.ts";
import { displayHostname } from "../../../model/hostname.ts";
import { confirm } from "../../account/api-confirm.ts";
import { RefusedError } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";
import { print } from "../../output/output.ts";
import { changeClients, loadClients } from "./open-clients.ts";

/** `gateway remove NAME`: its password is good for nothing from then on; what is published stays. */
export async function removeClientCommand(
  context: CommandContext,
  { name, yes }: { readonly name: string; readonly yes: boolean },
): Promise<number> {
  const config = await loadClients(context);
  const client = config.gateway?.clients.find((each) => each.name === name);
  if (client === undefined) throw unknownClient(name);
  if (!(await isInFile(context, config, name))) throw notInFile(name, config.file);
  const { hostnames } = client;
  const told = hostnames.length === 0 ? "" : ` for ${hostnames.map(displayHostname).join(", ")}`;
  await confirm(context, { what: `This removes the client ${name}${told}`, name, yes });
  await changeClients(context, config, async (text) => ({
    text: await removeClientText(text, name),
    result: undefined,
  }));
  await print(context, {
    data: { removed: true, name, hostnames },
    table: `removed ${name}; its password no longer works, and ${hostnames.length === 0 ? "no record changes" : "its records stay as they are"}`,
  });
  return 0;
}

/** Before anybody is asked. */
async function isInFile(context: CommandContext, config: Config, name: string): Promise<boolean> {
  if (!config.gateway?.clientsFile) return false;
  return changeClients(context, config, async (text) => {
    const entries = (await parseClients(text)) ?? [];
    const result = entries.some((entry) => (entry as ClientEntry | null)?.name === name); // texts have no name either
    return { text: null, result };
  });
}

function unknownClient(name: string): RefusedError {
  return new RefusedError(`no client "${name}"; \`gigahost-ddns gateway list\` lists them`);
}

function notInFile(name: string, file: string | null): RefusedError {
  const where = file ?? "the configuration";
  return new RefusedError(`the client "${name}" is in ${where} itself, under gateway.clients; delete it there`);
}
