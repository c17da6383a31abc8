import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";

/**
 * Keeps a server at a number of connections. Over it, the one that has kept us waiting longest is closed in favour of
 * the newcomer, so that those that say nothing, or never all of it, can't lock out the others. A connection with
 * too many requests that aren't answered yet is closed.
 */
export function limitConnections(
  server: Server,
  { maxConnections, maxUnanswered }: { readonly maxConnections: number; readonly maxUnanswered: number },
): void {
  const waiting = new Set<Socket>();
  /** How many requests of each aren't answered yet. */
  const all = new Map<Socket, number>();
  server.on("connection", (socket: Socket) => {
    all.set(socket, 0);
    waiting.add(socket);
    socket.once("close", () => {
      all.delete(socket);
      waiting.delete(socket);
    });
    if (all.size > maxConnections) (waiting.values().next().value ?? socket).destroy();
  });
  const count = (socket: Socket, more: number) => {
    const unanswered = (all.get(socket) ?? 0) + more;
    if (all.has(socket)) all.set(socket, unanswered);
    return unanswered;
  };
  // Between a whole request and its answer a connection is at work.
  server.on("request", (request, response) => {
    const { socket } = request;
    if (count(socket, 1) > maxUnanswered) return void socket.destroy();
    if (hasBody(request)) request.once("end", () => waiting.delete(socket));
    else waiting.delete(socket);
    response.once("close", () => {
      if (count(socket, -1) === 0 && all.has(socket)) waiting.add(socket);
    });
  });
}

/** RFC 9112, 6.3. */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
