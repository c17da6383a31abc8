import { type Family, familyLabel } from "../../model/family.ts";
import { askDnsServer, type WholeReply } from "../../platform/dns/ask-dns-server.ts";
import { chooseCandidate } from "../formats/choose-candidate.ts";
import { quote } from "../formats/find-address.ts";
import { explainNetworkError } from "../network/explain-network-error.ts";
import { findPath } from "../network/find-path.ts";
import type { Question, RawAnswer } from "../source.ts";
import type { SourceDependencies, SourceSpec } from "../source-kind.ts";

export interface DnsSpec extends SourceSpec {
  /** The server to ask over each family: an address, or a host name. */
  readonly servers: Readonly<Partial<Record<Family, string>>>;
  readonly port: number;
  readonly name: string;
  /** Null: A or AAAA, by the family asked for. */
  readonly recordType: "A" | "AAAA" | "TXT" | null;
  readonly recordClass: "IN" | "CH";
}

/** `dns:…`: a name server that answers with the address it was asked from. */
export async function askDns(spec: DnsSpec, question: Question, dependencies: SourceDependencies): Promise<RawAnswer> {
  const { family, signal } = question;
  const server = spec.servers[family];
  if (server === undefined) return { kind: "none", reason: "has no server for this family", unable: true };
  const found = await findPath(server, question, dependencies.network);
  if (!found.ok) return found.answer;
  const type = spec.recordType ?? (family === "ipv4" ? "A" : "AAAA");
  const exchanged = await askDnsServer({
    path: found.path,
    port: spec.port,
    family,
    question: { name: spec.name, type, class: spec.recordClass, recursion: true },
    firstWaitMs: 1_000,
    clock: dependencies.clock,
    signal,
  });
  if (exchanged.ok) return judgeReply(exchanged.value, type, question);
  const { error, reason } = exchanged;
  return error === null ? { kind: "none", reason } : explainNetworkError(error, server, family);
}

/** RFC 1035, section 4.1.1. */
const responseCodes = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

/** Records of a CNAME's target count: the server put them there for this question. */
function judgeReply({ responseCode, records }: WholeReply, type: string, { family }: Question): RawAnswer {
  if (responseCode !== 0) {
    return { kind: "none", reason: `the name server says ${responseCodes[responseCode] ?? `error ${responseCode}`}` };
  }
  if (records.length === 0) return { kind: "none", reason: `no ${type} record in the answer` };
  const candidates = records.map(({ text }) => ({ text, rank: 0 }) as const);
  const shown = familyLabel(family);
  const reason = `no ${shown} address in ${quote(records.map(({ text }) => text).join(" "))}`;
  return chooseCandidate(candidates, family) ?? { kind: "none", reason };
}
