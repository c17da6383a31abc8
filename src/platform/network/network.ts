import type { Family } from "../../model/family.ts";
import { adviseRule, type WantedLeaving } from "./advise-rule.ts";
import { findDefaultInterfaces } from "./default-interfaces.ts";
import { findGateway } from "./find-gateway.ts";
import { type InterfaceAddress, readInterfaceAddresses } from "./network-interfaces.ts";
import { findLeaving, findSender, findWayOut, type Leaving, type WayOut } from "./way-out.ts";

/** What this machine knows of its own network. None of it asks anybody else. */
export interface Network {
  addresses(): Promise<readonly InterfaceAddress[]>;
  /** Which way the kernel takes to a destination (null: to the Internet), where it matters from which own address. */
  wayOut(family: Family, destination: string | null, from?: string): Promise<WayOut>;
  /** The IPv4 router behind an interface; null if there is none, or nobody can tell. */
  gateway(interfaceName: string, signal: AbortSignal): Promise<string | null>;
  /** The interfaces with a default route in the main table, the preferred one first. */
  defaultInterfaces(family: Family): Promise<readonly string[]>;
  /** The commands that would make what is sent from an address leave through its interface. */
  adviseRule(wanted: WantedLeaving, signal: AbortSignal): Promise<string>;
  /** The interface a packet to that address leaves through when it is sent from that address. */
  leaving(destination: string, from: string, signal: AbortSignal): Promise<Leaving>;
  /** The own address that the kernel sends from to the Internet through an interface; null if nobody can tell. */
  sender(family: Family, interfaceName: string, signal: AbortSignal): Promise<string | null>;
}

export const systemNetwork: Network = {
  addresses: readInterfaceAddresses,
  wayOut: findWayOut,
  gateway: findGateway,
  defaultInterfaces: findDefaultInterfaces,
  adviseRule,
  leaving: findLeaving,
  sender: findSender,
};
