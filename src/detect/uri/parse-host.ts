import { domainToASCII } from "node:url";
import { canonicalAddress } from "../../model/address.ts";
import { ipVersion } from "../../model/addresses/ip-version.ts";
import { maxPort } from "../../model/addresses/max-port.ts";
import type { Fallible } from "../../model/fallible.ts";
import { isDecodable, maxHostnameLength } from "../../model/hostname.ts";

export type HostAndPort = Fallible<{ readonly host: string; readonly port: number }>;

/** Reads `HOST`, `HOST:PORT`, `[IPV6]:PORT` or a bare IPv6 address; names come back in lower case and as ASCII. */
export function parseHost(text: string, defaultPort: number): HostAndPort {
  const { host, port } = splitPort(text);
  if (host === "") return { ok: false, reason: "the host is missing" };
  const name = normaliseHost(host);
  if (name === null) return { ok: false, reason: `"${host}" is not a host name or address` };
  if (port === null) return { ok: true, host: name, port: defaultPort };
  const number = Number(port);
  if (!/^\d{1,5}$/.test(port) || number < 1 || number > maxPort) {
    return { ok: false, reason: `"${port}" is not a port (1 to ${maxPort})` };
  }
  return { ok: true, host: name, port: number };
}

function splitPort(text: string): { host: string; port: string | null } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  if (bracketed) return { host: bracketed[1] ?? "", port: bracketed[2] ?? null };
  if (ipVersion(text) === 6) return { host: text, port: null };
  const colon = text.lastIndexOf(":");
  return colon === -1 ? { host: text, port: null } : { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

function normaliseHost(host: string): string | null {
  const address = canonicalAddress(host);
  if (address !== null) return address;
  const name = domainToASCII(host).replace(/\.$/, "");
  const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
  const labels = name.split(".");
  // A last label of digits only would be an IPv4 address that isn't one (`1.2.3`).
  if (
    name.length > maxHostnameLength ||
    !labels.every((part) => label.test(part) && isDecodable(part)) ||
    /^\d+$/.test(labels.at(-1) ?? "")
  )
    return null;
  return name;
}
