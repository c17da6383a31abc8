import type { Family } from "../model/family.ts";
import { type DefaultRoute, readDefaultRoute } from "./default-route.ts";
import { type InterfaceAddress, readInterfaceAddresses } from "./network-interfaces.ts";
import { findWayOut, hasRoute } from "./way-out.ts";

/** What this machine knows of its own network. None of it asks anybody else. */
export interface Network {
  addresses(): Promise<readonly InterfaceAddress[]>;
  /** Null where there is no default route. */
  defaultRoute(family: Family): Promise<DefaultRoute | null>;
  /** The interface a packet to that address leaves through when it is sent from that address; null where nothing is known. */
  wayOut(destination: string, from: string, signal: AbortSignal): Promise<string | null>;
  /** Whether the Internet could be reached over the family as far as this machine can tell. */
  hasRoute(family: Family): Promise<boolean>;
}

export const systemNetwork: Network = {
  addresses: readInterfaceAddresses,
  defaultRoute: readDefaultRoute,
  wayOut: findWayOut,
  hasRoute,
};
