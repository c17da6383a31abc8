import { AnswerError, GigahostError } from "../../api/errors.ts";
import type { Gigahost } from "../../api/gigahost.ts";
import type { CallOptions } from "../../api/gigahost-options.ts";
import { longestSuffix } from "../../api/recipes/zone/find-zone.ts";
import { displayHostname } from "../../model/hostname.ts";
import { type Check, type Finding, ok, warning } from "../check.ts";
import type { Patient } from "../patient.ts";

/** Least privilege: whether the credential opens more than this program needs. Reads only; what comes back is not looked at. */
export const permissionsCheck: Check = {
  name: "permissions",
  async examine(patient, signal) {
    const { credential } = patient.config.account;
    const zones = await patient.zones().catch(() => null);
    if (zones === null || credential === null) return [];
    const needed = neededZones(patient, zones);
    const only = needed.length === 0 ? "" : ` and ${needed.length === 1 ? "the zone" : "the zones"} ${list(needed)}`;
    const advice = `create an API key at Gigahost that is limited to DNS${only}, and use it instead`;
    if (credential.kind === "password") return [warning("the password opens the whole account", advice)];
    const open = await findOpenAreas(await patient.app.account(), { signal, retries: 0 });
    return [...describeAreas(open, advice), ...describeZones(zones, needed, advice)];
  },
};

const areas: Readonly<Record<string, (client: Gigahost, options: CallOptions) => PromiseLike<unknown>>> = {
  servers: (client, options) => client.servers.list({}, options),
  "web hosting": (client, options) => client.webhosting.list({}, options),
  billing: (client, options) => client.billing.get({}, options),
  "the account's own data": (client, options) => client.account.get({}, options),
};

/** By area: whether it is open; null if nobody can tell. */
async function findOpenAreas(client: Gigahost, options: CallOptions): Promise<ReadonlyMap<string, boolean | null>> {
  const asked = Object.entries(areas).map(async ([area, ask]) => {
    const open = await Promise.resolve(ask(client, options)).then(() => true, isOpenAllTheSame);
    return [area, open] as const;
  });
  return new Map(await Promise.all(asked));
}

/** An answer of success that can't be read is one, too. */
function isOpenAllTheSame(error: unknown): boolean | null {
  if (error instanceof AnswerError) return true;
  return error instanceof GigahostError && error.status === 403 ? false : null;
}

function describeAreas(open: ReadonlyMap<string, boolean | null>, advice: string): Finding[] {
  const opened = [...open].flatMap(([area, isOpen]) => (isOpen === true ? [area] : []));
  if (opened.length > 0) return [warning(`the API key opens more than DNS: ${list(opened)}`, advice)];
  const isSure = [...open.values()].every((isOpen) => isOpen === false);
  return isSure ? [ok("the API key opens only DNS")] : [];
}

function describeZones(zones: readonly string[], needed: readonly string[], advice: string): Finding[] {
  const others = zones.filter((zone) => !needed.includes(zone));
  if (needed.length === 0 || others.length === 0) return [];
  const shown = others.length > 5 ? `${others.length} of them, ${others[0]} among them` : list(others);
  return [warning(`the API key sees zones that contain none of the hostnames: ${shown}`, advice)];
}

function neededZones({ config }: Patient, zones: readonly string[]): string[] {
  const acme = config.gateway?.clients.flatMap((client) => client.acme) ?? [];
  const names = [...config.hostnames.map(({ hostname }) => hostname), ...acme];
  const listed = zones.map((zoneName) => ({ zoneId: "", zoneName }));
  return [...new Set(names.flatMap((name) => longestSuffix(name, listed)?.zoneName ?? []))].sort();
}

const list = (names: readonly string[]) => names.map(displayHostname).join(", ");
