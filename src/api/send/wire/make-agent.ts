import type { Dispatcher } from "undici";
import { openTunnel } from "../../../platform/http/open-tunnel.ts";
import { limitedLookup } from "./limit-lookup.ts";
import { loadAgent, loadConnector } from "./load-undici.ts";

const maxConnectMs = 10_000;

/** The `code` of a reset, by a name that undici doesn't know. */
export const resetCode = "RESET";

/** The client's own connections; with a proxy, through tunnels of it. */
export async function makeAgent(proxy: string | null): Promise<Dispatcher> {
  const [Agent, buildConnector] = await Promise.all([loadAgent(), loadConnector()]);
  // Whatever NODE_TLS_REJECT_UNAUTHORIZED says: TLS is never weakened.
  const trust = { rejectUnauthorized: true };
  const connect = buildConnector({ timeout: maxConnectMs, lookup: limitedLookup, ...trust });
  return new Agent({
    connect: (options, done) => {
      const callback: typeof done = (...connected) => {
        // undici takes a reset for the end of an answer of unknown length, unless it doesn't know it for one.
        connected[1]?.on("error", renameReset);
        done(...connected);
      };
      if (proxy === null || options.protocol !== "https:") return connect(options, callback);
      openTunnel(proxy, options.hostname, Number(options.port || 443)).then(
        (httpSocket) => connect({ ...options, httpSocket }, callback),
        (error: Error) => callback(error, null),
      );
    },
  });
}

function renameReset(error: NodeJS.ErrnoException): void {
  if (error.code === "ECONNRESET") error.code = resetCode;
}
