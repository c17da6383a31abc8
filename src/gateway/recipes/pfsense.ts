import type { Recipe } from "./recipe.ts";

export const pfsense: Recipe = {
  device: "pfSense",
  place: "Services > Dynamic DNS > Dynamic DNS Clients > Add",
  content: ({ origin, hostname, user, password }) => [
    ["Service Type", "Custom, or Custom (v6) in a second entry"],
    ["Interface to monitor", "WAN"],
    ["Username", user],
    ["Password", password],
    ["Update URL", `${origin}/nic/update?hostname=${hostname}&myip=%IP%`],
    ["Result Match", "good %IP%|nochg %IP%"],
  ],
  notes: () => [
    "Put only one hostname in the URL: pfSense compares the whole answer, and each further hostname adds a line.",
  ],
};
