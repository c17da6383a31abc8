import type { Clock } from "../../platform/clock.ts";
import type { Network } from "../../platform/network/network.ts";

/** What sources need of the machine. */
export interface SourceDependencies {
  readonly clock: Clock;
  readonly network: Network;
}
