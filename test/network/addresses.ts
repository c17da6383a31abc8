/** The services outside, by name: where they stand. Those without a name are asked by their address. */
export const services = {
  "api.gigahost.no": ["185.125.168.10", "2a03:94e0:ff::10"],
  "ns1.gigahost.no": ["185.125.168.53", "2a03:94e0:ff::53"],
  "ns2.gigahost.no": ["185.125.169.53", "2a03:94e0:fe::53"],
  "ns3.gigahost.no": ["185.125.170.53", "2a03:94e0:fd::53"],
  "stun.cloudflare.com": ["162.159.207.0", "2606:4700:49::1"],
  "stun.l.google.com": ["74.125.250.129", "2001:4860:4864:5:8000::1"],
  "api.ipify.org": ["104.26.12.205"],
  "api6.ipify.org": ["2607:f2d8:1:3c::3"],
  "ifconfig.co": ["172.64.155.23", "2606:4700:20::ac43:44a2"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const servedNames: readonly string[] = Object.keys(services);

/** OpenDNS, Cloudflare and Google, who answer over DNS with the address they were asked from. */
export const whoamiAddresses = [
  ...["208.67.222.222", "2620:119:35::35"],
  ...["1.1.1.1", "2606:4700:4700::1111"],
  ...["216.239.32.10", "2001:4860:4802:32::a"],
] as const;

/** For documentation, so that nothing stands there: whoever redirects port 53 answers all the same. */
export const nobody = "192.0.2.53";

/** The router's address inside the home, where its resolver listens. */
export const routerAddresses = ["192.168.1.1", "2a02:fe0:77::1"] as const;

/** What the home is seen as from outside: the router's IPv4 address, and its own IPv6 address. */
export const publicAddress = { ipv4: "185.0.2.1", ipv6: "2a02:fe0:77::2" } as const;

/** A VPN that the home may have: its own addresses in there, and where it comes out. */
export const vpn = { home: "10.8.0.2", server: "10.8.0.1", exit: "185.7.7.7" } as const;
