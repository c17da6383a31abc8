import { randomBytes } from "node:crypto";
import { exchangeDatagrams } from "../../platform/dns/exchange-datagrams.ts";
import { readStunAnswer, writeStunRequest } from "../formats/stun-message.ts";
import { explainNetworkError } from "../network/explain-network-error.ts";
import { findPath } from "../network/find-path.ts";
import type { Question, RawAnswer } from "../source.ts";
import type { SourceDependencies, SourceSpec } from "../source-kind.ts";

export interface StunSpec extends SourceSpec {
  readonly host: string;
  readonly port: number;
}

/** `stun://HOST[:PORT]`: one Binding request over UDP (RFC 8489). */
export async function askStun(
  spec: StunSpec,
  question: Question,
  { clock, network }: SourceDependencies,
): Promise<RawAnswer> {
  const found = await findPath(spec.host, question, network);
  if (!found.ok) return found.answer;
  const transactionId = randomBytes(12);
  const { family, signal } = question;
  const exchanged = await exchangeDatagrams({
    path: found.path,
    port: spec.port,
    family,
    request: writeStunRequest(transactionId),
    // RFC 8489, section 6.2.1: RTO.
    firstWaitMs: 500,
    read: (message) => {
      const answer = readStunAnswer(message, transactionId);
      return answer.kind === "foreign" ? { foreign: answer.reason } : { value: answer };
    },
    clock,
    signal,
  });
  if (exchanged.ok) return exchanged.value;
  if (exchanged.error !== null) return explainNetworkError(exchanged.error, spec.host, family);
  return { kind: "none", reason: exchanged.reason };
}
