import type { Clock } from "../../platform/clock.ts";
import type { WrongSecretLimit } from "../../platform/http-server/wrong-secret-limit.ts";
import type { Log } from "../../platform/logger.ts";
import type { ChallengeDesk } from "../acme/challenge-desk.ts";
import type { GatewayDesk } from "../desk.ts";
import type { RateLimit } from "../rate-limit.ts";
import type { GatewayAnswer } from "./answer.ts";
import type { DeviceVisit } from "./read-visit.ts";

/** What a route needs besides its request. */
export interface GatewayParts {
  readonly desk: GatewayDesk;
  readonly clock: Clock;
  /** Aborted when the gateway closes. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly wrong: WrongSecretLimit;
  /** Changes by client. */
  readonly rate: RateLimit;
  readonly challenges: ChallengeDesk;
  /** Challenges by client. */
  readonly challengeRate: RateLimit;
  readonly maxAnswerMs: number;
  /** Devices that wait for their outcome now. */
  readonly waiting: Set<object>;
}

export type GatewayRoute = (visit: DeviceVisit, parts: GatewayParts) => Promise<GatewayAnswer>;
