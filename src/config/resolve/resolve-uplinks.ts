import { type IpNetwork, parseNetwork } from "../../model/addresses/ip-network.ts";
import type { Fallible } from "../../model/fallible.ts";
import { type Family, families } from "../../model/family.ts";
import type { FamilyConfig, UplinkConfig } from "../config.ts";
import { addProblem, type Findings, joinKey } from "../findings.ts";
import type { Settings } from "../schema.ts";

/** What is known of source URIs elsewhere. */
export interface SourceRules {
  parseSource(uri: string): Fallible<object>;
  countIndependentSources(uris: readonly string[], family: Family): number;
}

type WrittenUplink = Pick<Settings["uplinks"][string], "interface" | "ipv4" | "ipv6">;

/** The uplinks by name: `default`, which the top level's `ipv4` and `ipv6` describe, and the others. */
export function resolveUplinks(
  settings: Settings,
  rules: SourceRules,
  findings: Findings,
): Record<string, UplinkConfig> {
  const { default: written, ...others } = settings.uplinks;
  const uplinks: Record<string, UplinkConfig> = {
    default: resolveUplink("default", mergeDefault(settings, written, findings), rules, findings),
  };
  for (const [name, uplink] of Object.entries(others)) uplinks[name] = resolveUplink(name, uplink, rules, findings);
  return uplinks;
}

/** `uplinks.default` is there to name an interface; its families may be there or at the top level, not in both places. */
function mergeDefault(settings: Settings, written: WrittenUplink | undefined, findings: Findings): WrittenUplink {
  const merged: WrittenUplink = { interface: written?.interface, ipv4: settings.ipv4, ipv6: settings.ipv6 };
  if (written === undefined) return merged;
  for (const family of families) {
    if (!findings.places.has(`uplinks.default.${family}`)) continue;
    if (findings.places.has(family)) {
      addProblem(
        findings,
        `uplinks.default.${family}`,
        `this is also given at the top level as ${family}; keep one of the two`,
      );
    }
  }
  return {
    ...merged,
    ...(findings.places.has("uplinks.default.ipv4") && { ipv4: written.ipv4 }),
    ...(findings.places.has("uplinks.default.ipv6") && { ipv6: written.ipv6 }),
  };
}

function resolveUplink(name: string, written: WrittenUplink, rules: SourceRules, findings: Findings): UplinkConfig {
  const keyOf = (family: Family) =>
    name !== "default" || findings.places.has(`uplinks.default.${family}`) ? `uplinks.${name}.${family}` : family;
  if (written.interface !== undefined && !/^[^\s/:]{1,15}$/.test(written.interface)) {
    addProblem(findings, `uplinks.${name}.interface`, "expected the name of a network interface, as in wwan0");
  }
  return {
    name,
    interfaceName: written.interface ?? null,
    ipv4: {
      ...resolveFamily("ipv4", written.ipv4, keyOf("ipv4"), rules, findings),
      behindNat: written.ipv4.behind_nat,
    },
    ipv6: resolveFamily("ipv6", written.ipv6, keyOf("ipv6"), rules, findings),
  };
}

function resolveFamily(
  family: Family,
  written: Settings["ipv6"],
  key: string,
  rules: SourceRules,
  findings: Findings,
): FamilyConfig {
  const { enabled, sources, confirm = null } = written;
  let usable = true;
  for (const [index, uri] of sources.entries()) {
    const parsed = rules.parseSource(uri);
    if (parsed.ok) continue;
    usable = false;
    addProblem(findings, joinKey(key, `sources[${index}]`), parsed.reason);
  }
  if (enabled && usable) checkCount(family, written, key, rules, findings);
  const only = resolveNetworks(family, written.only, joinKey(key, "only"), findings);
  const never = resolveNetworks(family, written.never, joinKey(key, "never"), findings);
  return { enabled, sources, confirm, only, never };
}

function resolveNetworks(family: Family, texts: readonly string[], key: string, findings: Findings): IpNetwork[] {
  return texts.flatMap((text, index) => {
    const parsed = parseNetwork(text, family);
    if (parsed.ok) return [parsed.network];
    addProblem(findings, `${key}[${index}]`, parsed.reason);
    return [];
  });
}

function checkCount(
  family: Family,
  written: Settings["ipv6"],
  key: string,
  rules: SourceRules,
  findings: Findings,
): void {
  const { sources, confirm } = written;
  const count = rules.countIndependentSources(sources, family);
  if (sources.length === 0) {
    // A list whose entries were all left out as faulty isn't empty.
    if (findings.problems.some(({ path }) => path.startsWith(joinKey(key, "sources")))) return;
    addProblem(
      findings,
      joinKey(key, "sources"),
      `expected at least one source, as in auto; or set ${key}.enabled to false`,
    );
  } else if (count === 0) {
    addProblem(findings, joinKey(key, "sources"), `none of these sources can provide an ${family} address`);
  } else if (confirm !== undefined && confirm > count) {
    const sourcesAre = count === 1 ? "there is 1 independent source" : `there are ${count} independent sources`;
    addProblem(
      findings,
      joinKey(key, "confirm"),
      `expected at most ${count}: ${sourcesAre} in ${key}.sources, not ${confirm}`,
    );
  }
}
