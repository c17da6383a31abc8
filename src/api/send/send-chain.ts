import type { Mask } from "../mask.ts";
import { authenticate, type ClientCredential } from "./authenticate.ts";
import type { Send, SendContext } from "./exchange.ts";
import { HttpConnection, type HttpOptions } from "./http.ts";
import { orderZoneWrites } from "./pace/order-zone-writes.ts";
import { keepBudget, type RequestBudget } from "./pace/request-budget.ts";
import { retry } from "./pace/retry.ts";
import { limitAttemptTime, limitTotalTime } from "./pace/time-limits.ts";

export interface ChainOptions extends HttpOptions {
  readonly credential: ClientCredential;
  readonly basePath: string;
  readonly budget: RequestBudget | undefined;
  readonly mask: Mask;
}

export interface SendChain {
  readonly send: Send;
  close(): Promise<void>;
}

/** What a request goes through, from the call to the connection. */
export function buildSendChain(options: ChainOptions, context: SendContext): SendChain {
  const connection = new HttpConnection(options, context);
  const layers = [
    orderZoneWrites(options.origin + options.basePath), // one write at a time per zone, its retries included
    limitTotalTime, // from here on the clock runs; waiting for one's turn doesn't count
    retry(context), // what may be sent again, after a wait
    authenticate(options.credential, { ...options, context }), // one log-in and one replay where a session ended
    keepBudget(options.budget, context), // every attempt counts
    limitAttemptTime, // one attempt
  ];
  const send = layers.reduceRight<Send>((next, layer) => layer(next), connection.send);
  return { send, close: () => connection.close() };
}
