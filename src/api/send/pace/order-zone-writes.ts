import type { ApiRequest, ApiResponse, Layer } from "../exchange.ts";
import { throwIfAborted } from "../throw-if-aborted.ts";
import { untilAborted } from "../until-aborted.ts";

/** The last write of each zone, of all clients in this process: two at a time give an HTTP 500. */
const lastWrites = new Map<string, Promise<unknown>>();

/** Sends writes to one zone one after the other, in the order of the calls. */
export function orderZoneWrites(baseUrl: string): Layer {
  return (next) => (request) => {
    if (request.zone === null) return next(request);
    return takeTurn(`${baseUrl} ${request.zone}`, request, () => next(request));
  };
}

async function takeTurn(key: string, request: ApiRequest, send: () => Promise<ApiResponse>): Promise<ApiResponse> {
  const before = lastWrites.get(key) ?? Promise.resolve();
  const mine = before.then(() => {
    throwIfAborted(request.signal);
    return send();
  });
  const settled = mine.catch(() => undefined);
  lastWrites.set(key, settled);
  // The last one of a zone removes its entry.
  settled.then(() => lastWrites.get(key) === settled && lastWrites.delete(key));
  return untilAborted(mine, request.signal);
}
