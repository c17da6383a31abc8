import type { Recipe } from "./recipe.ts";

export const fritzbox: Recipe = {
  device: "FRITZ!Box",
  place: "Internet > Permit Access > DynDNS, provider User-defined",
  content: ({ origin, hostname, user, password }) => [
    ["Update URL", `${origin}/nic/update?hostname=<domain>&myip=<ipaddr>&myipv6=<ip6addr>&ip6lanprefix=<ip6lanprefix>`],
    ["Domain name", hostname],
    ["User name", user],
    ["Password", password],
  ],
  notes: () => [
    "Type the angle brackets as they stand; the box fills them in. It never calls while a field is empty.",
    "The box repeats itself until DNS shows its address at the domain name, so name one that gets the box's own address.",
    "Hosts of the LAN follow its prefix with `ipv6: { suffix: … }`; the box's own IPv6 address lies in another prefix.",
  ],
};
