import { randomInt } from "node:crypto";
import type { Family } from "../../model/family.ts";
import type { Clock } from "../clock.ts";
import { type DnsQuestion, type DnsReply, readDnsReply, writeDnsQuery } from "./dns-message.ts";
import { type Exchanged, exchangeDatagrams, type Path } from "./exchange-datagrams.ts";
import { exchangeOverTcp } from "./exchange-over-tcp.ts";

export interface DnsExchange {
  readonly path: Path;
  readonly port: number;
  readonly family: Family;
  readonly question: Omit<DnsQuestion, "id">;
  /** The first wait before the question is sent again. */
  readonly firstWaitMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A whole reply to the question. */
export type WholeReply = Extract<DnsReply, { kind: "reply" }>;

/** Asks one server over UDP, and over TCP where the answer is cut off. Never rejects. */
export async function askDnsServer(exchange: DnsExchange): Promise<Exchanged<WholeReply>> {
  const question = { ...exchange.question, id: randomInt(0x10000) };
  const request = writeDnsQuery(question);
  const exchanged = await exchangeDatagrams({
    ...exchange,
    request,
    read: (message) => {
      const reply = readDnsReply(message, question);
      return reply.kind === "foreign" ? { foreign: reply.reason } : { value: reply };
    },
  });
  if (!exchanged.ok) return exchanged;
  if (exchanged.value.kind === "reply") return { ok: true, value: exchanged.value };
  return askAgain(exchange, request, question);
}

async function askAgain(
  { path, port, signal }: DnsExchange,
  request: Uint8Array,
  question: DnsQuestion,
): Promise<Exchanged<WholeReply>> {
  try {
    const reply = readDnsReply(await exchangeOverTcp({ path, port, request, signal }), question);
    if (reply.kind === "reply") return { ok: true, value: reply };
    const reason = reply.kind === "truncated" ? "an answer cut off even over TCP" : reply.reason;
    return { ok: false, error: null, reason };
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    return { ok: false, error: failure, reason: failure.message };
  }
}
