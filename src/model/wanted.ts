import type { Family } from "./family.ts";

/** A hostname to keep pointed, as configured, resolved against the defaults. */
export interface WantedName {
  /** ASCII (punycode), lower case, no final dot. */
  readonly hostname: string;
  readonly uplink: string;
  /** The families to publish; `ipv6` may compose the prefix of the uplink with a fixed suffix. */
  readonly families: readonly Family[];
  readonly suffix: Ipv6Suffix | null;
}

/** The host part that replaces the lower bits of the uplink's IPv6 address. */
export interface Ipv6Suffix {
  /** As an address whose prefix bits are zero, `::1:2:3:4`. */
  readonly suffix: string;
  readonly prefixLength: number;
}
