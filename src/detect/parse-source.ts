import { parseAddress } from "../model/address.ts";
import { splitCommand } from "../model/split-command.ts";
import type { ParsedSource, RouterSpec, SourceSpec } from "./source-spec.ts";
import { hideUriSecrets } from "./uri/hide-uri-secrets.ts";
import { operatorOf } from "./uri/known-operators.ts";
import { nearestScheme } from "./uri/nearest-scheme.ts";
import { parseDnsSource } from "./uri/parse-dns-source.ts";
import { parseHost } from "./uri/parse-host.ts";
import { parseHttpSource } from "./uri/parse-http-source.ts";
import { familiesOfHost } from "./uri/source-families.ts";

/** Reads a source's URI without asking or loading anything. */
export function parseSource(text: string): ParsedSource {
  const uri = text.trim();
  if (uri.toLowerCase() === "auto") return parseAuto("auto", "");
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):([\s\S]*)$/.exec(uri);
  const scheme = match?.[1]?.toLowerCase() ?? "";
  const parse = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  if (parse === undefined)
    return refuse(`"${hideUriSecrets(uri)}" is no source: ${nearestScheme(uri, Object.keys(schemes))}`);
  const parsed = parse(uri, match?.[2] ?? "");
  return parsed.ok ? parsed : refuse(`"${hideUriSecrets(uri)}": ${parsed.message}`);
}

type Parse = (uri: string, rest: string) => ParsedSource;

/** One line per scheme; `rest` is what follows the colon. */
const schemes: Readonly<Record<string, Parse>> = {
  auto: parseAuto,
  https: parseHttpSource,
  http: parseHttpSource,
  dns: parseDnsSource,
  stun: parseStun,
  pcp: (uri, rest) => parseRouter("pcp", uri, rest),
  natpmp: (uri, rest) => parseRouter("natpmp", uri, rest),
  upnp: (uri, rest) => parseRouter("upnp", uri, rest),
  interface: parseInterface,
  command: parseCommand,
  file: parseFile,
  static: parseStatic,
};

function parseAuto(uri: string, rest: string): ParsedSource {
  if (rest !== "") return refuse("auto takes nothing after it");
  return accept({
    kind: "auto",
    uri,
    operator: "auto",
    cost: "cheap",
    authoritative: "never",
    families: ["ipv4", "ipv6"],
  });
}

function parseStatic(_uri: string, rest: string): ParsedSource {
  const address = parseAddress(rest);
  if (address === null) return refuse(`"${rest}" is no IP address; expected static:ADDRESS`);
  const uri = `static:${address.text}`;
  const families = [address.family];
  return accept({
    kind: "static",
    uri,
    operator: uri,
    cost: "local",
    authoritative: "always",
    families,
    address: address.text,
  });
}

function parseFile(uri: string, rest: string): ParsedSource {
  const path = rest.startsWith("///") ? rest.slice(2) : rest;
  if (!path.startsWith("/") || path.startsWith("//")) return refuse("expected an absolute path, file:/path");
  if (path.includes("\0")) return refuse("a path has no NUL character");
  const families = ["ipv4", "ipv6"] as const;
  return accept({
    kind: "file",
    uri,
    operator: `file:${path}`,
    cost: "local",
    authoritative: "always",
    families,
    path,
  });
}

function parseCommand(uri: string, rest: string): ParsedSource {
  if (rest.includes("\0")) return refuse("a command has no NUL character");
  const words = splitCommand(rest);
  if ("message" in words) return refuse(words.message);
  const [program = "", ...args] = words;
  if (program === "") return refuse("names no program; expected command:PROGRAM ARGS");
  const families = ["ipv4", "ipv6"] as const;
  return accept({
    kind: "command",
    uri,
    operator: uri,
    cost: "cheap",
    authoritative: "never",
    families,
    program,
    arguments: args,
  });
}

function parseStun(uri: string, rest: string): ParsedSource {
  const parsed = parseHost(rest.replace(/^\/\//, "").replace(/\/$/, ""), 3478);
  if (!parsed.ok) return refuse(`${parsed.message}; expected stun://HOST[:PORT]`);
  const { host, port } = parsed;
  const families = familiesOfHost(host);
  return accept({
    kind: "stun",
    uri,
    operator: operatorOf(host, port),
    cost: "cheap",
    authoritative: "never",
    families,
    host,
    port,
  });
}

function parseRouter(kind: RouterSpec["kind"], uri: string, rest: string): ParsedSource {
  const text = rest.replace(/^\/\//, "").replace(/\/$/, "");
  const router = text === "" ? null : parseAddress(text.replace(/^\[(.*)\]$/, "$1"));
  if (text !== "" && router === null)
    return refuse(`"${text}" is no IP address; expected ${kind}: or ${kind}://ROUTER`);
  // Only PCP speaks of IPv6, and there it has no address to tell: a router does not translate IPv6.
  const families = ["ipv4"] as const;
  return accept({
    kind,
    uri,
    operator: "router",
    cost: "cheap",
    authoritative: "never",
    families,
    router: router?.text ?? null,
  });
}

function parseInterface(uri: string, rest: string): ParsedSource {
  const name = rest.replace(/^\/\//, "");
  // Linux: 15 bytes, no slash, no white space.
  if (!/^[^\s/]{0,15}$/.test(name))
    return refuse(`"${name}" is no interface name; expected interface: or interface:NAME`);
  return accept({
    kind: "interface",
    uri,
    operator: "this machine",
    cost: "local",
    authoritative: "when-public",
    families: ["ipv4", "ipv6"],
    interfaceName: name === "" ? null : name,
  });
}

function accept(spec: SourceSpec): ParsedSource {
  return { ok: true, spec };
}

function refuse(message: string): ParsedSource {
  return { ok: false, message };
}
