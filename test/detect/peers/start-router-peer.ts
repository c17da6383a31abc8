import { randomBytes } from "node:crypto";
import { createSocket, type Socket } from "node:dgram";
import { parseAddress } from "../../../src/model/address.ts";
import { otherFamily, type Peer, type PeerSetup } from "./peer.ts";

/** The port of NAT-PMP and PCP, at an address of loopback that nobody else has. */
export async function bindRouterPort(): Promise<Socket> {
  for (let attempt = 1; attempt <= 20; attempt++) {
    const socket = createSocket("udp4");
    const [first, second, third] = randomBytes(3);
    const isBound = await new Promise<boolean>((resolve) => {
      socket.once("error", () => resolve(false));
      socket.bind(5351, `127.${first}.${second}.${((third ?? 0) % 250) + 2}`, () => resolve(true));
    });
    if (isBound) return socket;
    socket.close();
  }
  throw new Error("port 5351 is free at no address of loopback");
}

const startRouterPeer =
  (scheme: "natpmp" | "pcp", write: (request: Buffer, address: string) => Buffer) =>
  async ({ behaviour, address }: PeerSetup): Promise<Peer> => {
    let asked = 0;
    const udp = await bindRouterPort();
    const router = udp.address().address;
    udp.on("message", (message, from) => {
      asked++;
      const send = (answer: Buffer) => udp.send(answer, from.port, from.address);
      const genuine = write(message, address);
      const foreign = Buffer.from(genuine);
      foreign.writeUInt8(foreign.readUInt8(1) ^ 1, 1);
      if (behaviour === "garbage") send(Buffer.concat([genuine.subarray(0, 2), Buffer.alloc(58, 0xff)]));
      if (behaviour === "oversize") send(Buffer.alloc(60_000, 1));
      if (behaviour === "drip") send(genuine.subarray(0, 6));
      if (behaviour === "other-family") send(write(message, otherFamily(address)));
      if (behaviour.startsWith("forged")) send(foreign);
      if (behaviour === "answer" || behaviour === "forged-then-answer") send(genuine);
    });
    if (behaviour === "reset") await new Promise<void>((resolve) => udp.close(() => resolve()));
    return {
      uri: `${scheme}://${router}`,
      asked: () => asked,
      close: async () => void (behaviour === "reset" || udp.close()),
    };
  };

/** RFC 6886 has no room for an IPv6 address: where one is wanted, there is none. */
export const startNatPmpPeer = startRouterPeer("natpmp", (_request, address) => {
  const parsed = parseAddress(address);
  const bytes = parsed?.family === "ipv4" ? parsed.bytes : [];
  return Buffer.from([0, 128, 0, 0, 0, 0, 0, 1, ...bytes]);
});

/** RFC 6887, section 11.1: the mapping that was asked for, with an external address. */
export const startPcpPeer = startRouterPeer("pcp", (request, address) => {
  const parsed = parseAddress(address);
  const bytes = parsed?.family === "ipv4" ? [...Array(10).fill(0), 255, 255, ...parsed.bytes] : parsed?.bytes;
  const header = Buffer.from([2, 129, 0, 0, 0, 0, 0, 120, 0, 0, 0, 1, ...Array(12).fill(0)]);
  return Buffer.concat([header, request.subarray(24, 44), Buffer.from(bytes ?? [])]);
});
