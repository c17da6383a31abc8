import type { Attempt } from "../../model/fallible.ts";
import type { Family } from "../../model/family.ts";
import type { Random } from "../../platform/random.ts";
import { type DyndnsReply, type ReadReply, readReply } from "../answers/read-reply.ts";
import { changesFor, type Engine, type PublishOptions, type UpdateAnswer, type UpdateGroup } from "../engine.ts";
import { describeFailure, interrupted, type TransportFailure } from "./describe-failure.ts";

/** One `GET /dns/dyndns`, ready to be sent. */
export interface DyndnsQuestion {
  readonly hostnames: readonly string[];
  readonly myip: string;
  /** Null: left out, so that AAAA stays as it is. */
  readonly myipv6: string | null;
}

/** Sends the request once, follows no redirect, and never throws for what a network or a server can do. */
export type SentUpdate = Attempt<{ readonly reply: DyndnsReply }, TransportFailure>;

export type SendDyndns = (question: DyndnsQuestion, options: PublishOptions) => Promise<SentUpdate>;

export interface DyndnsOptions {
  readonly send: SendDyndns;
  /** What the user knows the credential by (see `credentialLabel`). */
  readonly credential: string;
  /** Milliseconds since 1970 by the wall clock, to tell a wrong clock from a bad certificate. */
  readonly wallMs: () => number;
  /** Where to begin with the parts of a request that the server fails at. */
  readonly random?: Random;
}

/** After so many answers in a row that publish nothing, the server fails at more than one hostname, and is left alone. */
const maxVainAnswers = 8;
/** A request that brought no word is repeated in so many parts, then one hostname at a time. */
const maxParts = 4;

/** Publishes through the dyndns endpoint: one request for the group, and smaller ones for the hostnames it leaves open. */
export function createDyndnsEngine(settings: DyndnsOptions): Engine {
  return {
    name: "dyndns",
    async publish(group, options) {
      const work: DyndnsWork = { settings, group, options, answers: [], vainAnswers: 0, blockedBy: null };
      const parts = [group.hostnames];
      for (let part = parts.shift(); part; part = parts.shift()) parts.push(...(await publishPart(part, work)));
      return work.answers.filter(({ hostname, family }) => changesFor(group, hostname).includes(family));
    },
  };
}

/** One group on its way. */
interface DyndnsWork {
  readonly settings: DyndnsOptions;
  readonly group: UpdateGroup;
  readonly options: PublishOptions;
  readonly answers: UpdateAnswer[];
  vainAnswers: number;
  /** An answer after which no other hostname would fare better. */
  blockedBy: UpdateAnswer | null;
}

/** Asks for some of the hostnames at once; returns the parts in which to ask for what is left open. */
async function publishPart(hostnames: readonly string[], work: DyndnsWork): Promise<readonly (readonly string[])[]> {
  const { settings, group, options, answers } = work;
  if (work.blockedBy) {
    for (const hostname of hostnames) answers.push(...repeatFor(hostname, group.change, work.blockedBy));
    return [];
  }
  const reply = await ask(settings, { ...group, hostnames }, options);
  noteAnswer(reply, work);
  if (reply.isWordless && hostnames.length > 1 && work.blockedBy === null) {
    return split(hostnames, settings.random ?? Math.random);
  }
  answers.push(...reply.answers);
  return reply.unmapped.map((hostname) => [hostname]);
}

function noteAnswer({ answers, isWordless }: ReadReply, work: DyndnsWork): void {
  work.blockedBy ??= answers.find(stopsAll) ?? null;
  const [first] = answers;
  const isTrouble = answers.length > 0 && answers.every(({ consequence }) => consequence === "wait-long");
  if (!isWordless && !isTrouble) work.vainAnswers = 0;
  // A server that says itself that it is in trouble is asked once more, in case it means that one hostname.
  else work.vainAnswers += isTrouble ? maxVainAnswers / 2 : 1;
  if (work.vainAnswers >= maxVainAnswers) work.blockedBy ??= first ?? null;
}

/** One hostname may be what the server fails at, and must not keep the others: beginning anywhere, so that none is always last. */
function split(hostnames: readonly string[], random: Random): readonly (readonly string[])[] {
  const start = Math.floor(random() * hostnames.length);
  const turned = [...hostnames.slice(start), ...hostnames.slice(0, start)];
  const size = hostnames.length > maxParts + 1 ? Math.ceil(hostnames.length / maxParts) : 1;
  const count = Math.ceil(turned.length / size);
  return Array.from({ length: count }, (_, nth) => turned.slice(nth * size, (nth + 1) * size));
}

function stopsAll({ consequence, retryAfterMs }: UpdateAnswer): boolean {
  return /^(hold-account|back-off-account|wait-for-clock|interrupted)$/.test(consequence) || retryAfterMs !== null;
}

function repeatFor(hostname: string, change: readonly Family[], answer: UpdateAnswer): UpdateAnswer[] {
  return change.map((family) => ({ ...answer, hostname, family }));
}

async function ask(settings: DyndnsOptions, group: UpdateGroup, options: PublishOptions): Promise<ReadReply> {
  const { hostnames, change, ipv4 } = group;
  if (ipv4 === null || group.remove.length > 0) throw new TypeError("internal error: dyndns can't publish this group");
  // An AAAA record that is not to change is left out: the server leaves it alone then.
  const ipv6 = change.includes("ipv6") ? group.ipv6 : null;
  const sent = await settings.send({ hostnames, myip: ipv4, myipv6: ipv6 }, options);
  if (sent.ok) return readReply(sent.reply, { hostnames, change, ipv4, ipv6 }, settings.credential);
  const failed = options.signal.aborted ? interrupted : describeFailure(sent, settings.wallMs());
  return {
    answers: hostnames.flatMap((hostname) => change.map((family) => ({ hostname, family, ...failed }))),
    unmapped: [],
    isWordless: false,
  };
}
