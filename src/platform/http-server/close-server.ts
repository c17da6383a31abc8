import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

const closeGraceMs = 300;

/** Closes a server soon, even if somebody is still connected. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), closeGraceMs);
  await closed;
  clearTimeout(impatience);
}

/** Where a server listens; null if it doesn't. */
export function addressOf(server: Server): { readonly host: string; readonly port: number } | null {
  const where = server.address() as AddressInfo | null; // a server on TCP has no address of another kind
  return where && { host: where.address, port: where.port };
}
