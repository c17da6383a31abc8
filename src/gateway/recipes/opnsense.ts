import type { Recipe } from "./recipe.ts";

export const opnsense: Recipe = {
  device: "OPNsense (os-ddclient, native backend)",
  place: "Services > Dynamic DNS > Settings > Accounts > +",
  content: ({ host, hostnames, isSecure, user, password }) => [
    ["Service", "Custom"],
    ["Protocol", "DynDns2"],
    ["Server", host],
    ["Username", user],
    ["Password", password],
    ["Hostname(s)", hostnames.join(",")],
    ["Check ip method", "Interface [IPv4], or Interface [IPv6] in a second account"],
    ["Interface to monitor", "WAN"],
    ["Force SSL", isSecure ? "on" : "off"],
  ],
};
