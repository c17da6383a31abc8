import type { Recipe, RecipeFacts } from "./recipe.ts";

export const openwrt: Recipe = {
  device: "OpenWrt",
  place: "/etc/config/ddns, then: service ddns restart (packages ddns-scripts and curl)",
  content: (facts) => `${section(facts, "4")}\n${section(facts, "6")}`,
  notes: () => ["Leave out the section of a family that the router doesn't have."],
};

function section({ host, hostname, isSecure, user, password }: RecipeFacts, family: "4" | "6"): string {
  const wan = family === "4" ? "wan" : "wan6";
  const url = `${isSecure ? "https" : "http"}://[USERNAME]:[PASSWORD]@${host}/nic/update?hostname=[DOMAIN]&myip=[IP]`;
  const options = {
    enabled: "1",
    use_ipv6: family === "6" ? "1" : "0",
    update_url: url,
    lookup_host: hostname,
    domain: hostname,
    username: user,
    password,
    interface: wan,
    ip_source: "network",
    ip_network: wan,
    ...(isSecure ? { use_https: "1", cacert: "/etc/ssl/certs" } : {}),
  };
  const lines = Object.entries(options).map(([name, value]) => `\toption ${name} '${value}'\n`);
  return `config service 'gigahost_ipv${family}'\n${lines.join("")}`;
}
