import type { Recipe } from "./recipe.ts";

export const synology: Recipe = {
  device: "Synology DSM",
  place: "Control Panel > External Access > DDNS, first Customize Provider, then Add",
  needsQuery: true,
  content: ({ origin, hostname, user, password }) => [
    ["Service Provider", "gigahost"],
    [
      "Query URL",
      `${origin}/nic/update?hostname=__HOSTNAME__&myip=__MYIP__&username=__USERNAME__&password=__PASSWORD__`,
    ],
    ["Hostname", hostname],
    ["Username/Email", user],
    ["Password/Key", password],
  ],
  notes: () => ["DSM sends IPv4 only, and its credential in the URL."],
};
