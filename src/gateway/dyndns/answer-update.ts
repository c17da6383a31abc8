import { familyOf } from "../../model/address.ts";
import { whyNotPublic } from "../../model/addresses/public-address.ts";
import type { Outcome } from "../../model/report.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/logger.ts";
import type { GatewayClient } from "../client.ts";
import type { GatewayDesk } from "../desk.ts";
import type { DeviceLine, Word } from "./answer-line.ts";
import { judgeTold } from "./judge-told.ts";
import type { Told } from "./read-told.ts";
import type { UpdateRequest } from "./read-update.ts";

/** Where so many wait, a whole town has new addresses: whoever comes then is answered as soon as its wish is safe on disk. */
const maxWaiting = 100;

/** No hostname is longer. */
const maxShownName = 253;

export interface DeviceUpdateOptions {
  readonly desk: GatewayDesk;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the request came from. */
  readonly peer: string;
  /** How long the outcome is waited for, in milliseconds. */
  readonly maxAnswerMs: number;
  /** Devices that wait for their outcome now. */
  readonly waiting: Set<object>;
  /** Counts one change of this client; returns how long it must wait, in milliseconds; 0: it may continue. */
  readonly take: () => number;
}

export interface DeviceAnswer {
  readonly lines: readonly DeviceLine[];
  /** 0: nothing keeps the client from coming again. */
  readonly retryAfterMs: number;
}

/**
 * Answers an update, one line for each hostname: what the client told becomes the address of its uplink, and the answer
 * comes when it is published, or when the wish is safe on disk. What is unchanged costs nothing.
 */
export async function answerUpdate(
  client: GatewayClient,
  request: UpdateRequest,
  options: DeviceUpdateOptions,
): Promise<DeviceAnswer> {
  const { desk, log, peer, take } = options;
  const names = request.hostnames ?? client.hostnames;
  // A device that names nothing expects one answer.
  const isUnnamed = request.hostnames === null;
  const all = (word: Word, retryAfterMs = 0): DeviceAnswer => ({
    lines: (isUnnamed ? names.slice(0, 1) : names).map(() => ({ word, addresses: [] })),
    retryAfterMs,
  });
  const isOwn = (name: string) => client.hostnames.includes(name);
  if (names.length === 0) return { lines: [{ word: "nohost", addresses: [] }], retryAfterMs: 0 };
  if (request.isOffline) return all("!donator");
  if (!names.some(isOwn)) {
    const asked = names.slice(0, 3).map((name) => name.slice(0, maxShownName));
    log.warn(`${client.name} asked for ${asked.join(", ")}, not among its hostnames`, { peer });
    return all("nohost");
  }
  const written = tellsNothing(request.told) ? peerAsTold(peer, desk.allowNonPublic) : request.told;
  if (written === null) {
    log.warn(`${client.name} sent no address, and it comes from ${peer}, which is not public`, { peer });
    return all("911");
  }
  const { told, problem } = judgeTold(client, written, desk.allowNonPublic);
  if (problem !== null) log.warn(`${client.name} sent an address that must not be published: ${problem}`, { peer });
  desk.noteHeard(client, told);
  const isNew = !tellsNothing(told) && !desk.isPublished(client, told);
  const waitMs = isNew ? take() : 0;
  if (waitMs > 0) {
    log.debug(`${client.name} sends too many changes a minute`, { peer });
    return all("911", waitMs);
  }
  const word = isNew ? await settle(client, told, options) : "nochg";
  const addresses = [told.ipv4, told.ipv6].filter((address) => address !== null);
  const lineOf = (name: string): DeviceLine => {
    if (!isOwn(name)) return { word: "nohost", addresses: [] };
    if (problem !== null) return { word: "badagent", addresses: [] };
    return { word: typeof word === "string" ? word : (word.get(name) ?? "good"), addresses };
  };
  const lines = names.map(lineOf);
  // Of several, the worst says the most.
  const [first] = isUnnamed ? [lines.find(({ word: each }) => each !== "good" && each !== "nochg") ?? lines[0]] : [];
  return { lines: first ? [first] : lines, retryAfterMs: 0 };
}

/** One word for all names, or by name. */
type SettledWords = Word | ReadonlyMap<string, Word>;

async function settle(
  client: GatewayClient,
  told: Told,
  { desk, clock, maxAnswerMs, waiting }: Pick<DeviceUpdateOptions, "desk" | "clock" | "maxAnswerMs" | "waiting">,
): Promise<SettledWords> {
  const over = new AbortController();
  const late = clock.sleep(maxAnswerMs, over.signal);
  const isSafe = desk.remember(client, told);
  const published = desk.publish(client).catch(() => null);
  const isCrowded = waiting.size >= maxWaiting;
  waiting.add(over);
  const outcomes = isCrowded ? null : await Promise.race([published, late.then(() => null)]);
  const isNoted = await Promise.race([isSafe, late.then(() => false)]);
  waiting.delete(over);
  over.abort();
  if (!isNoted) return "911";
  return outcomes === null ? "good" : wordsOf(outcomes);
}

/** The server's own refusal is passed on; what will be retried counts as done, since the wish is remembered. */
function wordsOf(outcomes: readonly Outcome[]): ReadonlyMap<string, Word> {
  const words = new Map<string, Word>();
  for (const outcome of outcomes) {
    const word = wordOf(outcome);
    // Of two families the refused one counts.
    if (word !== "good" || !words.has(outcome.hostname)) words.set(outcome.hostname, word);
  }
  return words;
}

/** A device can't fix a held account. */
function wordOf({ action, result, consequence }: Outcome): Word {
  if (consequence === "refuse-address") return "badagent";
  if (action !== "held" && consequence !== "hold-hostname") return consequence === "hold-account" ? "911" : "good";
  const told = (["nohost", "notfqdn", "abuse", "!donator"] as const).find((word) => word === result);
  return told ?? "911";
}

const tellsNothing = ({ ipv4, ipv6, prefix, unreadable }: Told) =>
  ipv4 === null && ipv6 === null && prefix === null && unreadable === null;

/** A device that tells nothing means the address that it comes from. */
function peerAsTold(peer: string, allowNonPublic: boolean): Told | null {
  const family = familyOf(peer);
  if (family === null || (!allowNonPublic && whyNotPublic(peer) !== null)) return null;
  return { ipv4: null, ipv6: null, prefix: null, unreadable: null, [family]: peer };
}
