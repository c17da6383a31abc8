import type { Outcome } from "../model/report.ts";
import type { GatewayClient } from "./client.ts";
import type { Told } from "./dyndns/read-told.ts";

/** What the gateway needs from the daemon; tests have their own. */
export interface GatewayDesk {
  client(name: string): GatewayClient | null;
  /** Why nothing may be done at the moment, in plain words: another replica leads; null: nothing is in the way. */
  standby(): string | null;
  /** Whether addresses outside the public Internet may be published. */
  readonly allowNonPublic: boolean;
  /** Whether everything that the client's names want of this is published already. */
  isPublished(client: GatewayClient, told: Told): boolean;
  /** Notes when a client told its addresses last, whether or not they are new. */
  noteHeard(client: GatewayClient, told: Told): void;
  /** Remembers what was told; resolves with whether it is safe on disk. */
  remember(client: GatewayClient, told: Told): Promise<boolean>;
  /** Has a round done at once; resolves with what became of the client's names. */
  publish(client: GatewayClient): Promise<readonly Outcome[]>;
}
