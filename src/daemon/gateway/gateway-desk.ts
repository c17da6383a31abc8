import type { Config } from "../../config/config.ts";
import type { GatewayClient } from "../../gateway/client.ts";
import type { GatewayDesk } from "../../gateway/desk.ts";
import type { Told } from "../../gateway/dyndns/read-told.ts";
import { composeIpv6, sameAddress } from "../../model/address.ts";
import { type Family, families } from "../../model/family.ts";
import { groupBy } from "../../model/group-by.ts";
import type { Outcome } from "../../model/report.ts";
import type { RememberedTold, State } from "../../model/state.ts";
import { isoTime } from "../../model/time/iso-time.ts";
import type { WantedName } from "../../model/wanted.ts";
import type { Clock } from "../../platform/clock.ts";
import { rememberedName } from "../../publish/remember/state-draft.ts";
import type { PushGathering } from "./gather-pushes.ts";

/** What the gateway's desk needs from a daemon. */
export interface GatewayBackOffice {
  readonly config: Config;
  readonly clock: Clock;
  state(): State;
  /** Notes that a client told its address of a family now. */
  noteHeard(client: string, family: Family): void;
  /** Takes over what a client told. */
  tell(client: string, told: RememberedTold): void;
  /** Resolves when the state is on disk; false if it can't be written. */
  saved(): Promise<boolean>;
  /** Those who share a round. */
  readonly pushes: PushGathering;
  /** Why nothing may be published now; null: it may. */
  standby(): string | null;
}

/** The daemon as the gateway sees it, under one configuration. */
export function createGatewayDesk(office: GatewayBackOffice): GatewayDesk {
  const { config, clock, pushes } = office;
  const clients = new Map(config.gateway?.clients.map((client) => [client.name, client]));
  const names = groupBy(config.hostnames, ({ uplink }) => uplink);
  return {
    allowNonPublic: config.allowNonPublic,
    client: (name) => clients.get(name) ?? null,
    standby: office.standby,
    isPublished(client, told) {
      const state = office.state();
      const isSettledName = (name: WantedName) => name.families.every((family) => isSettled(name, family, told, state));
      return isRemembered(client.name, told, state) && (names.get(client.name) ?? []).every(isSettledName);
    },
    noteHeard(client, told) {
      for (const family of families) if (told[family] !== null) office.noteHeard(client.name, family);
    },
    async remember(client, told) {
      office.tell(client.name, { ...withoutNull(told), at: isoTime(clock.wallMs()) });
      const endSave = pushes.beginSave();
      return office.saved().finally(endSave);
    },
    async publish(client: GatewayClient) {
      const outcomes = await pushes.round();
      const state = office.state();
      return client.hostnames.flatMap((hostname) => (outcomes.get(hostname) ?? []).map((each) => recall(each, state)));
    },
  };
}

/** What stands from an earlier answer: a round that sends nothing because of it says nothing of it either. */
function recall(outcome: Outcome, state: State): Outcome {
  const { hostname, family, action, address, result } = outcome;
  if (result !== null) return outcome;
  if (action === "held") {
    // The hold of a hostname, whichever of its families it happened to.
    const [hold] = families.flatMap((each) => rememberedName(state, hostname, each)?.hold ?? []);
    return hold ? { ...outcome, result: hold.result } : outcome;
  }
  const refused = rememberedName(state, hostname, family)?.refusedAddress ?? null;
  const isRefused = action === "wait" && refused !== null && address !== null && sameAddress(refused, address);
  return isRefused ? { ...outcome, result: "badagent", consequence: "refuse-address" } : outcome;
}

function isRemembered(client: string, { ipv4, ipv6, prefix }: Told, { told = {} }: State): boolean {
  const known = Object.hasOwn(told, client) ? told[client] : undefined;
  return (
    (ipv4 === null || ipv4 === known?.ipv4) &&
    (ipv6 === null || ipv6 === known?.ipv6) &&
    (prefix === null || (prefix.address === known?.prefix?.address && prefix.length === known?.prefix?.length))
  );
}

/** Whether nothing of what was told is to be published for one family of a name; what was not told says nothing. */
function isSettled(name: WantedName, family: Family, told: Told, state: State): boolean {
  const wanted = wantedOf(name, family, told);
  if (wanted === null) return true;
  const known = rememberedName(state, name.hostname, family);
  if (known === null || known.published === null || known.unsettledAddress !== null) return false;
  return sameAddress(known.published, wanted);
}

function wantedOf({ suffix }: WantedName, family: Family, { prefix, ...addresses }: Told): string | null {
  if (family === "ipv4" || suffix === null) return addresses[family];
  // Behind a prefix that is too short for it, a host is left alone.
  if (prefix === null || prefix.length < suffix.prefixLength) return null;
  return composeIpv6(prefix.address, suffix.suffix, suffix.prefixLength);
}

function withoutNull({ ipv4, ipv6, prefix }: Told): Omit<RememberedTold, "at"> {
  return { ...(ipv4 !== null && { ipv4 }), ...(ipv6 !== null && { ipv6 }), ...(prefix !== null && { prefix }) };
}
