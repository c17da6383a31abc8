import type { Family } from "../../model/family.ts";
import { findGateway } from "./find-gateway.ts";
import { type InterfaceAddress, readInterfaceAddresses } from "./network-interfaces.ts";
import { findLeaving, findWayOut, type Leaving, type WayOut } from "./way-out.ts";

/** What this machine knows of its own network. None of it asks anybody else. */
export interface Network {
  addresses(): Promise<readonly InterfaceAddress[]>;
  /** Which way the kernel takes to a destination; null: to the Internet. */
  wayOut(family: Family, destination: string | null): Promise<WayOut>;
  /** The IPv4 router behind an interface; null where there is none, or nobody can tell. */
  gateway(interfaceName: string, signal: AbortSignal): Promise<string | null>;
  /** The interface a packet to that address leaves through when it is sent from that address. */
  leaving(destination: string, from: string, signal: AbortSignal): Promise<Leaving>;
}

export const systemNetwork: Network = {
  addresses: readInterfaceAddresses,
  wayOut: findWayOut,
  gateway: findGateway,
  leaving: findLeaving,
};
