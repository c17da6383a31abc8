import { isIPv6, SocketAddress } from "node:net";
import { joinStrings, quoteStrings, readStrings } from "./character-strings.ts";

/** A record's content in the two ways it is written here: as in a zone file, and as the API takes and lists it. */
export interface ApiContent {
  readonly record_value: string;
  /** Only with MX; the others carry theirs in the value. */
  readonly record_priority?: number;
}

/** Types whose whole content is one host name. */
const hostTypes = new Set(["CNAME", "NS", "PTR", "DNAME", "ALIAS", "ANAME"]);
/** Types whose last word is a host name. */
const lastIsHost = new Set(["MX", "SRV", "KX", "AFSDB", "RT"]);

/** `10 mail.example.no.` → value `mail.example.no` with priority 10; a long text in quoted chunks. */
export function toApiContent(type: string, written: string): ApiContent {
  const value = written.trim();
  if (type === "TXT" || type === "SPF") return { record_value: toApiText(value) };
  if (hostTypes.has(type)) return { record_value: withoutDot(value) };
  if (type !== "MX") return { record_value: value };
  const [priority = "", host = ""] = value.split(/\s+/);
  if (!/^\d+$/.test(priority) || host === "")
    throw new RangeError(`"${written}" is no MX value as "10 mail.example.no."`);
  return { record_value: withoutDot(host), record_priority: Number(priority) };
}

/** As in a zone file: hosts with their final dot, texts quoted, the priority in front. */
export function toZoneFileContent(type: string, value: string, priority: number | null): string {
  if (type === "TXT" || type === "SPF") return quoteStrings(joinStrings(readStrings(value)));
  if (hostTypes.has(type)) return withDot(value);
  const words = value.trim().split(/\s+/);
  const all =
    (type === "MX" || type === "SRV") && priority !== null && lacksPriority(type, words)
      ? [String(priority), ...words]
      : words;
  if (type === "SOA") return [withDot(all[0] ?? ""), withDot(all[1] ?? ""), ...all.slice(2)].join(" ");
  return lastIsHost.has(type) ? [...all.slice(0, -1), withDot(all.at(-1) ?? "")].join(" ") : value.trim();
}

/** MX is `priority host`, SRV `priority weight port host`; what is listed may come without the first. */
const lacksPriority = (type: string, words: readonly string[]) => words.length < (type === "MX" ? 2 : 4);

/** The form in which two contents of one type are equal when they mean the same. */
export function canonicalContent(type: string, written: string): string {
  if (type === "AAAA") return canonicalIpv6(written.trim());
  if (type === "TXT" || type === "SPF") return joinStrings(readStrings(written.trim()));
  if (type === "CAA") return written.trim().replaceAll('"', "").replaceAll(/\s+/g, " ").toLowerCase();
  const words = written.trim().split(/\s+/).map(withoutDot).join(" ");
  return hostTypes.has(type) || lastIsHost.has(type) || type === "SOA" ? words.toLowerCase() : words;
}

export function withoutDot(name: string): string {
  return name.length > 1 && name.endsWith(".") ? name.slice(0, -1) : name;
}

export function withDot(name: string): string {
  return name.endsWith(".") ? name : `${name}.`;
}

function canonicalIpv6(address: string): string {
  return isIPv6(address) ? new SocketAddress({ address, family: "ipv6" }).address : address;
}

/** Up to 255 octets as it is; the API takes a longer text only as quoted chunks. */
function toApiText(written: string): string {
  const text = joinStrings(readStrings(written));
  return Buffer.byteLength(text) <= 255 ? text : quoteStrings(text);
}
