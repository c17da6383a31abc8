import type { Family } from "../model/family.ts";

/**
 * What `auto` stands for, in the order of asking: own interface, router (each way is tried once and the one that answers is
 * kept; not by PCP, for which it would have to open a port), STUN, DNS by IP literal (it works while the resolver is down),
 * and HTTPS, which is asked to confirm, otherwise at most every 5 minutes. Five operators besides the machine itself and its
 * router: Cloudflare, Google, Cisco (OpenDNS), ipify, ifconfig.co.
 */
export function autoSources(family: Family): readonly string[] {
  return [
    "interface:",
    // A router has no IPv6 address to give that would be this machine's.
    ...(family === "ipv4" ? ["natpmp:", "fritzbox:", "upnp:"] : []),
    "stun://stun.cloudflare.com:3478",
    "stun://stun.l.google.com:19302",
    "dns:opendns",
    "dns:cloudflare",
    "dns:google",
    family === "ipv4" ? "https://api.ipify.org" : "https://api6.ipify.org",
    "https://ifconfig.co/ip",
  ];
}

/** One source to ask, and whether it came out of `auto`, which asks expensive sources less often. */
export interface ListedSource {
  readonly uri: string;
  readonly fromAuto: boolean;
}

/** The configured list with `auto` replaced by what it stands for; duplicates keep their first place. */
export function expandSources(uris: readonly string[], family: Family): readonly ListedSource[] {
  const listed = uris.flatMap((uri): ListedSource[] =>
    uri.trim().toLowerCase().replace(/:$/, "") === "auto"
      ? autoSources(family).map((source) => ({ uri: source, fromAuto: true }))
      : [{ uri: uri.trim(), fromAuto: false }],
  );
  const explicit = new Set(listed.filter(({ fromAuto }) => !fromAuto).map(({ uri }) => uri));
  const distinct = new Map<string, ListedSource>();
  for (const { uri } of listed) {
    if (!distinct.has(uri)) distinct.set(uri, { uri, fromAuto: !explicit.has(uri) });
  }
  return [...distinct.values()];
}
