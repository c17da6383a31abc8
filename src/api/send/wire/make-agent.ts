import type { Dispatcher } from "undici";
import { limitedLookup } from "./limit-lookup.ts";
import { loadAgent, loadConnector } from "./load-undici.ts";

const connectTimeoutMs = 10_000;

/** The `code` of a reset, by a name that undici doesn't know. */
export const resetCode = "RESET";

/** The client's own connections. */
export async function makeAgent(): Promise<Dispatcher> {
  const [Agent, buildConnector] = await Promise.all([loadAgent(), loadConnector()]);
  // Whatever NODE_TLS_REJECT_UNAUTHORIZED says: TLS is never weakened.
  const trust = { rejectUnauthorized: true };
  const connect = buildConnector({ timeout: connectTimeoutMs, lookup: limitedLookup, ...trust });
  return new Agent({
    connect: (options, done) =>
      connect(options, (...connected) => {
        // undici takes a reset for the end of an answer of unknown length, unless it doesn't know it for one.
        connected[1]?.on("error", renameReset);
        done(...connected);
      }),
  });
}

function renameReset(error: NodeJS.ErrnoException): void {
  if (error.code === "ECONNRESET") error.code = resetCode;
}
