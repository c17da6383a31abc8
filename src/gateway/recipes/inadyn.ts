import type { Recipe } from "./recipe.ts";

export const inadyn: Recipe = {
  device: "inadyn",
  place: "/etc/inadyn.conf, mode 640, then: systemctl restart inadyn",
  content: ({ host, hostname, isSecure, user, password }) => `
period = 60
custom gigahost {
    username    = "${user}"
    password    = "${password}"
    ssl         = ${isSecure}
    ddns-server = "${host}"
    ddns-path   = "/nic/update?hostname=%h&myip=%i"
    hostname    = "${hostname}"
}`,
  notes: ({ host }) => [
    ...(host.startsWith("[") ? ["inadyn can't read an IPv6 address as its server: use a name."] : []),
    'Debian and Ubuntu run it as debian-inadyn, the group that the file needs there; set RUN_DAEMON="yes" in /etc/default/inadyn.',
    "The address applies to all hostnames of the client, so one name is enough.",
  ],
};
