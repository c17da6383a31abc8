import { isIPv4, isIPv6 } from "node:net";
import { type DyndnsLine, type SimulatedAnswer, text } from "../../answer.ts";
import type { Call, Handlers } from "../../call.ts";
import { renderDyndns } from "../../dyndns-form.ts";
import { canonicalIpv6, type StoredRecord, withoutDot } from "../../store/record-content.ts";
import { asciiName, relativeName, touch, type Zone } from "../../store/zones.ts";
import { callersZones } from "./with-zone.ts";

export const dyndnsHandlers: Handlers = { "GET /dns/dyndns": updateHostnames };

/** The addresses of a call; `invalid` if one of them is not an address. */
type Wanted = { readonly ipv4: string | null; readonly ipv6: string | null } | "invalid";

function updateHostnames(call: Call): SimulatedAnswer {
  const { habits } = call;
  if (call.caller.key && !habits.dyndnsAcceptsApiKeys) return text(habits.dyndnsBadauthStatus, "badauth\n");
  const hostnames = (call.query.get("hostname") ?? "").split(",").map((hostname) => hostname.trim());
  if (hostnames.length > habits.dyndnsMaxHostnames) return say([failure("numhost")], call);
  if (habits.dyndnsNohost === "one-for-all" && hostnames.some((hostname) => isNohost(call, hostname))) {
    return say([failure("nohost")], call);
  }
  const wanted = wantedAddresses(call);
  return say(
    hostnames.map((hostname) => updateHostname(call, hostname, wanted)),
    call,
  );
}

function isNohost(call: Call, given: string): boolean {
  const hostname = asciiName(withoutDot(given));
  return isFqdn(hostname) && !call.store.zones.zoneOf(hostname, callersZones(call));
}

function say(lines: readonly DyndnsLine[], { habits }: Call): SimulatedAnswer {
  const allFailed = lines.every(({ word }) => word !== "good" && word !== "nochg");
  const answer = text(allFailed ? habits.dyndnsFailureStatus : 200, renderDyndns(lines, habits.dyndnsForm));
  return { ...answer, dyndns: lines };
}

/** One IPv4 address in `myip`, one IPv6 address in `myipv6`; without `myip`, the client's source address. */
function wantedAddresses(call: Call): Wanted {
  const [myip, myipv6] = [call.query.get("myip"), call.query.get("myipv6") ?? ""];
  if (call.habits.dyndnsTakesAnyAddress) return sortedAddresses(call, [...(myip ?? "").split(","), myipv6]);
  if ((myip !== null && !isIPv4(myip)) || (myipv6 !== "" && !isIPv6(myipv6))) return "invalid";
  return sortedAddresses(call, [myip ?? "", myipv6]);
}

function sortedAddresses(call: Call, given: readonly string[]): Wanted {
  const addresses = given.map((address) => address.trim()).filter((address) => address !== "");
  if (!addresses.every((address) => isIPv4(address) || isIPv6(address))) return "invalid";
  const all = fillsIn(call) ? [...addresses, call.remoteAddress] : addresses;
  const ipv6 = all.find((address) => isIPv6(address)) ?? null;
  return { ipv4: all.find((address) => isIPv4(address)) ?? null, ipv6: ipv6 && canonicalIpv6(ipv6) };
}

function fillsIn(call: Call): boolean {
  const omitted = (call.query.get("myip") ?? "").trim() === "";
  return omitted && (call.habits.dyndnsFillsInIpv4 || !call.query.get("myipv6"));
}

function updateHostname(call: Call, given: string, wanted: Wanted): DyndnsLine {
  const hostname = asciiName(withoutDot(given));
  if (!isFqdn(hostname)) return failure("notfqdn");
  const zone = call.store.zones.zoneOf(hostname, callersZones(call));
  if (!zone) return failure("nohost");
  if (wanted === "invalid" || (wanted.ipv4 === null && wanted.ipv6 === null)) return failure("badagent");
  const name = relativeName(hostname, zone);
  const changes = [setAddress(zone, name, "A", wanted.ipv4), setAddress(zone, name, "AAAA", wanted.ipv6)];
  const changed = changes.includes(true);
  if (changed) touch(zone, call.clock.wallMs());
  return { word: changed ? "good" : "nochg", ...wanted };
}

/** Sets the RRset to this one address with a TTL of 60 s, creating it if it is missing. Returns whether the addresses changed. */
function setAddress(zone: Zone, name: string, type: "A" | "AAAA", value: string | null): boolean {
  if (value === null) return false;
  const isOfSet = (record: StoredRecord) => record.name === name && record.type === type;
  const before = zone.records.filter(isOfSet);
  const others = zone.records.filter((record) => !isOfSet(record));
  zone.records = [...others, { name, type, value, ttl: 60, priority: null }];
  return before.length !== 1 || before[0]?.value !== value;
}

function isFqdn(hostname: string): boolean {
  return hostname.length <= 253 && /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]*$/u.test(hostname);
}

function failure(word: string): DyndnsLine {
  return { word, ipv4: null, ipv6: null };
}
