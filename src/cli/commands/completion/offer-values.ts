import { domainToUnicode } from "node:url";
import type { Config } from "../../../config/config.ts";
import type { CommandContext } from "../../command-context.ts";
import { shells } from "./shell-scripts.ts";

/** A word that may be typed, and what it means ("" where the word says it). */
export interface OfferedWord {
  readonly word: string;
  readonly about: string;
}

type OfferValues = (context: CommandContext) => readonly OfferedWord[] | Promise<readonly OfferedWord[]>;

/** What offers the values for a name in the help, by command where that makes a difference; null: nothing does. */
export function findOffer(name: string): OfferValues | null {
  return byName[name] ?? byName[name.slice(name.lastIndexOf(" ") + 1)] ?? null;
}

const nothing = () => [];
const files = () => [{ word: ":files", about: "" }];

const byName: Readonly<Record<string, OfferValues>> = {
  zone: async (context) => (await listZones(context)).map(({ name, id }) => ({ word: name, about: `zone ${id}` })),
  zone_id: async (context) => (await listZones(context)).map(({ name, id }) => ({ word: id, about: name })),
  "zone create name": nothing,
  "gateway add name": nothing,
  "gateway remove name": listClients,
  client: listClients,
  name: listHostnames,
  hostname: listHostnames,
  hostnames: listHostnames,
  server: listServers,
  section: async () =>
    (await import("../../../api/find-operation.ts")).sectionNames.map((word) => ({ word, about: "" })),
  type: () => wordsOf("A AAAA CAA CNAME MX NS PTR SRV TXT"),
  types: () => wordsOf("A AAAA CAA CNAME MX NS PTR SRV TXT"),
  kind: async () =>
    wordsOf(Object.keys((await import("../../../gateway/recipes/all-recipes.ts")).allRecipes).join(" ")),
  shell: () => wordsOf(shells.join(" ")),
  program: async () =>
    wordsOf((await import("../../../setup/dialects/all-dialects.ts")).allDialects.map(({ name }) => name).join(" ")),
  "acme hook words": () => wordsOf("auth cleanup"),
  file: files,
  directory: () => [{ word: ":directories", about: "" }],
  key: files,
  password: files,
  // Nobody but the user knows these.
  ...Object.fromEntries(
    "address column columns n names network percent seconds text time url value values"
      .split(" ")
      .map((each) => [each, nothing]),
  ),
};

const wordsOf = (words: string): readonly OfferedWord[] => words.split(" ").map((word) => ({ word, about: "" }));

/** Nobody waits longer for a key to be answered. */
const limits = { retries: 0, timeouts: { totalMs: 2000 } };

async function listZones(context: CommandContext) {
  const [{ openClient }, { listZones: list }] = await Promise.all([
    import("../../account/api-account.ts"),
    import("../../account/api-zones.ts"),
  ]);
  const zones = await list(await openClient(context), { signal: context.signal, ...limits });
  return zones.map(({ zone_id, zone_name }) => ({ id: String(zone_id), name: readable(zone_name) }));
}

async function listServers(context: CommandContext): Promise<readonly OfferedWord[]> {
  const { openClient } = await import("../../account/api-account.ts");
  const servers = await (await openClient(context)).servers.list({}, { signal: context.signal, ...limits });
  return servers.map(({ srv_id, srv_name }) => ({ word: String(srv_name || srv_id), about: `server ${srv_id}` }));
}

/** The daemon's own, and those of the gateway's clients. */
async function listHostnames(context: CommandContext): Promise<readonly OfferedWord[]> {
  const { hostnames } = await readConfig(context);
  return hostnames.map(({ hostname, uplink }) => ({
    word: readable(hostname),
    about: uplink === "default" ? "" : `of ${uplink}`,
  }));
}

async function listClients(context: CommandContext): Promise<readonly OfferedWord[]> {
  const { gateway } = await readConfig(context);
  return (gateway?.clients ?? []).map(({ name, hostnames }) => ({ word: name, about: hostnames.join(", ") }));
}

/** Without its secrets, which a user's shell may not read. */
async function readConfig({ options, environment }: CommandContext): Promise<Config> {
  const { loadConfig } = await import("../../../config/load-config.ts");
  return loadConfig({ file: options.config, environment, purpose: "observe" });
}

const readable = (name: string) => (name.includes("xn--") ? domainToUnicode(name) || name : name);
