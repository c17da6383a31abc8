import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Behaviour, otherFamily, type Peer, type PeerSetup } from "./peer.ts";

export async function startHttpPeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    if (behaviour === "reset") return void request.socket.resetAndDestroy();
    if (behaviour !== "silence") writeHttp(response, behaviour, address);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, // A TCP server's address is an AddressInfo.
    asked: () => asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function writeHttp(response: ServerResponse, behaviour: Behaviour, address: string): void {
  switch (behaviour) {
    case "other-family":
      return void response.end(otherFamily(address));
    case "forged":
      return void response.end(`<html><body>Log in from ${address}</body></html>`);
    case "garbage":
      return void response.end(Buffer.from([0, 255, 128, 27, 91, 50, 74, 10, 7]));
    case "oversize":
      return void response.end(`${address}\n`.repeat(10_000));
    case "drip": {
      response.write(address.slice(0, 3));
      const timer = setInterval(() => response.write("0"), 50);
      return void response.on("close", () => clearInterval(timer));
    }
    default:
      return void response.end(`${address}\n`);
  }
}
