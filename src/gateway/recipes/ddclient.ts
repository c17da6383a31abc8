import type { Recipe } from "./recipe.ts";

export const ddclient: Recipe = {
  device: "ddclient",
  place: "/etc/ddclient.conf, mode 600, then: systemctl restart ddclient",
  content: ({ host, hostnames, isSecure, user, password }) => `
daemon=60
ssl=${isSecure ? "yes" : "no"}
use=web, web=ipify-ipv4
protocol=dyndns2, server=${host}, login=${user}, password='${password}' ${hostnames.join(",")}`,
  notes: ({ host }) => [
    ...(host.includes(".") ? [] : ["ddclient refuses a server without a dot: use the full name or the IPv4 address."]),
    'Debian and Ubuntu ignore `daemon`: set daemon_interval="60" in /etc/default/ddclient, otherwise it looks every 5 minutes.',
    "Set `use=if, if=eth0` instead if the machine itself has the public address; ddclient 4 has usev4 and usev6.",
  ],
};
