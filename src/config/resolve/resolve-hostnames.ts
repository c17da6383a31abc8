import { composeIpv6, parseAddress } from "../../model/address.ts";
import { suffixOfMac } from "../../model/addresses/mac-suffix.ts";
import { type Family, families } from "../../model/family.ts";
import { displayHostname, parseHostname } from "../../model/hostname.ts";
import { suggestWord } from "../../model/nearest-word.ts";
import type { Ipv6Suffix, WantedName } from "../../model/wanted.ts";
import type { UplinkConfig } from "../config.ts";
import { quote } from "../file/fit-scalar.ts";
import { addProblem, describePlace, type Findings, findPlace, joinKey } from "../findings.ts";
import type { Settings } from "../schema.ts";

type HostnameEntry = Exclude<Settings["hostnames"][number], string>;

export interface HostnameContext {
  readonly uplinks: Readonly<Record<string, UplinkConfig>>;
  readonly findings: Findings;
  /** Where they stand. */
  readonly outerKey: string;
  /** Where each hostname was given first, whichever list it is in. */
  readonly firstKeys: Map<string, string>;
}

/** The hostnames in the form that is sent, each with its uplink and families. */
export function resolveHostnames(
  hostnames: Settings["hostnames"],
  { uplinks, findings, outerKey, firstKeys }: HostnameContext,
): WantedName[] {
  const resolved: WantedName[] = [];
  let index = 0;
  for (const written of hostnames) {
    const key = `${outerKey}[${index++}]`;
    const entry: HostnameEntry = typeof written === "string" ? { name: written, uplink: "default" } : written;
    const hostname = readName(entry.name, typeof written === "string" ? key : `${key}.name`, firstKeys, findings);
    const wanted = resolveEntry(entry, key, uplinks, findings);
    if (hostname !== null && wanted !== null) resolved.push({ hostname, ...wanted });
  }
  return resolved;
}

function readName(name: string, key: string, firstKeys: Map<string, string>, findings: Findings): string | null {
  const parsed = parseHostname(name);
  if (!parsed.ok) {
    addProblem(findings, key, `expected a hostname such as home.example.no; ${quote(name)} ${parsed.reason}`);
    return null;
  }
  const first = firstKeys.get(parsed.hostname);
  if (first !== undefined) {
    const place = describePlace(findPlace(findings, first));
    addProblem(
      findings,
      key,
      `the hostname ${displayHostname(parsed.hostname)} is given twice (first at ${first}, ${place})`,
    );
    return null;
  }
  firstKeys.set(parsed.hostname, key);
  return parsed.hostname;
}

function resolveEntry(
  entry: HostnameEntry,
  key: string,
  uplinks: Readonly<Record<string, UplinkConfig>>,
  findings: Findings,
): Omit<WantedName, "hostname"> | null {
  const suffix = resolveSuffix(entry.ipv6, `${key}.ipv6`, findings);
  const uplink = Object.hasOwn(uplinks, entry.uplink) ? uplinks[entry.uplink] : undefined;
  if (uplink === undefined) {
    // An uplink that is there but wrong was told already.
    if (!findings.places.has(`uplinks.${entry.uplink}`)) {
      const known = suggestWord(entry.uplink, Object.keys(uplinks), "the uplinks are");
      addProblem(findings, `${key}.uplink`, `there is no uplink ${quote(entry.uplink)}; ${known}`);
    }
    return null;
  }
  const wanted = listFamilies(
    isWanted(entry, key, "ipv4", uplink, findings),
    isWanted(entry, key, "ipv6", uplink, findings),
  );
  if (wanted.length === 0) {
    addProblem(findings, key, "nothing to publish: both ipv4 and ipv6 are off for this hostname");
    return null;
  }
  return { uplink: uplink.name, families: wanted, suffix: wanted.includes("ipv6") ? suffix : null };
}

/** One list for all that want the same. */
function listFamilies(ipv4: boolean, ipv6: boolean): readonly Family[] {
  if (ipv4) return ipv6 ? families : ipv4Only;
  return ipv6 ? ipv6Only : [];
}

const ipv4Only: readonly Family[] = ["ipv4"];
const ipv6Only: readonly Family[] = ["ipv6"];

function isWanted(
  entry: HostnameEntry,
  key: string,
  family: Family,
  uplink: UplinkConfig,
  findings: Findings,
): boolean {
  const asked = entry[family];
  if (asked === false || uplink[family].enabled) return asked !== false;
  if (asked !== undefined) {
    const switchKey = joinKey(uplink.name === "default" ? "" : `uplinks.${uplink.name}`, `${family}.enabled`);
    addProblem(findings, joinKey(key, family), `asks for ${family}, which ${switchKey}: false turns off`);
  }
  return false;
}

function resolveSuffix(ipv6: HostnameEntry["ipv6"], key: string, findings: Findings): Ipv6Suffix | null {
  if (typeof ipv6 !== "object") return null;
  const { suffix, mac, prefix_length: prefixLength } = ipv6;
  if (mac !== undefined) return resolveMac(mac, ipv6, key, findings);
  if (suffix === undefined) {
    if (findings.places.has(`${key}.suffix`) || findings.places.has(`${key}.mac`)) return null;
    addProblem(findings, key, 'the key "suffix" is missing, as in { suffix: "::1:2:3:4", prefix_length: 64 }');
    return null;
  }
  const address = parseAddress(suffix);
  if (address?.family !== "ipv6") {
    addProblem(
      findings,
      `${key}.suffix`,
      `expected the last part of an IPv6 address, as in ::1:2:3:4, not ${quote(suffix)}`,
    );
    return null;
  }
  if (composeIpv6("::", suffix, prefixLength) === null) {
    const message = `${quote(suffix)} reaches into the prefix: the first ${prefixLength} bits (prefix_length) must be zero`;
    addProblem(findings, `${key}.suffix`, message);
    return null;
  }
  if (address.bytes.every((byte) => byte === 0)) {
    addProblem(findings, `${key}.suffix`, "a suffix of zeros only is not a host's address");
    return null;
  }
  return { suffix: address.text, prefixLength };
}

/** The end of the address that a host makes of its hardware address where nothing else is set (SLAAC). */
function resolveMac(
  mac: string,
  { suffix, prefix_length: prefixLength }: Exclude<HostnameEntry["ipv6"], boolean | undefined>,
  key: string,
  findings: Findings,
): Ipv6Suffix | null {
  if (suffix !== undefined) {
    addProblem(findings, `${key}.mac`, "suffix and mac both name the end of the address; keep one of the two");
    return null;
  }
  if (prefixLength !== 64) {
    const message = `mac gives the last 64 bits of the address, so prefix_length must be 64, not ${prefixLength}; write the whole end as suffix instead`;
    addProblem(findings, `${key}.prefix_length`, message);
    return null;
  }
  const parsed = suffixOfMac(mac);
  if (parsed.ok) return { suffix: parsed.suffix, prefixLength };
  addProblem(findings, `${key}.mac`, `${parsed.reason}, not ${quote(mac)}`);
  return null;
}
