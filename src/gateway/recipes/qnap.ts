import type { Recipe } from "./recipe.ts";

export const qnap: Recipe = {
  device: "QNAP",
  place: "Network & Virtual Switch > DDNS > Add, server Customized",
  needsQuery: true,
  content: ({ origin, hostname, user, password }) => [
    ["URL", `${origin}/nic/update?hostname=%HOST%&myip=%IP%&username=%USER%&password=%PASS%`],
    ["User name", user],
    ["Password", password],
    ["Host name", hostname],
  ],
  notes: () => ["It sends its credential in the URL."],
};
