import type { Family } from "../../model/family.ts";
import { type DyndnsReply, type ReadReply, readReply } from "../answers/read-reply.ts";
import type { Engine, PublishOptions, UpdateAnswer, UpdateGroup } from "../engine.ts";
import { describeFailure, type TransportFailure } from "./describe-failure.ts";

/** One `GET /dns/dyndns`, ready to be sent. */
export interface DyndnsQuestion {
  /** Hostnames joined by commas. */
  readonly hostname: string;
  readonly myip: string;
  /** Null: left out, so that AAAA stays as it is. */
  readonly myipv6: string | null;
}

/** Sends the request once, follows no redirect, and never throws for what a network or a server can do. */
export type SendDyndns = (question: DyndnsQuestion, options: PublishOptions) => Promise<DyndnsReply | TransportFailure>;

export interface DyndnsOptions {
  readonly send: SendDyndns;
  /** What the user knows the credential by (see `credentialLabel`). */
  readonly credential: string;
  /** Milliseconds since 1970 by the wall clock, to tell a wrong clock from a bad certificate. */
  readonly wallMs: () => number;
}

/** Publishes through the dyndns endpoint: one request for the group, and one for each hostname it leaves open. */
export function createDyndnsEngine(settings: DyndnsOptions): Engine {
  return {
    name: "dyndns",
    async publish(group, options) {
      const { answers, unmapped } = await ask(settings, group, options);
      return [...answers, ...(await settleEach(settings, { ...group, hostnames: unmapped }, answers, options))];
    },
  };
}

/** One hostname at a time, until an answer shows that no other one would fare better. */
async function settleEach(
  settings: DyndnsOptions,
  group: UpdateGroup,
  known: readonly UpdateAnswer[],
  options: PublishOptions,
): Promise<UpdateAnswer[]> {
  const settled: UpdateAnswer[] = [];
  let blocked = known.find(stopsAll);
  for (const hostname of group.hostnames) {
    const answers: readonly UpdateAnswer[] = blocked
      ? repeatFor(hostname, group.change, blocked)
      : (await ask(settings, { ...group, hostnames: [hostname] }, options)).answers;
    blocked ??= answers.find(stopsAll);
    settled.push(...answers);
  }
  return settled;
}

function stopsAll({ consequence, retryAfterMs }: UpdateAnswer): boolean {
  return /^(hold-account|back-off-account|wait-for-clock|wait-long)$/.test(consequence) || retryAfterMs !== null;
}

function repeatFor(hostname: string, change: readonly Family[], answer: UpdateAnswer): UpdateAnswer[] {
  return change.map((family) => ({ ...answer, hostname, family }));
}

async function ask(settings: DyndnsOptions, group: UpdateGroup, options: PublishOptions): Promise<ReadReply> {
  const { hostnames, change, ipv4 } = group;
  if (ipv4 === null || group.remove.length > 0)
    throw new TypeError("dyndns can't publish this group: a defect of the plan");
  // An AAAA record that is not to change is left out: the server leaves it alone then.
  const ipv6 = change.includes("ipv6") ? group.ipv6 : null;
  const reply = await settings.send({ hostname: hostnames.join(","), myip: ipv4, myipv6: ipv6 }, options);
  if (!("failure" in reply)) return readReply(reply, { hostnames, change, ipv4, ipv6 }, settings.credential);
  const failed = describeFailure(reply, settings.wallMs());
  return {
    answers: hostnames.flatMap((hostname) => change.map((family) => ({ hostname, family, ...failed }))),
    unmapped: [],
  };
}
