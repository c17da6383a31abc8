/** A router as its description says: what can be asked of it, and where. Every URL leads to the address that answered. */
export interface GatewayDevice {
  /** Where the description was read. */
  readonly location: URL;
  /** As the device says, printable and short. */
  readonly manufacturer: string;
  readonly model: string;
  /** WANIPConnection and WANPPPConnection services, in the order of the description; at least one. */
  readonly connections: readonly WanConnection[];
}

export interface WanConnection {
  /** `urn:schemas-upnp-org:service:WANIPConnection:2`. */
  readonly serviceType: string;
  readonly controlUrl: URL;
  /** Where to subscribe to events (GENA); null if there are none. */
  readonly eventUrl: URL | null;
}

/** Whether a device is a FRITZ!Box or one of its kind, which knows actions and events of its own. */
export function isAvmDevice({ manufacturer }: GatewayDevice): boolean {
  return /\bAVM\b|FRITZ!/i.test(manufacturer);
}
