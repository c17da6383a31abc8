import { createSocket } from "node:dgram";
import { connect, createServer, type Socket } from "node:net";
import { decode, encode, type Answer as Record } from "dns-packet";
import { nobody, routerAddresses, services } from "./addresses.ts";
import { portal, weather } from "./serve-whoami.ts";

/** What the router's resolver does. */
export type ResolverMode = "answer" | "silence" | "nxdomain" | "servfail" | "invent";

const rcodes = { nxdomain: 3, servfail: 2 } as const;
const recursive = 0x180; // RD and RA

interface Port {
  readonly host: string;
  readonly port: number;
}

/** The router's resolver, and the zone's own name servers, behind which the simulator's DNS stands. */
export async function serveNames(
  resolver: { readonly mode: ResolverMode; readonly intercepted: string | null },
  simulated: Port,
): Promise<void> {
  const nameServers = Object.entries(services).filter(([name]) => name.startsWith("ns"));
  for (const [, addresses] of nameServers) {
    for (const address of addresses) {
      await serveDatagrams(address, (packet) => intercept(packet, resolver.intercepted) ?? relay(packet, simulated));
      createServer((socket) => passOn(socket, simulated)).listen(53, address);
    }
  }
  await serveDatagrams(nobody, (packet) => intercept(packet, resolver.intercepted) ?? Promise.resolve(null));
  for (const address of routerAddresses) {
    // Where the family isn't routed, the router has no such address.
    await serveDatagrams(address, (packet) => resolve(packet, resolver.mode, simulated)).catch(() => {});
  }
}

function passOn(socket: Socket, { host, port }: Port): void {
  const upstream = connect(port, host);
  const end = () => {
    socket.destroy();
    upstream.destroy();
  };
  socket.on("error", end).pipe(upstream).on("error", end).pipe(socket);
}

/** Claims to be authoritative, as some boxes on the way do; null where it lets a question pass. */
function intercept(packet: Buffer, address: string | null): Promise<Buffer> | null {
  const { id = 0, questions = [] } = decode(packet);
  const [question] = questions;
  if (address === null || question?.type !== "A") return null;
  const answers: Record[] = [{ type: "A", name: question.name, ttl: 60, data: address }];
  return Promise.resolve(encode({ type: "response", id, questions, flags: authoritative, answers }));
}

const authoritative = 0x400;
/** The search page of a provider who answers for names that don't exist. */
export const inventedAddress = "185.53.178.99";

async function resolve(packet: Buffer, mode: ResolverMode, simulated: Port): Promise<Buffer | null> {
  if (mode === "silence") return null;
  const { id = 0, questions = [] } = decode(packet);
  const [question] = questions;
  if (question === undefined) return null;
  if (mode === "nxdomain" || mode === "servfail")
    return encode({ type: "response", id, questions, flags: recursive | rcodes[mode] });
  if (weather.portal) {
    const answers: Record[] = question.type === "A" ? [{ type: "A", name: question.name, ttl: 0, data: portal }] : [];
    return encode({ type: "response", id, questions, flags: recursive, answers });
  }
  const known: readonly string[] | undefined = Object.entries(services).find(
    ([name]) => name === question.name.toLowerCase(),
  )?.[1];
  if (known === undefined && mode === "invent" && question.type === "A" && !question.name.endsWith("example.no")) {
    const answers: Record[] = [{ type: "A", name: question.name, ttl: 60, data: inventedAddress }];
    return encode({ type: "response", id, questions, flags: recursive, answers });
  }
  if (known === undefined && !/(^|\.)example\.no$/i.test(question.name)) {
    return encode({ type: "response", id, questions, flags: recursive | rcodes.nxdomain });
  }
  if (known === undefined) return relay(packet, simulated);
  const answers = known
    .filter((address) => question.type === (address.includes(":") ? "AAAA" : "A"))
    .map((data) => ({ type: question.type, name: question.name, ttl: 60, data }) as Record);
  return encode({ type: "response", id, questions, flags: recursive, answers });
}

/** Asks the simulator's DNS, from a socket of its own. */
function relay(packet: Buffer, { host, port }: Port): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("message", (answer) => {
      socket.close();
      resolve(answer);
    });
    socket.send(packet, port, host);
  });
}

async function serveDatagrams(address: string, answer: (packet: Buffer) => Promise<Buffer | null>): Promise<void> {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  socket.on("message", (packet, from) => {
    // Whoever asks from an address that no answer reaches gets none.
    void answer(packet).then((reply) => reply && socket.send(reply, from.port, from.address, () => {}));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(53, address, resolve);
  });
}
