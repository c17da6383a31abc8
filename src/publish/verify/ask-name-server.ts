import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect, isIPv6 } from "node:net";
import { decode, encode, type Packet } from "dns-packet";
import { canonicalAddress } from "../../model/address.ts";

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

const waitMs = 2_000;
const tries = 2;

/**
 * Asks one name server over UDP, and over TCP where the answer is cut off. Only an authoritative answer counts: a provider's
 * resolver that answers in the server's place gives old ones. Never rejects.
 */
export async function askNameServer(
  server: NameServer,
  question: AddressQuestion,
  signal: AbortSignal,
): Promise<ServerAnswer> {
  const id = randomInt(0x10000);
  const query = encode({
    type: "query",
    id,
    questions: [{ name: question.hostname, type: question.type, class: "IN" }],
  });
  try {
    const answer = await askOverUdp(server, query, signal, (message) => readAnswer(message, id, question));
    if (answer !== "truncated") return answer;
    const whole = readAnswer(await askOverTcp(server, query, signal), id, question);
    return whole === "foreign" || whole === "truncated" ? none("an answer to another question") : whole;
  } catch (error) {
    return { kind: "none", reason: error instanceof Error ? error.message : String(error), silent: true };
  }
}

type Read = ServerAnswer | "truncated" | "foreign";

function none(reason: string): ServerAnswer {
  return { kind: "none", reason, silent: false };
}

/** Passes over whatever is no answer to this question. */
function readAnswer(message: Buffer, id: number, { hostname, type }: AddressQuestion): Read {
  const packet = decodeSafely(message);
  const [asked] = packet?.questions ?? [];
  if (packet === null || packet.type !== "response" || packet.id !== id || asked === undefined) return "foreign";
  const name = hostname.toLowerCase();
  if (asked.name.toLowerCase() !== name || asked.type !== type) return "foreign";
  if (packet.flag_tc) return "truncated";
  const rcode = (packet.flags ?? 0) & 0x0f;
  if (rcode !== 0 && rcode !== nameUnknown) return none(`it answers with code ${rcode}`);
  if (!packet.flag_aa) return none("what answers is not authoritative for the zone");
  const own = (packet.answers ?? []).filter((record) => record.type === type && record.name.toLowerCase() === name);
  const addresses = own.flatMap((record) => ("data" in record ? (canonicalAddress(String(record.data)) ?? []) : []));
  return { kind: "addresses", addresses };
}

/** NXDOMAIN: there is no such name, so it has no address either. */
const nameUnknown = 3;

/** What dns-packet adds to what it decodes. */
interface Decoded extends Packet {
  readonly flag_aa?: boolean;
  readonly flag_tc?: boolean;
}

function decodeSafely(message: Buffer): Decoded | null {
  try {
    return decode(message);
  } catch {
    return null;
  }
}

/** The socket is connected, so the system drops what comes from elsewhere; its port is a random one. */
function askOverUdp(
  { address, port }: NameServer,
  query: Buffer,
  signal: AbortSignal,
  read: (message: Buffer) => Read,
): Promise<ServerAnswer | "truncated"> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: isIPv6(address) ? "udp6" : "udp4", signal });
    let sent = 0;
    const send = () => {
      if (sent++ < tries) socket.send(query);
      else finish(() => reject(new Error("it does not answer")));
    };
    const timer = setInterval(send, waitMs);
    const finish = (settle: () => void) => {
      clearInterval(timer);
      socket.removeAllListeners("close");
      if (!signal.aborted) socket.close();
      settle();
    };
    socket.on("error", (error) => finish(() => reject(error)));
    socket.on("close", () => finish(() => reject(new Error("the check was ended"))));
    socket.on("message", (message) => {
      const answer = read(message);
      if (answer !== "foreign") finish(() => resolve(answer));
    });
    socket.once("connect", send);
    socket.connect(port, address);
  });
}

/** One message each way, with its length before it (RFC 1035, section 4.2.2). */
function askOverTcp({ address, port }: NameServer, query: Buffer, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, signal, timeout: waitMs * tries });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(query.length);
    socket.write(Buffer.concat([length, query]));
    let received = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const expected = received.length < 2 ? Number.POSITIVE_INFINITY : 2 + received.readUInt16BE(0);
      if (received.length < expected) return;
      socket.destroy();
      resolve(received.subarray(2, expected));
    });
    socket.on("timeout", () => socket.destroy(new Error("it does not answer over TCP")));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("it closed the connection")));
  });
}
