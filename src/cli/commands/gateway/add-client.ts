import type { Config } from "../../../config/config.ts";
import { type AcmeDnsAccount, listAcmeDnsAccounts } from "../../../gateway/acme/subdomain.ts";
import { isClientName } from "../../../gateway/client.ts";
import { hashPassword, makePassword } from "../../../gateway/clients/password.ts";
import { addClientText, type ClientEntry } from "../../../gateway/clients-file/clients-text.ts";
import { allRecipes } from "../../../gateway/recipes/all-recipes.ts";
import { renderRecipe } from "../../../gateway/recipes/recipe.ts";
import { displayHostname, parseHostname } from "../../../model/hostname.ts";
import { RefusedError, UsageError } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";
import { requireReader } from "../../output/lost-output.ts";
import { print } from "../../output/output.ts";
import { findOrigin } from "./find-origin.ts";
import { changeClients, loadClients } from "./open-clients.ts";

export interface ClientToAdd {
  readonly name: string;
  readonly hostnames: readonly string[];
  readonly acme: readonly string[];
  readonly from: readonly string[];
  readonly query: boolean;
  readonly kind: string | null;
  readonly server: string | null;
}

/** `gateway add NAME HOSTNAME…`: a client with a password of its own, of which the file gets a hash only. */
export async function addClientCommand(context: CommandContext, given: ClientToAdd): Promise<number> {
  requireReader(context.stdout);
  const { name, kind } = given;
  const hostnames = readHostnames(given);
  const acme = [...new Set(given.acme)];
  const query = given.query || (kind !== null && allRecipes[kind]?.needsQuery === true);
  const password = makePassword();
  const entry = entryOf({ name, hash: hashPassword(password), hostnames, acme, from: given.from, query });
  const config = await loadClients(context);
  await changeClients(context, config, async (text) => {
    // Under the lock: another one may have been added a moment ago.
    refuseTaken(await loadClients(context), name, hostnames);
    return { text: await addClientText(text, entry), result: undefined };
  });
  // The password is known only now.
  const accounts = acme.length > 0 ? listAcmeDnsAccounts({ name, acme }, password) : null;
  const recipe = await describeRecipe(config, { kind, server: given.server, user: name, password, hostnames });
  await print(context, {
    data: { name, password, hostnames, acme, recipe, ...(accounts && { acme_dns: accounts }) },
    table: () => describeAdded({ name, password, names: [...hostnames, ...acme], recipe, accounts }),
  });
  if (query && !given.query) {
    context.stderr.write(
      `gigahost-ddns: ${name} may send its credential in the URL (query: true): ${kind} needs that\n`,
    );
  }
  return 0;
}

function readHostnames({ name, hostnames, acme, kind }: ClientToAdd): readonly string[] {
  const problems: string[] = [];
  if (!isClientName(name))
    problems.push(`a client's name has at most 64 letters, digits, dots, - and _, not "${name}"`);
  if (hostnames.length === 0 && (acme.length === 0 || kind !== null)) {
    problems.push("name the hostnames to point at its address, as in gateway add cabin cabin.example.no");
  }
  const read = hostnames.flatMap((written) => {
    const parsed = parseHostname(written);
    if (parsed.ok) return [parsed.hostname];
    problems.push(`"${written}" ${parsed.reason}`);
    return [];
  });
  const twice = read.find((hostname, at) => read.indexOf(hostname) < at);
  if (twice !== undefined) problems.push(`${displayHostname(twice)} is given twice`);
  if (problems.length > 0) throw new UsageError(problems);
  return read;
}

/** Only what differs from the defaults, besides who and what for. */
function entryOf(client: {
  readonly name: string;
  readonly hash: string;
  readonly hostnames: readonly string[];
  readonly acme: readonly string[];
  readonly from: readonly string[];
  readonly query: boolean;
}): ClientEntry {
  const { name, hash, hostnames, acme, from, query } = client;
  return {
    name,
    password_hash: hash,
    hostnames,
    ...(acme.length > 0 ? { acme } : {}),
    ...(from.length > 0 ? { from } : {}),
    ...(query ? { query } : {}),
  };
}

function refuseTaken(
  { gateway, uplinks, hostnames: wanted }: Config,
  name: string,
  hostnames: readonly string[],
): void {
  const clients = gateway?.clients ?? [];
  if (clients.some((client) => client.name === name)) {
    throw new RefusedError(`the client "${name}" already exists; \`gateway remove ${name}\` removes it`);
  }
  if (Object.hasOwn(uplinks, name)) {
    throw new RefusedError(
      `the uplink "${name}" already exists, and a client is an uplink of the same name; choose another name`,
    );
  }
  for (const hostname of hostnames) {
    if (!wanted.some((other) => other.hostname === hostname)) continue;
    const owner = clients.find((client) => client.hostnames.includes(hostname));
    const where =
      owner === undefined ? "is under hostnames in the configuration" : `belongs to the client "${owner.name}"`;
    throw new RefusedError(`${displayHostname(hostname)} ${where}; nothing was added`);
  }
}

interface RecipeWish {
  readonly kind: string | null;
  readonly server: string | null;
  readonly user: string;
  readonly password: string;
  readonly hostnames: readonly string[];
}

async function describeRecipe({ gateway }: Config, wish: RecipeWish): Promise<string | null> {
  const recipe = wish.kind === null ? undefined : allRecipes[wish.kind];
  const [hostname] = wish.hostnames;
  if (recipe === undefined || hostname === undefined || gateway === null) return null;
  const origin = wish.server ?? (await findOrigin(gateway));
  const { user, password, hostnames } = wish;
  const [host, isSecure] = [origin.replace(/^https?:\/\//, ""), origin.startsWith("https:")];
  return renderRecipe(recipe, { origin, host, isSecure, user, password, hostnames, hostname });
}

function describeAdded(added: {
  readonly name: string;
  readonly password: string;
  readonly names: readonly string[];
  readonly recipe: string | null;
  readonly accounts: Readonly<Record<string, AcmeDnsAccount>> | null;
}): string {
  const { name, password, names, recipe, accounts } = added;
  const lines = [
    `added ${name} for ${[...new Set(names)].map(displayHostname).join(", ")}`,
    `user name  ${name}`,
    `password   ${password}`,
    "The password is shown only once; the file holds only a hash of it.",
  ];
  const file =
    accounts &&
    `\nfor acme-dns clients (cert-manager, Traefik, Caddy, acme.sh):\n${JSON.stringify(accounts, null, 2)}\n`;
  return `${lines.join("\n")}\n${recipe === null ? "" : `\n${recipe}`}${file ?? ""}`;
}
