import type { Recipe } from "./recipe.ts";

export const unifi: Recipe = {
  device: "UniFi",
  place: "Settings > Internet > the WAN > Dynamic DNS > Create, service Custom",
  content: ({ host, hostname, user, password }) => [
    ["Hostname", hostname],
    ["Username", user],
    ["Password", password],
    ["Server", `${host}/nic/update?hostname=%h&myip=%i`],
  ],
  notes: ({ isSecure }) => [
    ...(isSecure ? [] : ["UniFi speaks https only: set `gateway.tls`, or put a reverse proxy in front."]),
    "It checks the certificate: the server must be a name in a certificate that it trusts.",
    "Each entry is for one address family; create another one for IPv6.",
  ],
};
