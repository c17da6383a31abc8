import type { IpNetwork } from "../model/addresses/ip-network.ts";
import type { PasswordCheck } from "./clients/password.ts";

/** A device or program that may send its address, or set a challenge, with its own credential. */
export interface GatewayClient {
  /** The user name, and the name of its uplink. */
  readonly name: string;
  readonly password: PasswordCheck;
  /** The names that its address is for, ASCII. */
  readonly hostnames: readonly string[];
  /** The names that it may get certificates for, ASCII. */
  readonly acme: readonly string[];
  /** Where it may come from; none: anywhere. */
  readonly from: readonly IpNetwork[];
  /** Whether its credential may be in a URL. */
  readonly query: boolean;
  /** Its own `only`; none: any address. */
  readonly only: readonly IpNetwork[];
  /** Its own `never` and the top level's. */
  readonly never: readonly IpNetwork[];
}

/** Whether it may be a client's name: it is an uplink's, too, and appears in logs and metrics. */
export function isClientName(name: string): boolean {
  return /^[A-Za-z0-9][\w.-]{0,63}$/.test(name) && name !== "constructor" && name !== "prototype";
}
