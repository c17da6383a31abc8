import { systemClock } from "../../platform/clock.ts";
import type { ApiClock } from "../clock.ts";
import { NotFoundError } from "../errors.ts";
import type { Gigahost } from "../gigahost.ts";
import type { CallOptions } from "../gigahost-options.ts";

export interface ServerLook extends CallOptions {
  /** How many times to look before an absence is believed; 3 by default. */
  readonly looks?: number;
  /** 2 s by default. */
  readonly everyMs?: number;
  readonly clock?: ApiClock;
}

/**
 * Looks for a server until it is found; null if several looks didn't find it. The API leaves servers that are there out of
 * its list, and answers 404 for them, for tens of seconds now and then. `look` returns null, or rejects with a NotFoundError.
 */
export async function lookForServer<Found>(
  look: () => Promise<Found | null>,
  { looks = 3, everyMs = 2_000, clock = systemClock, signal }: ServerLook = {},
): Promise<Found | null> {
  for (let count = 1; ; count++) {
    const found = await look().catch((error: unknown) => {
      if (error instanceof NotFoundError) return null;
      throw error;
    });
    if (found !== null || count >= looks) return found;
    await clock.sleep(everyMs, signal);
    signal?.throwIfAborted();
  }
}

/** Gets a server by its id; rejects with a NotFoundError only if several looks didn't find it. */
export async function getServer(gigahost: Gigahost, id: string | number, options: ServerLook = {}) {
  const { looks: _looks, everyMs: _everyMs, clock: _clock, ...call } = options;
  const server = await lookForServer(() => gigahost.servers.get({ id }, call), options);
  if (server !== null) return server;
  throw new NotFoundError({
    operation: "servers.get",
    what: `no server ${id}, after several attempts`,
    whatToDo: "`servers.list` shows what there is; a new server can be missing for about 40 seconds",
  });
}
