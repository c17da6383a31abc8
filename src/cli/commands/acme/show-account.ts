import { loadConfig } from "../../../config/load-config.ts";
import { listAcmeDnsAccounts } from "../../../gateway/acme/subdomain.ts";
import { suggestWord } from "../../../model/nearest-word.ts";
import type { CommandContext } from "../../command-context.ts";
import { requireReader } from "../../output/lost-output.ts";
import { print } from "../../output/output.ts";

/** `acme account CLIENT`: the accounts for cert-manager, lego, acme.sh and others that speak to acme-dns; with the password. */
export async function showAccountCommand(context: CommandContext, name: string): Promise<number> {
  requireReader(context.stdout);
  const { options, environment, stderr } = context;
  const { gateway } = await loadConfig({ file: options.config, environment });
  const clients = gateway?.clients ?? [];
  const client = clients.find((each) => each.name === name);
  const fail = (problem: string) => {
    stderr.write(`gigahost-ddns: ${problem}\n`);
    return 1;
  };
  if (!client) {
    const known = clients.map((each) => each.name);
    const hint = known.length === 0 ? "none is configured" : suggestWord(name, known, "the clients are");
    return fail(`the gateway has no client ${name}; ${hint}`);
  }
  if (client.acme.length === 0) return fail(`${name} may get certificates for no name: list them under its key acme`);
  if (client.password.kind !== "plain")
    return fail(`only a hash of ${name}'s password is known here; \`gateway add --acme\` prints the password once`);
  const accounts = listAcmeDnsAccounts(client, client.password.password);
  // The file that such clients read is JSON, whatever a person would rather see.
  if (options.output === "yaml") await print(context, { data: accounts, table: { columns: [], rows: [] } });
  else context.stdout.write(`${JSON.stringify(accounts, null, 2)}\n`);
  return 0;
}
