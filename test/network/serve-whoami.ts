import { createSocket } from "node:dgram";
import { decode, encode } from "dns-packet";
import { whyNotPublic } from "../../src/model/addresses/public-address.ts";
import { writeStunSuccess } from "../detect/peers/start-stun-peer.ts";
import { publicAddress, services, vpn, whoamiAddresses } from "./addresses.ts";

/** What the router's own address is now. */
export const seen: { ipv4: string } = { ipv4: publicAddress.ipv4 };

/** How those outside behave: which services lie, or say nothing, by their addresses; a portal that answers for all of them. */
export const weather: Weather = { lying: [], down: [], portal: false };

export interface Weather {
  lying: readonly string[];
  down: readonly string[];
  portal: boolean;
}

/** What liars say, and where a portal stands. */
export const lies = { ipv4: "185.66.66.66", ipv6: "2a02:fe0:666::6" } as const;
export const portal = "185.9.9.9";

/** What somebody outside takes the asker for: the router stands before it over IPv4, nobody over IPv6. */
export function seenAs(peer: string, service: string): string {
  if (weather.lying.includes(service)) return peer.includes(".") ? lies.ipv4 : lies.ipv6;
  if (peer === vpn.home) return vpn.exit;
  return whyNotPublic(peer) !== null && peer.includes(".") ? seen.ipv4 : peer;
}

export async function serveStun(): Promise<void> {
  const addresses = [...services["stun.cloudflare.com"], ...services["stun.l.google.com"]];
  for (const [index, address] of addresses.entries()) {
    const port = index < 2 ? 3478 : 19302;
    await serve(address, port, (packet, peer) =>
      weather.portal ? null : writeStunSuccess(packet.subarray(4, 20), seenAs(peer, address)),
    );
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
      const answer: any = { name, type, class: question.class, ttl: 0, data: seenAs(peer, address) };
      if (weather.portal && type === "A") answer.data = portal;
      if (weather.portal && type !== "A") return encode({ type: "response", id, questions, flags: 3 });
      return encode({ type: "response", id, questions, answers: [answer] });
    });
  }
}

async function serve(
  address: string,
  port: number,
  answer: (packet: Buffer, peer: string) => Buffer | null,
): Promise<void> {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  socket.on("message", (packet, from) => {
    // While its new address is checked, a host asks from the one of its link, which has that link's name behind it.
    const [peer = ""] = from.address.split("%");
    const reply = weather.down.includes(address) ? null : answer(packet, peer);
    // Whoever asks from an address that no answer reaches gets none.
    if (reply !== null) socket.send(reply, from.port, from.address, () => {});
  });
  await new Promise<void>((resolve) => socket.bind(port, address, resolve));
}
