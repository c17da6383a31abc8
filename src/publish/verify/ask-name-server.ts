import { canonicalAddress, familyOf } from "../../model/address.ts";
import { systemClock } from "../../platform/clock.ts";
import { askDnsServer, type WholeReply } from "../../platform/dns/ask-dns-server.ts";
import { isSameName } from "../../platform/dns/dns-message.ts";
import { messageOf } from "../../platform/error-message.ts";
import { withLimit } from "../../platform/with-limit.ts";

export interface NameServer {
  /** For people. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

export interface AddressQuestion {
  readonly hostname: string;
  readonly type: "A" | "AAAA";
}

/** What an authoritative server has; `none`: no answer that counts, and why; `silent`: it was not even there. */
export type ServerAnswer =
  | { readonly kind: "addresses"; readonly addresses: readonly string[] }
  | { readonly kind: "none"; readonly reason: string; readonly silent: boolean };

/** It is asked twice in this time. */
const maxAnswerMs = 4_000;
const firstWaitMs = 2_000;

/**
 * Asks one name server. Only an authoritative answer counts: a provider's resolver that answers in the server's place gives
 * old ones. Never rejects.
 */
export async function askNameServer(
  { address, port }: NameServer,
  { hostname, type }: AddressQuestion,
  outer: AbortSignal,
): Promise<ServerAnswer> {
  const question = { name: hostname, type, class: "IN", recursion: false } as const;
  const path = { address, localAddress: null };
  const family = familyOf(address) ?? "ipv4";
  try {
    const exchanged = await withLimit(systemClock, maxAnswerMs, outer, (signal) =>
      askDnsServer({ path, port, family, question, firstWaitMs, clock: systemClock, signal }),
    );
    return exchanged.ok ? judgeReply(exchanged.value, hostname) : none(exchanged.reason, true);
  } catch (error) {
    return none(messageOf(error), true);
  }
}

function none(reason: string, silent: boolean): ServerAnswer {
  return { kind: "none", reason, silent };
}

/** NXDOMAIN: there is no such name, so it has no address either. */
const nameUnknown = 3;

function judgeReply({ responseCode, authoritative, records }: WholeReply, hostname: string): ServerAnswer {
  if (responseCode !== 0 && responseCode !== nameUnknown) return none(`it answers with code ${responseCode}`, false);
  if (!authoritative) return none("its answer is not authoritative for the zone", false);
  const own = records.filter(({ name }) => isSameName(name, hostname));
  return { kind: "addresses", addresses: own.flatMap(({ text }) => canonicalAddress(text) ?? []) };
}
