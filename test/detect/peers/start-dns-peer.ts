import { createSocket, type Socket } from "node:dgram";
import { type AddressInfo, createServer, type Server } from "node:net";
import { decode, encode, TRUNCATED_RESPONSE } from "dns-packet";
import { otherFamily, type Peer, type PeerSetup } from "./peer.ts";

/** A DNS server on UDP and TCP; answers TXT. `drip` truncates and drips over TCP. */
export async function startDnsPeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  let asked = 0;
  const udp = createSocket("udp4");
  const tcp = createServer((socket) => {
    socket.on("error", () => {});
    const timer = setInterval(() => socket.write("\0"), 50);
    socket.on("close", () => clearInterval(timer));
  });
  udp.on("message", (message, from) => {
    asked++;
    const query = decode(message);
    const reply = (id: number, text: string, flags = 0, name = query.questions?.[0]?.name ?? "") => {
      const [question] = query.questions ?? [];
      if (question === undefined) return;
      const answers = [{ type: "TXT" as const, name, class: question.class, data: text }];
      udp.send(
        encode({ type: "response", id, flags, questions: [{ ...question, name }], answers }),
        from.port,
        from.address,
      );
    };
    const id = query.id ?? 0;
    if (behaviour === "other-family") reply(id, otherFamily(address));
    if (behaviour === "garbage")
      udp.send(
        Buffer.concat([message.subarray(0, 2), Buffer.from("85800001ffff", "hex"), Buffer.alloc(40, 0xff)]),
        from.port,
        from.address,
      );
    if (behaviour === "oversize") udp.send(Buffer.alloc(60_000, 1), from.port, from.address);
    if (behaviour === "drip") reply(id, "", TRUNCATED_RESPONSE);
    if (behaviour.startsWith("forged")) {
      reply((id + 1) & 0xffff, "185.6.6.6");
      reply(id, "185.6.6.6", 0, "other.example");
    }
    if (behaviour === "answer" || behaviour === "forged-then-answer") reply(id, address);
  });
  const port = await listenOnBoth(udp, tcp);
  if (behaviour === "reset") await new Promise<void>((resolve) => udp.close(() => resolve()));
  return {
    uri: `dns://127.0.0.1:${port}/whoami.example?type=TXT&class=CH`,
    asked: () => asked,
    close: async () => {
      tcp.close();
      if (behaviour !== "reset") udp.close();
    },
  };
}

/** On one port, which may be free for one of them only: then on another. Gives the port. */
async function listenOnBoth(udp: Socket, tcp: Server): Promise<number> {
  for (let attempt = 1; attempt <= 20; attempt++) {
    await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
    const { port } = tcp.address() as AddressInfo; // A TCP server's address is an AddressInfo.
    const isBound = await new Promise<boolean>((resolve) => {
      udp.once("error", () => resolve(false));
      udp.bind(port, "127.0.0.1", () => resolve(true));
    });
    if (isBound) return port;
    await new Promise((resolve) => tcp.close(resolve));
  }
  throw new Error("no port is free for UDP and TCP");
}
