import type { Fallible } from "../../model/fallible.ts";
import { isWildcard } from "../../model/hostname.ts";
import type { EngineSetting } from "../../model/settings/engine.ts";
import type { State } from "../../model/state.ts";
import type { WantedName } from "../../model/wanted.ts";
import { rememberedName } from "../remember/state-draft.ts";
import type { FamilyDecision } from "./decide-family.ts";

/** Who publishes a hostname; or why nobody can. `myip` is what a dyndns request says of IPv4. */
export type EngineChoice = Fallible<
  { readonly engine: "dyndns"; readonly myip: string } | { readonly engine: "records"; readonly myip: null }
>;

export interface EngineInput {
  readonly engine: EngineSetting;
  readonly state: State;
  readonly zones: ReadonlySet<string>;
}

/** A dyndns request without `myip` may set the A record to the caller's own address, so there is none without it. */
export function chooseEngine(
  name: WantedName,
  decisions: readonly FamilyDecision[],
  { engine, state, zones }: EngineInput,
): EngineChoice {
  if (engine === "records") return { ok: true, engine, myip: null };
  if (engine === "auto" && (state.account.dyndnsRefused || isRecordsOnly(name, zones))) {
    return { ok: true, engine: "records", myip: null };
  }
  const myip = findMyip(name, decisions, state);
  if (myip !== null) return { ok: true, engine: "dyndns", myip };
  if (engine === "auto") return { ok: true, engine: "records", myip: null };
  return { ok: false, reason: noMyipReason(name) };
}

/** What dyndns may not know how to do, or could not do without touching the A record. */
function isRecordsOnly({ hostname, families }: WantedName, zones: ReadonlySet<string>): boolean {
  return !families.includes("ipv4") || isWildcard(hostname) || isApex(hostname, zones);
}

function isApex(hostname: string, zones: ReadonlySet<string>): boolean {
  return zones.has(hostname) || hostname.split(".").length <= 2;
}

/** The wanted address where it is to change, otherwise the last confirmed one: the A record stays as it is. */
function findMyip(
  { hostname, families }: WantedName,
  decisions: readonly FamilyDecision[],
  state: State,
): string | null {
  if (!families.includes("ipv4")) return null;
  const wanted = decisions.find(({ family, kind }) => family === "ipv4" && (kind === "change" || kind === "settled"));
  return wanted?.address ?? rememberedName(state, hostname, "ipv4")?.published ?? null;
}

function noMyipReason({ families }: WantedName): string {
  const why = families.includes("ipv4") ? "the IPv4 address is not known yet" : "the hostname wants only IPv6";
  return `${why}, and dyndns could overwrite the A record without it; set engine to auto or records to publish it`;
}
