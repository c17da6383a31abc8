import { Agent, type AgentOptions } from "node:https";
import type { Socket } from "node:net";
import { type ConnectionOptions, connect } from "node:tls";
import { openTunnel } from "./open-tunnel.ts";

type Made = (error: Error | null, socket?: Socket) => void;

/** Connections of Node's own client for https:, each through a tunnel of a proxy. */
export function createTunnelAgent(proxy: string, options: AgentOptions): Agent {
  const createConnection = (target: ConnectionOptions, made: Made): void => {
    const { host = "", port = 443 } = target;
    openTunnel(proxy, host, port).then((socket) => secure({ ...target, socket }, made), made);
  };
  return Object.assign(new Agent(options), { createConnection });
}

/** Passed on once TLS is established, so that what was not sent is known not to be. */
function secure(target: ConnectionOptions, made: Made): void {
  // Whatever NODE_TLS_REJECT_UNAUTHORIZED says: TLS is never weakened.
  const socket = connect({ ...target, rejectUnauthorized: true });
  const fail = (error: Error) => made(error);
  socket.once("error", fail);
  socket.once("secureConnect", () => {
    socket.off("error", fail);
    made(null, socket);
  });
}
