import type { RememberedTold } from "../../../src/model/state.ts";
import type { Network } from "../../../src/platform/network/network.ts";

/** What the other side of a source does when it is asked. */
export type Behaviour =
  | "answer"
  | "other-family"
  | "silence"
  | "garbage"
  | "oversize"
  | "drip"
  | "reset"
  | "forged"
  | "forged-then-answer";

export interface Peer {
  readonly uri: string;
  /** What its machine says of its network; the system's own where there is none. */
  readonly network?: Network;
  /** What a client of the gateway told. */
  readonly told?: (client: string) => RememberedTold | null;
  /** How often it was asked. */
  asked(): number;
  close(): Promise<void>;
}

export interface PeerSetup {
  readonly behaviour: Behaviour;
  readonly address: string;
}

/** An address of the other family. */
export function otherFamily(address: string): string {
  return address.includes(":") ? "185.0.2.9" : "2a02:fe0::9";
}
