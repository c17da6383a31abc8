import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer, isIPv6, type Server, type Socket } from "node:net";
import type { Faults } from "../faults.ts";
import type { Zones } from "../store/zones.ts";
import { answerQuery, failQuery, rcodes } from "./answer-query.ts";

export interface DnsServerOptions {
  readonly zones: Zones;
  readonly faults: Faults;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

/** Serves the zones authoritatively over UDP and TCP on one port. */
export async function startDnsServer(options: DnsServerOptions): Promise<{ port: number; close(): Promise<void> }> {
  // A port that is free for TCP may be in use for UDP; then it tries another.
  for (let attempt = 1; ; attempt++) {
    const sockets = new Set<Socket>();
    const tcp = createServer((socket) => serveConnection(socket, options, sockets));
    const udp = createSocket(isIPv6(options.host) ? "udp6" : "udp4");
    try {
      const port = await listenOnBoth(tcp, udp, options);
      serveDatagrams(udp, options);
      return { port, close: () => closeBoth(tcp, udp, sockets) };
    } catch (error) {
      tcp.close();
      udp.close();
      if (options.port !== 0 || attempt === 20) throw error;
    }
  }
}

async function listenOnBoth(tcp: Server, udp: UdpSocket, { host, port }: DnsServerOptions): Promise<number> {
  tcp.listen(port, host);
  await once(tcp, "listening");
  const free = (tcp.address() as AddressInfo).port; // a listening TCP server has an address of that kind
  udp.bind(free, host);
  await once(udp, "listening");
  return free;
}

function serveDatagrams(udp: UdpSocket, { zones, faults }: DnsServerOptions): void {
  udp.on("error", () => {});
  udp.on("message", (packet, from) => {
    const answer = answerOrFault(packet, zones, faults, "udp");
    // The client may be gone by now, which is its own business.
    if (answer) udp.send(answer, from.port, from.address, () => {});
  });
}

/** Queries, each preceded by its length, several per connection (RFC 7766). */
function serveConnection(socket: Socket, { zones, faults }: DnsServerOptions, sockets: Set<Socket>): void {
  sockets.add(socket);
  let received: Buffer = Buffer.alloc(0);
  socket.setTimeout(10_000, () => socket.destroy());
  socket.on("error", () => {});
  socket.on("close", () => sockets.delete(socket));
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const length = received.readUInt16BE(0);
      const answer = answerOrFault(received.subarray(2, 2 + length), zones, faults, "tcp");
      received = received.subarray(2 + length);
      if (answer) socket.write(withLength(answer));
    }
  });
}

function answerOrFault(packet: Buffer, zones: Zones, faults: Faults, transport: "udp" | "tcp"): Buffer | null {
  if (faults.dns === "silence") return null;
  if (faults.dns === "servfail" && packet.length >= 12) return failQuery(packet, rcodes.servFail);
  return answerQuery(packet, zones, transport);
}

function withLength(packet: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(packet.length);
  return Buffer.concat([length, packet]);
}

async function closeBoth(tcp: Server, udp: UdpSocket, sockets: Set<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await Promise.all([new Promise((resolve) => tcp.close(resolve)), new Promise<void>((resolve) => udp.close(resolve))]);
}
