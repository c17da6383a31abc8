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
    "It checks the certificate: the server has to be the name in a certificate that it trusts.",
    "An entry is for one address family; make another one for IPv6.",
  ],
};
