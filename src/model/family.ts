/** An address family, by the names of the configuration, the log and the metrics. */
export type Family = "ipv4" | "ipv6";

export const families: readonly Family[] = ["ipv4", "ipv6"];

/** The DNS record type that holds an address of the family. */
export const recordTypeOf: Readonly<Record<Family, "A" | "AAAA">> = { ipv4: "A", ipv6: "AAAA" };

/** A family as people write it. */
export function familyLabel(family: Family): "IPv4" | "IPv6" {
  return family === "ipv4" ? "IPv4" : "IPv6";
}
