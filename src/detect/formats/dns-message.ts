import { type Answer, decode, encode, RECURSION_DESIRED } from "dns-packet";

/** One question as it goes onto the wire. `id` is 16 unpredictable bits. */
export interface DnsQuestion {
  readonly id: number;
  readonly name: string;
  readonly type: "A" | "AAAA" | "TXT";
  readonly class: "IN" | "CH";
}

export type DnsAnswer =
  /** The answer's addresses or texts, in its order. */
  | { readonly kind: "texts"; readonly texts: readonly string[] }
  | { readonly kind: "none"; readonly reason: string }
  /** Cut off: to be asked again over TCP. */
  | { readonly kind: "truncated" }
  /** Not an answer to this question: to be passed over. */
  | { readonly kind: "foreign"; readonly reason: string };

export function writeDnsQuery({ id, name, type, class: recordClass }: DnsQuestion): Uint8Array {
  return encode({ type: "query", id, flags: RECURSION_DESIRED, questions: [{ name, type, class: recordClass }] });
}

/** Reads what came back for a question: only an answer that repeats its id and the question itself counts. */
export function readDnsAnswer(message: Buffer, question: DnsQuestion): DnsAnswer {
  if (message.length < 12 || (message.readUInt8(2) & 0xf8) !== 0x80) return foreign("no DNS answer");
  if (message.readUInt16BE(0) !== question.id) return foreign("an answer with another id");
  const truncated = (message.readUInt8(2) & 0x02) !== 0;
  const packet = decodeSafely(message);
  if (packet === null) return truncated ? { kind: "truncated" } : foreign("a damaged DNS answer");
  const [repeated, ...more] = packet.questions ?? [];
  if (repeated === undefined || more.length > 0 || !isSame(repeated, question))
    return foreign("an answer to another question");
  if (truncated) return { kind: "truncated" };
  const rcode = message.readUInt8(3) & 0x0f;
  if (rcode !== 0) return { kind: "none", reason: `the name server says ${rcodes[rcode] ?? `error ${rcode}`}` };
  const texts = readTexts(packet.answers ?? [], question);
  return texts.length > 0
    ? { kind: "texts", texts }
    : { kind: "none", reason: `no ${question.type} record in the answer` };
}

/** RFC 1035, section 4.1.1. */
const rcodes = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

function decodeSafely(message: Buffer): ReturnType<typeof decode> | null {
  try {
    const packet = decode(message);
    // It reads an address beyond the end of the message without a word.
    return decode.bytes > message.length ? null : packet;
  } catch {
    return null;
  }
}

function isSame(repeated: { name: string; type: string; class?: string | undefined }, question: DnsQuestion): boolean {
  return (
    repeated.name.toLowerCase() === question.name.toLowerCase() &&
    repeated.type === question.type &&
    (repeated.class ?? "IN") === question.class
  );
}

/** Records of the type asked for; those of a CNAME's target count, the server put them there for this question. */
function readTexts(answers: readonly Answer[], { type }: DnsQuestion): readonly string[] {
  return answers.flatMap((answer) => {
    if (answer.type !== type) return [];
    if (answer.type === "TXT") return [joinText(answer.data)];
    return typeof answer.data === "string" ? [answer.data] : [];
  });
}

/** A TXT record is one text, cut into strings of 255 octets. */
function joinText(data: unknown): string {
  return [data].flat().map(String).join("");
}

function foreign(reason: string): DnsAnswer {
  return { kind: "foreign", reason };
}
