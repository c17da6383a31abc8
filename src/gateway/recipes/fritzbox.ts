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
    "Type the angle brackets as shown; the box fills them in. It sends nothing while a field is empty.",
    "The box repeats the update until DNS shows its address for the domain name, so use a name that gets the box's own address.",
    "Hosts on the LAN follow its prefix with `ipv6: { suffix: … }`; the box's own IPv6 address is in another prefix.",
  ],
};
