import type { Clock } from "../../platform/clock.ts";
import type { WrongSecretLimit } from "../../platform/http-server/wrong-secret-limit.ts";
import type { Log } from "../../platform/logger.ts";
import type { GatewayDesk } from "../desk.ts";
import { answerDyndns } from "../dyndns/answer-dyndns.ts";
import type { RateLimit } from "../rate-limit.ts";
import type { GatewayAnswer } from "./answer.ts";
import type { Visit } from "./read-visit.ts";

/** What a route needs besides its request. */
export interface GatewayParts {
  readonly desk: GatewayDesk;
  readonly clock: Clock;
  readonly log: Log;
  readonly wrong: WrongSecretLimit;
  /** Changes by client. */
  readonly rate: RateLimit;
  readonly withinMs: number;
}

export type GatewayRoute = (visit: Visit, parts: GatewayParts) => Promise<GatewayAnswer>;

/** As devices spell it: Dyn's own, ours, and the vendor's, so that each recipe works by changing the host. */
const updatePaths = ["/nic/update", "/v3/update", "/update", "/dyndns/update", "/dns/nic/update", "/api/v0/dns/dyndns"];

/** The route of a path and the methods it takes; null: none. */
export function findRoute(path: string): { readonly methods: readonly string[]; readonly answer: GatewayRoute } | null {
  if (updatePaths.includes(path)) return { methods: ["GET", "POST", "PUT"], answer: answerDyndns };
  return null;
}
