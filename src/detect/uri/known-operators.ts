import { parseAddress, sharePrefix } from "../../model/address.ts";

/** Domains of well-known services; a name below one of them belongs to the same operator. */
const domains: Readonly<Record<string, readonly string[]>> = {
  akamai: ["akamai.com", "akamai.net", "akahelp.net"],
  amazon: ["amazonaws.com"],
  cisco: ["opendns.com", "umbrella.com", "cisco.com"],
  cloudflare: ["cloudflare.com", "cloudflare-dns.com", "icanhazip.com", "one.one.one.one", "cloudflareclient.com"],
  google: ["google.com", "googleapis.com", "dns.google", "googledomains.com"],
  "ident.me": ["ident.me", "tnedi.me"],
  "ifconfig.co": ["ifconfig.co"],
  "ifconfig.me": ["ifconfig.me"],
  ipify: ["ipify.org"],
  "ipinfo.io": ["ipinfo.io"],
  mozilla: ["mozilla.com", "mozilla.org"],
  nextcloud: ["nextcloud.com"],
  oracle: ["dyndns.org", "dyn.com", "oraclecloud.com"],
  twilio: ["twilio.com"],
};

/** Networks of well-known services, by prefix. */
const networks: readonly (readonly [prefix: string, length: number, operator: string])[] = [
  ["1.1.1.0", 24, "cloudflare"],
  ["1.0.0.0", 24, "cloudflare"],
  ["104.16.0.0", 13, "cloudflare"],
  ["162.159.0.0", 16, "cloudflare"],
  ["2606:4700::", 32, "cloudflare"],
  ["8.8.4.0", 24, "google"],
  ["8.8.8.0", 24, "google"],
  ["216.239.32.0", 19, "google"],
  ["74.125.0.0", 16, "google"],
  ["2001:4860::", 32, "google"],
  ["208.67.216.0", 21, "cisco"],
  ["2620:119::", 40, "cisco"],
  ["2620:0:cc0::", 44, "cisco"],
];

/**
 * Who runs a host, without asking anybody: the name of a well-known operator, otherwise the host and port themselves, so
 * that two sources at one host and port are one voice.
 */
export function operatorOf(host: string, port: number): string {
  return (
    operatorOfAddress(host) ?? operatorOfName(host) ?? (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`)
  );
}

function operatorOfAddress(host: string): string | null {
  const address = parseAddress(host);
  if (address === null) return null;
  const network = networks.find(([prefix, length]) => {
    const block = parseAddress(prefix);
    return block !== null && sharePrefix(block, address, length);
  });
  return network?.[2] ?? null;
}

function operatorOfName(host: string): string | null {
  const operator = Object.entries(domains).find(([, names]) =>
    names.some((name) => host === name || host.endsWith(`.${name}`)),
  );
  return operator?.[0] ?? null;
}
