import { randomInt } from "node:crypto";
import { chooseCandidate } from "../formats/choose-candidate.ts";
import { type DnsAnswer, type DnsQuestion, readDnsAnswer, writeDnsQuery } from "../formats/dns-message.ts";
import { quote } from "../formats/find-address.ts";
import { exchangeDatagrams } from "../network/exchange-datagrams.ts";
import { exchangeOverTcp } from "../network/exchange-over-tcp.ts";
import { explainNetworkError } from "../network/explain-network-error.ts";
import { findPath, type Path } from "../network/find-path.ts";
import type { Question, RawAnswer } from "../source.ts";
import type { DnsSpec } from "../source-spec.ts";
import type { SourceDependencies } from "./source-dependencies.ts";

/** `dns:…`: a name server that answers with the address it was asked from. Over UDP; over TCP where the answer is cut off. */
export async function askDns(spec: DnsSpec, question: Question, dependencies: SourceDependencies): Promise<RawAnswer> {
  const { family } = question;
  const server = spec.servers[family];
  if (server === undefined) return { kind: "none", reason: "has no server of this family", unable: true };
  const found = await findPath(server, question, dependencies.network);
  if (!found.ok) return found.answer;
  const type = spec.recordType ?? (family === "ipv4" ? "A" : "AAAA");
  const asked = { id: randomInt(0x10000), name: spec.name, type, class: spec.recordClass } as const;
  try {
    return judge(await askOverUdp(spec, asked, found.path, question, dependencies), question);
  } catch (error) {
    return explainNetworkError(error, server, family);
  }
}

async function askOverUdp(
  spec: DnsSpec,
  asked: DnsQuestion,
  path: Path,
  { family, signal }: Question,
  { clock }: SourceDependencies,
): Promise<DnsAnswer> {
  const request = writeDnsQuery(asked);
  const exchanged = await exchangeDatagrams({
    path,
    port: spec.port,
    family,
    request,
    firstWaitMs: 1_000,
    read: (message) => {
      const answer = readDnsAnswer(message, asked);
      return answer.kind === "foreign" ? { foreign: answer.reason } : { value: answer };
    },
    clock,
    signal,
  });
  if (exchanged.ok && exchanged.value.kind === "truncated") {
    return readDnsAnswer(await exchangeOverTcp({ path, port: spec.port, request, signal }), asked);
  }
  if (exchanged.ok) return exchanged.value;
  if (exchanged.error !== null) throw exchanged.error;
  return { kind: "none", reason: exchanged.reason };
}

function judge(answer: DnsAnswer, { family }: Question): RawAnswer {
  if (answer.kind === "none") return answer;
  if (answer.kind === "truncated") return { kind: "none", reason: "an answer cut off even over TCP" };
  if (answer.kind === "foreign") return { kind: "none", reason: answer.reason };
  const candidates = answer.texts.map((text) => ({ text, rank: 0 }) as const);
  const shown = family === "ipv4" ? "IPv4" : "IPv6";
  return (
    chooseCandidate(candidates, family) ?? {
      kind: "none",
      reason: `no ${shown} address in ${quote(answer.texts.join(" "))}`,
    }
  );
}
