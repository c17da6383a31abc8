import type { Server } from "node:http";
import type { Socket } from "node:net";

/**
 * Keeps a server at a number of connections. Over it, the one that has kept us waiting longest is closed in favour of
 * the newcomer, so that connections that say nothing can't lock out those that do.
 */
export function limitConnections(server: Server, most: number): void {
  const waiting = new Set<Socket>();
  const all = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    all.add(socket);
    waiting.add(socket);
    socket.once("close", () => {
      all.delete(socket);
      waiting.delete(socket);
    });
    if (all.size > most) (waiting.values().next().value ?? socket).destroy();
  });
  // Between a whole request and its answer a connection is at work.
  server.on("request", (request, response) => {
    waiting.delete(request.socket);
    response.once("close", () => {
      if (all.has(request.socket)) waiting.add(request.socket);
    });
  });
}
