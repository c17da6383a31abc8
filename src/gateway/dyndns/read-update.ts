import { normalizeHostname } from "../../model/hostname.ts";
import { readTold, type Told } from "./read-told.ts";

/** What a device asks for, whatever it calls it. */
export interface UpdateRequest {
  /** In the device's order, normalised; null if none is named: the credential's own. A name that is none stands as it came. */
  readonly hostnames: readonly string[] | null;
  readonly told: Told;
  /** `offline=YES` of the old protocol, which nobody here offers. */
  readonly isOffline: boolean;
}

/** What the fields are called, by the devices that send them; the first that is there and filled counts. */
const names = {
  hostname: ["hostname", "host_id", "host", "domain"],
  ipv4: ["myip", "myipv4", "ip", "ipv4", "ip4", "ipaddr"],
  ipv6: ["myipv6", "ipv6", "ip6", "ip6addr"],
  prefix: ["ip6lanprefix", "ipv6prefix", "prefix"],
} as const;

/** Reads query and form; what it doesn't know (`system`, `wildcard`, `mx` …) says nothing. `username` as a name where it is a full one. */
export function readUpdate(fields: URLSearchParams, username: string | null): UpdateRequest {
  const all = (kind: keyof typeof names) =>
    names[kind].flatMap((name) => fields.getAll(name)).flatMap((value) => splitList(value));
  return {
    hostnames: readHostnames(all("hostname"), username),
    told: readTold({ addresses: [...all("ipv4"), ...all("ipv6")], prefixes: all("prefix") }),
    isOffline: fields.get("offline")?.toLowerCase() === "yes",
  };
}

/** Empty means "not given", since a device whose own detection failed sends `myip=`; so does deSEC's `preserve`. */
function splitList(value: string): readonly string[] {
  return value
    .split(/[,\s]/)
    .map((word) => word.trim())
    .filter((word) => word !== "" && word !== "preserve");
}

/** `hostname=YES`, or none: the credential's own, as deSEC has it. */
function readHostnames(written: readonly string[], username: string | null): readonly string[] | null {
  const named = written.filter((word) => word.toLowerCase() !== "yes");
  if (named.length > 0) return named.map((word) => normalizeHostname(word) ?? word);
  const own = username?.includes(".") ? normalizeHostname(username) : null;
  return own === null ? null : [own];
}
