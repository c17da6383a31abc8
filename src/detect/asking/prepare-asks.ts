import type { RememberedAddress } from "../../model/detection.ts";
import { type Family, families } from "../../model/family.ts";
import { expandSources } from "../auto-sources.ts";
import type { AgreementRules } from "../choose-address.ts";
import { countIndependentSources } from "../count-independent-sources.ts";
import type { LookSource } from "../look.ts";
import { listUnanswered } from "../network/check-own-address.ts";
import { isWorthAsking } from "../router-memory.ts";
import {
  type Ask,
  type DetectedFamily,
  type DetectedUplink,
  type DetectRequest,
  isOneOfRouters,
  ownAddressMemory,
  routerMemory,
} from "./ask.ts";

/** At least every 10th look at an unchanged address asks a source of another operator. */
export const looksPerOther = 10;

/** What must be asked for an uplink: each of its families that is enabled. */
export function prepareAsks(
  request: DetectRequest,
  uplink: DetectedUplink,
  shared: Ask["shared"],
  signal: AbortSignal,
): Ask[] {
  return families
    .filter((family) => uplink[family].enabled)
    .map((family) => {
      const remembered = request.remembered[uplink.name]?.[family] ?? null;
      const rules = rulesFor(uplink[family], family, remembered);
      const candidates = expandSources(uplink[family].sources, family)
        .map(({ uri, fromAuto }) => {
          const source = request.sourceFor(uri);
          return { source, fromAuto, required: rules.behindNat === "refuse" && source.operator === "router" };
        })
        .filter((candidate) => isTried(candidate, uplink, request));
      const unanswered =
        family === "ipv6" ? listUnanswered(ownAddressMemory(request.memory, uplink), request.clock.steadyMs()) : [];
      const looksSinceOther = request.looksSinceOther ?? remembered?.looksSinceOther ?? 0;
      const isOtherDue = looksSinceOther + 1 >= looksPerOther;
      return { request, uplink, family, remembered, rules, candidates, unanswered, isOtherDue, shared, signal };
    });
}

/** Of the ways in which `auto` asks the router, only the one that works is kept. */
function isTried(candidate: LookSource, uplink: DetectedUplink, { memory, clock }: DetectRequest): boolean {
  const routers = isOneOfRouters(candidate) ? routerMemory(memory, uplink) : null;
  return routers === null || isWorthAsking(routers, candidate.source.uri, clock.steadyMs());
}

function rulesFor(settings: DetectedFamily, family: Family, remembered: RememberedAddress | null): AgreementRules {
  const independent = countIndependentSources(settings.sources, family);
  return {
    confirm: settings.confirm ?? Math.max(1, Math.min(2, independent)),
    remembered: remembered?.address ?? null,
    behindNat: settings.behindNat ?? "publish",
  };
}
