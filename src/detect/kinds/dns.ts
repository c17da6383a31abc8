import type { Fallible, Refused } from "../../model/fallible.ts";
import { families } from "../../model/family.ts";
import { maxHostnameLength } from "../../model/hostname.ts";
import { refuse, sourceKind } from "../source-kind.ts";
import type { DnsSpec } from "../sources/ask-dns.ts";
import { familiesOfHost } from "../uri/families-of-host.ts";
import { operatorOf } from "../uri/known-operators.ts";
import { parseHost } from "../uri/parse-host.ts";

/** `dns:PRESET` or `dns://SERVER[:PORT]/NAME[?type=A|AAAA|TXT][&class=IN|CH]`; the type defaults to the family's. */
export const dns = sourceKind<DnsSpec>({
  schemes: ["dns"],
  parse: (uri, rest) => (rest.startsWith("//") ? parseServer(uri, rest) : parsePreset(uri, rest.toLowerCase())),
  load: async () => (await import("../sources/ask-dns.ts")).askDns,
});

type Preset = Pick<DnsSpec, "operator" | "servers" | "name" | "recordType" | "recordClass">;

/** Services that return the asker's own address, each by IP literal: they answer while the resolver is down. */
const presets: Readonly<Record<string, Preset>> = {
  cloudflare: {
    operator: "cloudflare",
    servers: { ipv4: "1.1.1.1", ipv6: "2606:4700:4700::1111" },
    name: "whoami.cloudflare",
    recordType: "TXT",
    recordClass: "CH",
  },
  // resolver1.opendns.com
  opendns: {
    operator: "cisco",
    servers: { ipv4: "208.67.222.222", ipv6: "2620:119:35::35" },
    name: "myip.opendns.com",
    recordType: null,
    recordClass: "IN",
  },
  // ns1.google.com
  google: {
    operator: "google",
    servers: { ipv4: "216.239.32.10", ipv6: "2001:4860:4802:32::a" },
    name: "o-o.myaddr.l.google.com",
    recordType: "TXT",
    recordClass: "IN",
  },
};

const form = "expected dns:cloudflare, dns:opendns, dns:google, or dns://SERVER/NAME?type=TXT&class=CH";

function parseServer(uri: string, rest: string): DnsSpec | Refused {
  const match = /^\/\/([^/?#]*)\/([^/?#]+)(?:\?([^#]*))?$/.exec(rest);
  if (match === null) return refuse(form);
  const server = parseHost(match[1] ?? "", 53);
  if (!server.ok) return refuse(`${server.reason}; ${form}`);
  const name = (match[2] ?? "").replace(/\.$/, "");
  if (!isDomainName(name)) return refuse(`"${name}" is not a domain name`);
  const options = parseOptions(match[3] ?? "");
  if (!options.ok) return options;
  return acceptServer(uri, server, name, options);
}

function parsePreset(uri: string, name: string): DnsSpec | Refused {
  const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (preset === undefined) return refuse(form);
  return { ...preset, uri, port: 53, cost: "cheap", authoritative: "never", families };
}

function acceptServer(
  uri: string,
  { host, port }: { readonly host: string; readonly port: number },
  name: string,
  { recordType, recordClass }: DnsOptions,
): DnsSpec | Refused {
  const reachable = familiesOfHost(host);
  const told = recordType === "A" ? "ipv4" : recordType === "AAAA" ? "ipv6" : null;
  const usable = reachable.filter((family) => told === null || family === told);
  if (usable.length === 0) return refuse(`type=${recordType} needs an address of the other family, not ${host}`);
  const servers = Object.fromEntries(usable.map((family) => [family, host]));
  const operator = operatorOf(host, port);
  const common = { uri, operator, cost: "cheap", authoritative: "never", families: usable } as const;
  return { ...common, servers, port, name, recordType, recordClass };
}

type DnsOptions = Pick<DnsSpec, "recordType" | "recordClass">;

function parseOptions(query: string): Fallible<DnsOptions> {
  let recordType: DnsSpec["recordType"] = null;
  let recordClass: DnsSpec["recordClass"] = "IN";
  for (const [key, value] of new URLSearchParams(query)) {
    const word = value.toUpperCase();
    if (key === "type" && (word === "A" || word === "AAAA" || word === "TXT")) recordType = word;
    else if (key === "class" && (word === "IN" || word === "CH")) recordClass = word;
    else if (key === "type") return refuse(`type=${value} never holds an address; expected A, AAAA or TXT`);
    else if (key === "class") return refuse(`class=${value} is unknown; expected IN or CH`);
    else return refuse(`"${key}" is unknown; expected type=… or class=…`);
  }
  return { ok: true, recordType, recordClass };
}

/** RFC 1035, section 2.3.4: labels of 1 to 63 octets, 253 in all. */
function isDomainName(name: string): boolean {
  return name.length <= maxHostnameLength && name.split(".").every((label) => /^[\w-]{1,63}$/.test(label));
}
