import { setMaxListeners } from "node:events";
import { recordTypeOf } from "../../model/family.ts";
import type { AddressQuestion, NameServer, ServerAnswer } from "./ask-name-server.ts";
import type { FindNameServers, ServedZone } from "./find-name-servers.ts";
import { type DriftFinding, judgeAnswers, type PublishedName, weighFinding } from "./judge-answers.ts";

/** Asks the records API for what is stored at some names; one answer for each, in their order. Never rejects. */
export type ReadStoredAddresses = (
  names: readonly PublishedName[],
  signal: AbortSignal,
) => Promise<readonly ServerAnswer[]>;

export interface VerifySources {
  readonly findNameServers: FindNameServers;
  readonly ask: (server: NameServer, question: AddressQuestion, signal: AbortSignal) => Promise<ServerAnswer>;
  /** Where the name servers show something else, can't be reached, or are not Gigahost's. */
  readonly readStored: ReadStoredAddresses;
}

/** A zone whose delegation points at somebody else: what is published here is seen by nobody. */
export interface ForeignZone {
  readonly zoneName: string;
  readonly nameServers: readonly string[];
}

export interface Verification {
  readonly findings: readonly DriftFinding[];
  readonly foreignZones: readonly ForeignZone[];
  /** The zones that Gigahost serves. */
  readonly ownZones: readonly string[];
}

/** How many names are asked for at the same time. */
const maxAtOnce = 16;

/** Whether the published addresses are still there: asked of the zone's own name servers; what differs, of the records API. */
export async function verifyNames(
  names: readonly PublishedName[],
  sources: VerifySources,
  signal: AbortSignal,
): Promise<Verification> {
  // Each question listens to it, and Node warns about more than ten.
  setMaxListeners(0, signal);
  const look: VerifyLook = {
    sources,
    signal,
    zoneOf: rememberZones(sources.findNameServers),
    silent: new Set(),
    foreign: new Map(),
    own: new Set(),
  };
  const asked: DriftFinding[] = [];
  for (let start = 0; start < names.length && !signal.aborted; start += maxAtOnce) {
    asked.push(...(await Promise.all(names.slice(start, start + maxAtOnce).map((name) => askServers(name, look)))));
  }
  const same = asked.filter(({ verdict }) => verdict === "same");
  const open = asked.filter(({ verdict }) => verdict !== "same");
  const stored = open.length > 0 ? await sources.readStored(open, signal) : [];
  const weighed = open.map((finding, index) => weighFinding(finding, stored[index]));
  return { findings: [...same, ...weighed], foreignZones: [...look.foreign.values()], ownZones: [...look.own] };
}

interface VerifyLook {
  readonly sources: VerifySources;
  readonly signal: AbortSignal;
  readonly zoneOf: FindNameServers;
  /** Servers that did not answer once are not asked again. */
  readonly silent: Set<NameServer>;
  readonly foreign: Map<string, ForeignZone>;
  readonly own: Set<string>;
}

async function askServers(name: PublishedName, look: VerifyLook): Promise<DriftFinding> {
  const zone = await look.zoneOf(name.hostname, look.signal);
  if (zone === null) return judgeAnswers(name, []);
  if (!isForeign(zone)) {
    look.own.add(zone.zoneName);
    return judgeAnswers(name, await askZone(zone, name, look));
  }
  look.foreign.set(zone.zoneName, { zoneName: zone.zoneName, nameServers: zone.names });
  return judgeAnswers(name, []);
}

/** One server after the other, until one has the address. */
async function askZone(zone: ServedZone, name: PublishedName, look: VerifyLook): Promise<ServerAnswer[]> {
  const question = { hostname: name.hostname, type: recordTypeOf[name.family] };
  const answers: ServerAnswer[] = [];
  for (const server of zone.servers) {
    if (look.silent.has(server) || look.signal.aborted) continue;
    const answer = await look.sources.ask(server, question, look.signal);
    answers.push(answer);
    if (answer.kind === "none" && answer.silent) look.silent.add(server);
    if (answer.kind === "addresses" && answer.addresses.includes(name.published)) break;
  }
  return answers;
}

/** Any of Gigahost's: a zone with a further secondary elsewhere is still in order. */
export function isForeign({ names }: ServedZone): boolean {
  return !names.some((name) => name === "gigahost.no" || name.endsWith(".gigahost.no"));
}

/** The zone of a name is looked for once for all its neighbours. */
export function rememberZones(find: FindNameServers): FindNameServers {
  const known = new Map<string, Promise<ServedZone | null>>();
  return async (hostname, signal) => {
    const parent = hostname.slice(hostname.indexOf(".") + 1);
    const asked = known.get(parent);
    // Nothing is awaited before the first one is noted: neighbours who ask at the same time wait for its answer.
    if (asked !== undefined) {
      const neighbours = await asked;
      if (neighbours === null || holdsBoth(neighbours, hostname, parent)) return neighbours;
    }
    const found = find(hostname, signal);
    known.set(parent, found);
    return found;
  };
}

/** A neighbour may be a zone of its own; then it says nothing about this name. */
function holdsBoth({ zoneName }: ServedZone, hostname: string, parent: string): boolean {
  return hostname === zoneName || parent === zoneName || parent.endsWith(`.${zoneName}`);
}
