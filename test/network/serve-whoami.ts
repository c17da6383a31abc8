import { createSocket } from "node:dgram";
import { decode, encode } from "dns-packet";
import { whyNotPublic } from "../../src/model/addresses/public-address.ts";
import { writeStunSuccess } from "../detect/sources/start-peer.ts";
import { publicAddress, services, vpn, whoamiAddresses } from "./addresses.ts";

/** What the router's own address is now. */
export const seen: { ipv4: string } = { ipv4: publicAddress.ipv4 };

/** What somebody outside takes the asker for: the router stands before it over IPv4, nobody over IPv6. */
export function seenAs(peer: string): string {
  if (peer === vpn.home) return vpn.exit;
  return whyNotPublic(peer) !== null && peer.includes(".") ? seen.ipv4 : peer;
}

export async function serveStun(): Promise<void> {
  const addresses = [...services["stun.cloudflare.com"], ...services["stun.l.google.com"]];
  for (const [index, address] of addresses.entries()) {
    const port = index < 2 ? 3478 : 19302;
    await serve(address, port, (packet, peer) => writeStunSuccess(packet.subarray(4, 20), seenAs(peer)));
  }
}

/** Any question is answered with the asker's address. */
export async function serveWhoami(): Promise<void> {
  for (const address of whoamiAddresses) {
    await serve(address, 53, (packet, peer) => {
      const { id = 0, questions = [] } = decode(packet);
      const [question] = questions;
      if (question === undefined) return packet;
      const { name, type } = question;
      // biome-ignore lint/suspicious/noExplicitAny: the class of a question is a text, but its type says number
      const answer: any = { name, type, class: question.class, ttl: 0, data: seenAs(peer) };
      return encode({ type: "response", id, questions, answers: [answer] });
    });
  }
}

async function serve(address: string, port: number, answer: (packet: Buffer, peer: string) => Buffer): Promise<void> {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  socket.on("message", (packet, from) => socket.send(answer(packet, from.address), from.port, from.address));
  await new Promise<void>((resolve) => socket.bind(port, address, resolve));
}
